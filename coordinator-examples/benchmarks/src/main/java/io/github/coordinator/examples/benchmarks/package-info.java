/**
 * What each call of the coordinator costs, against its target. {@link io.github.coordinator.examples.benchmarks.Benchmarks}
 * is the program, {@link io.github.coordinator.examples.benchmarks.Work} the table of what is measured, and the classes
 * with JMH's annotations are the work itself.
 */
@NullMarked
package io.github.coordinator.examples.benchmarks;

import org.jspecify.annotations.NullMarked;

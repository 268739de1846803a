/** That no benchmark rots, and that what must cost no memory costs none. Nothing here depends on time. */
@NullMarked
package io.github.coordinator.examples.benchmarks;

import org.jspecify.annotations.NullMarked;

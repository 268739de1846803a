/**
 * Searches for run files and remote calls that break the core. The fuzzer breeds inputs that reach new branches; those worth
 * keeping are in {@code src/test/resources/fuzz}, and {@code mvn -pl coordinator-core test -Dtest=KeptInputsTest} runs them
 * without the fuzzer ({@code -Dfuzz.rewrite=true}: writes the first inputs anew, when calls are written in other bytes).
 * To search on: {@code mvn -pl coordinator-core -Pfuzzing test}.
 */
@NullMarked
package io.github.coordinator.verification.fuzz;

import org.jspecify.annotations.NullMarked;

/**
 * What comes from outside, searched for what breaks it: the files that operators write and the calls that remote clients
 * make. The fuzzer breeds inputs for the branches that they reach; each target says what must hold for all of them.
 *
 * <p>Each target has a folder of inputs that are kept: those that the search began with, and those found that reach more.
 * A build runs these alone, as plain tests and without the fuzzer. The profile {@code fuzzing} searches on; an input that
 * fails ends up in the folder, to be committed with what mends it. {@link io.github.coordinator.fuzz.FirstInputs} makes
 * those with which the search among remote calls began; once the calls are written in other bytes,
 * {@code -Dtest=KeptInputsTest -Dfuzz.rewrite=true} writes their files anew.
 */
@NullMarked
package io.github.coordinator.fuzz;

import org.jspecify.annotations.NullMarked;

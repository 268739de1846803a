/**
 * Scenarios: text files that say what a run is told and what it answers, to be read as documentation and run as tests.
 *
 * <p>The files are in {@code src/test/resources/scenarios}, and the {@code README.md} there describes their format, the
 * commands and how to regenerate the expected output. Every scenario runs twice, once as it is and once with the
 * coordinator replaced after each call by one restored from its snapshot; both must say the same.
 */
@NullMarked
package io.github.coordinator.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * Scenarios: text files that say what a run is told and what it answers, read as documentation and run as tests, once as
 * they are and once with the coordinator restored after each call. The files and their format are in
 * {@code src/test/resources/scenarios}. To run: {@code mvn -pl coordinator-core test -Dtest=ScenarioTest}.
 */
@NullMarked
package io.github.coordinator.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * Compares the core with a naive second implementation, {@link io.github.coordinator.verification.model.NaiveRun}, under
 * random calls, and checks {@link io.github.coordinator.verification.model.Invariants} after each call and
 * {@link io.github.coordinator.verification.model.History} over a run. The other packages here use both checks.
 * To run: {@code mvn -pl coordinator-core test -Dtest=RunProperties}.
 */
@NullMarked
package io.github.coordinator.verification.model;

import org.jspecify.annotations.NullMarked;

/**
 * Makes whole random runs in virtual time: a host, honest and lying clients, a network that loses and delays messages. One
 * number determines a run, and {@link io.github.coordinator.verification.simulation.Referee} judges every call.
 * To run: {@code mvn -pl coordinator-core test -Dtest=SimulationTest}, with {@code -Dsimulation.run=<number>} for one run.
 */
@NullMarked
package io.github.coordinator.verification.simulation;

import org.jspecify.annotations.NullMarked;

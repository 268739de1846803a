/**
 * Makes whole random runs in virtual time: a host, clients that are honest, lie, do nothing or come and go, an operator, and a
 * network that loses and delays messages. One number determines a run, and
 * {@link io.github.coordinator.verification.simulation.Referee} judges every call. {@code WeekTest} makes one long run with a
 * thousand clients.
 * To run: {@code mvn -pl coordinator-core test -Dtest=SimulationTest}, with {@code -Dsimulation.run=<number>} for one run.
 */
@NullMarked
package io.github.coordinator.verification.simulation;

import org.jspecify.annotations.NullMarked;

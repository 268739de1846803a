package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.Roster;
import io.github.coordinator.RunStatus;

/**
 * What a server shows of its state between two turns. Immutable.
 *
 * @param status where the run stands
 * @param roster the members
 * @param pendingCount how many clients are pending and connected, members among them
 * @param model the weights that everyone should have
 * @param modelHash their hash
 */
record RunView(RunStatus status, Roster roster, int pendingCount, Weights model, String modelHash) {}

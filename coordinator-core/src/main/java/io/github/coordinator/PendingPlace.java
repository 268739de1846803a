package io.github.coordinator;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a pending client stands.
 *
 * @param situation how it waits
 * @param place its place among those that can be taken, from 1; 0 unless it is {@code PENDING}
 * @param of how many can be taken
 * @param silentFor how long ago it gave its last sign of life, where that is known
 */
record PendingPlace(ClientExplanation.Situation situation, int place, int of, Optional<Duration> silentFor) {}

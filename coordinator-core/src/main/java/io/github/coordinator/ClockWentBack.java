package io.github.coordinator;

import java.time.Instant;

/**
 * The host's clock went back. It adds nothing to the time that states have lasted, and is followed from there.
 *
 * @param from the time of the tick before
 * @param to the time of this tick
 * @since 0.1.0
 */
public record ClockWentBack(Instant from, Instant to) implements RunEvent {}

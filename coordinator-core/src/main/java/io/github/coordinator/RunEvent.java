package io.github.coordinator;

/**
 * Something that a tick did. {@link TickResult#events()} lists its events in the order in which they happened. Further types
 * may come in a minor version: a host passes over those that it does not know.
 *
 * @since 0.1.0
 */
public sealed interface RunEvent permits ClockWentBack, RoundEvaluation, Removal, Transition {}

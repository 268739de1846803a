package io.github.coordinator;

/**
 * The answer to a {@link RunInput}: a {@link TickResult}, a {@link JoinResult}, a
 * {@link ReconfigureResult} or an {@link Outcome}. Further types may come
 * in a minor version.
 *
 * @since 0.1.0
 */
public sealed interface RunAnswer permits TickResult, JoinResult, ReconfigureResult, Outcome {}

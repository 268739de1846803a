package io.github.coordinator.round;

/**
 * A witness's word on who took part in a round. Further kinds may come in a minor version: a switch over them needs a
 * default.
 *
 * @since 0.1.0
 */
public sealed interface Participation permits ParticipationBitmap, ParticipationFilter {}

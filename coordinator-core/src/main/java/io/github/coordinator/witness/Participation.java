package io.github.coordinator.witness;

/** A witness's word on who took part in a round. */
public sealed interface Participation permits ParticipationBitmap, ParticipationFilter {}

package io.github.coordinator;

/**
 * What is held against a client, across epochs.
 *
 * @param absentRounds in how many rounds that count for it, in a row, its work was not seen
 * @param missedAttestations in how many elections that count for it, in a row, it did not attest
 * @since 0.1.0
 */
public record Counts(int absentRounds, int missedAttestations) {
    /** Nothing is held against the client. */
    public static final Counts NONE = new Counts(0, 0);
}

package io.github.coordinator;

/** A client as {@link PendingClients} keeps it. */
final class PendingEntry {
    final ClientId client;
    long session;
    long waitingSince;

    /** When it was last heard, but for a message since the last tick, in observed time. */
    long heardAt;

    boolean connected = true;

    /** Whether it was heard since the last tick. */
    boolean heard;

    /** Whether the tick in progress finds it silent. */
    boolean silent;

    /** Whether it was removed in this epoch, or in the last one while there is none. */
    boolean removed;

    PendingEntry(ClientId client) {
        this.client = client;
    }

    boolean isHere() {
        return connected && !silent;
    }
}

package io.github.coordinator.verification.simulation;

/** What can go wrong in the world around a coordinator. Each run draws which of these are on, and how often they strike. */
enum Disturbance {
    /** A message never arrives. */
    LOSS(true),
    /** A message arrives twice. */
    DUPLICATION(true),
    /** A message takes a little longer than those after it, and is overtaken. */
    REORDERING(true),
    /** A message takes so long that what it says is out of date. */
    DELAY(true),
    /** A client is cut off from the host and from the others for a while; the host may or may not notice. */
    PARTITION(false),
    /** A client dies, forgets everything and comes back later; the host may or may not notice. */
    CLIENT_CRASH(false),
    /** A client does nothing for a while, and then all at once. */
    CLIENT_STALL(false),
    /** A client says goodbye, and comes back later. */
    CLIENT_LEAVE(false),
    /** The host does nothing for a while: its ticks are late, and messages pile up. */
    HOST_STALL(false),
    /** The host dies, and goes on from what it has saved. */
    HOST_CRASH(false),
    /** The host's clock leaps forward. */
    CLOCK_FORWARD(false),
    /** The host's clock leaps back. */
    CLOCK_BACK(false),
    /** The operator stops the run, and lets it go on later or thinks better of it. */
    PAUSE(false),
    /** The operator bars a client. */
    EJECTION(false),
    /** A stranger joins under invented names, or under the name of another client. */
    GHOST_JOIN(false),
    /** Somebody who is no member, or not of this run, says whatever a member could say. */
    STRANGER(false),
    /** Some witnesses lie, each in its own way each round: see {@link Lie}. */
    LYING_WITNESS(false);

    private final boolean strikesMessages;

    Disturbance(boolean strikesMessages) {
        this.strikesMessages = strikesMessages;
    }

    /** Whether it strikes each message with some probability, and not the world every so often. */
    boolean strikesMessages() {
        return strikesMessages;
    }
}

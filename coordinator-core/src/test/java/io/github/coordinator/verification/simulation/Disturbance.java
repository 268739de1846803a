package io.github.coordinator.verification.simulation;

/** What can go wrong in the world around a coordinator. Each run draws which of these are on, and how often they strike. */
enum Disturbance {
    /** A message never arrives. */
    LOSS(Way.EACH_TIME),
    /** A message arrives twice. */
    DUPLICATION(Way.EACH_TIME),
    /** A message takes a little longer than those after it, and is overtaken. */
    REORDERING(Way.EACH_TIME),
    /** A message takes so long that what it says is out of date. */
    DELAY(Way.EACH_TIME),
    /** A client is cut off from the host and from the others for a while; the host may or may not notice. */
    PARTITION(Way.NOW_AND_THEN),
    /** A client dies, forgets everything and comes back later; the host may or may not notice. */
    CLIENT_CRASH(Way.NOW_AND_THEN),
    /** A client does nothing for a while, and then all at once. */
    CLIENT_STALL(Way.NOW_AND_THEN),
    /** A client says goodbye, and comes back later. */
    CLIENT_LEAVE(Way.NOW_AND_THEN),
    /** The host does nothing for a while: its ticks are late, and messages pile up. */
    HOST_STALL(Way.NOW_AND_THEN),
    /** The host dies, and goes on from what it has saved. */
    HOST_CRASH(Way.NOW_AND_THEN),
    /** The host's clock leaps forward. */
    CLOCK_FORWARD(Way.NOW_AND_THEN),
    /** The host's clock leaps back. */
    CLOCK_BACK(Way.NOW_AND_THEN),
    /** The host, its clock included, is taken away for an hour of which nobody else knows. */
    SUSPENSION(Way.NOW_AND_THEN),
    /** The host cannot tell a seed, and its tick fails. */
    SEED_FAILURE(Way.EACH_TIME),
    /** The operator pauses the run, and lets it go on later or thinks better of it. */
    PAUSE(Way.NOW_AND_THEN),
    /** The operator ends the run. */
    STOP(Way.NOW_AND_THEN),
    /** The operator pauses the run, and lets it go on with another configuration. */
    RECONFIGURATION(Way.NOW_AND_THEN),
    /** The operator says where the newest model is. */
    CHECKPOINT(Way.NOW_AND_THEN),
    /** The operator bars a client. */
    EJECTION(Way.NOW_AND_THEN),
    /** The operator lets a client in again that was barred, or one that was not. */
    REINSTATEMENT(Way.NOW_AND_THEN),
    /** A stranger joins under invented names, or under the name of another client. */
    GHOST_JOIN(Way.NOW_AND_THEN),
    /** Somebody who is no member, or not of this run, says whatever a member could say. */
    STRANGER(Way.NOW_AND_THEN),
    /** Some witnesses lie, each in its own way each round: see {@link Lie}. */
    LYING_WITNESS(Way.BY_CLIENTS),
    /** Some clients have another {@link Habit} that no honest client has. */
    ODD_CLIENT(Way.BY_CLIENTS);

    /** How a disturbance strikes. */
    enum Way {
        /** With some probability each time that it could. */
        EACH_TIME,
        /** The world as a whole, every so often. */
        NOW_AND_THEN,
        /** By what some clients do. */
        BY_CLIENTS
    }

    final Way way;

    Disturbance(Way way) {
        this.way = way;
    }
}

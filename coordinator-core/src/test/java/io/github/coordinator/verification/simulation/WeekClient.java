package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.Removal;

/** A client of a {@link Week}: what it is like, and a ledger of what it really did. */
final class WeekClient {
    /** How a client behaves, the whole week long. */
    enum Kind {
        /** Does what it is told, and gives a sign of life in every third of the timeout. */
        HONEST,
        /** Does the same, but hangs up or leaves now and then, and comes back. */
        FLAPPING,
        /** Joins every few hours, and says nothing else. */
        SILENT,
        /** Gives signs of life, but neither trains nor attests. Half of them hang up at the end of every second round. */
        ZOMBIE
    }

    /** It did not finish its work, or has none. */
    static final long NEVER = Long.MAX_VALUE;

    final ClientId id;
    final Kind kind;

    /** A zombie of the kind that hangs up. */
    final boolean hangsUp;

    /** Whether it is there and has a connection. */
    boolean connected;

    /** The session of its last join. */
    long session;

    /** Whether the host has noticed that this session ended. */
    boolean endIsKnown;

    /** Whether it said goodbye while it had a seat that it still has. */
    boolean leftSeat;

    /** Whether the operator ejected it while it had a seat that it still has. */
    boolean ejectedSeat;

    /** Whether the operator has barred it. */
    boolean barred;

    /** When it gave its last sign of life that was accepted. */
    long heardAt;

    /** When it finishes its work of the open round. */
    long finishesAt = NEVER;

    /** Rounds for which it had work and did not train, since the last one that counted and in which it did. */
    int idleRounds;

    /** Elections in which it did not attest, since the last one in which it did. */
    int missedElections;

    /** Confirmed rounds in which it took part. */
    int credits;

    WeekClient(int number, Kind kind) {
        id = ClientId.of("client-" + number);
        this.kind = kind;
        hangsUp = kind == Kind.ZOMBIE && number % 2 == 0;
    }

    /** Whether it trains what it is given, and attests when elected. */
    boolean works() {
        return kind == Kind.HONEST || kind == Kind.FLAPPING;
    }

    boolean hasFinished(long now) {
        return finishesAt <= now;
    }

    /** Whether a removal is explained by what it really did. */
    boolean explains(Removal.Cause cause, long now, Week week) {
        return switch (cause) {
            case EJECTED -> ejectedSeat;
            case LEFT -> leftSeat;
            case DISCONNECTED -> endIsKnown;
            case SILENT -> now - heardAt >= week.config().healthCheckTimeout().toNanos();
            case ABSENT -> idleRounds >= week.config().maxAbsentRounds();
            case NOT_ATTESTING -> missedElections >= week.config().maxMissedAttestations();
        };
    }

    /** Its seat is gone, and with it what was held against it. */
    void lostSeat(Removal.Cause cause) {
        leftSeat = false;
        ejectedSeat = false;
        idleRounds = cause == Removal.Cause.ABSENT ? 0 : idleRounds;
        missedElections = cause == Removal.Cause.NOT_ATTESTING ? 0 : missedElections;
    }

    /** For a failure: the ledger. */
    @Override
    public String toString() {
        return id + " (" + kind + (connected ? ", connected" : "") + (endIsKnown ? ", known to be gone" : "")
                + ", heard at " + heardAt + ", idle in " + idleRounds + " rounds, missed " + missedElections
                + " elections)";
    }
}

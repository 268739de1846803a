package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The complete state of a {@link Coordinator} as an immutable value: two coordinators with equal snapshots, sources and seeds
 * behave alike for ever. It holds neither the source of clients nor the secret of the seeds.
 */
public final class RunSnapshot {
    private final Fields fields;

    record Fields(
            RunConfig config,
            RunState state,
            Clock clock,
            long epoch,
            long step,
            long nextDataIndex,
            long rosterVersion,
            List<Member> members,
            Optional<Round> round,
            List<WitnessProof> proofs,
            List<Removal> removals,
            List<ClientId> ejected,
            RunOrder order) {}

    /** Takes over lists that nobody changes any more. Whether the parts fit each other, {@link SnapshotRules} say. */
    RunSnapshot(Fields fields) {
        this.fields = fields;
    }

    Fields fields() {
        return fields;
    }

    /**
     * The configuration.
     *
     * @return what the run was started with
     */
    public RunConfig config() {
        return fields.config;
    }

    /**
     * What the run is doing.
     *
     * @return the state
     */
    public RunState state() {
        return fields.state;
    }

    /**
     * What the run knows of time.
     *
     * @return the clock
     */
    public Clock clock() {
        return fields.clock;
    }

    /**
     * The epoch.
     *
     * @return the epoch, counted from 0
     */
    public long epoch() {
        return fields.epoch;
    }

    /**
     * The step that is being worked on.
     *
     * @return the step, counted from 1
     */
    public long step() {
        return fields.step;
    }

    /**
     * The first datum that no confirmed round has used.
     *
     * @return its index, at least 0
     */
    public long nextDataIndex() {
        return fields.nextDataIndex;
    }

    /**
     * The version of the roster.
     *
     * @return at least 0
     */
    public long rosterVersion() {
        return fields.rosterVersion;
    }

    /**
     * The roster, with what is known of each member.
     *
     * @return the members in order; immutable
     */
    public List<Member> members() {
        return fields.members;
    }

    /**
     * The open round, or during cooldown the last one.
     *
     * @return the round; empty in all other states
     */
    public Optional<Round> round() {
        return fields.round;
    }

    /**
     * The accepted proofs of that round.
     *
     * @return the proofs by position; immutable
     */
    public List<WitnessProof> proofs() {
        return fields.proofs;
    }

    /**
     * The members that were removed since the epoch took its members.
     *
     * @return the removals in order; immutable
     */
    public List<Removal> removals() {
        return fields.removals;
    }

    /**
     * The clients that are barred from the run.
     *
     * @return the clients in the order in which they were ejected; immutable
     */
    public List<ClientId> ejected() {
        return fields.ejected;
    }

    /**
     * What the operator asked for and has not taken effect.
     *
     * @return the pending order
     */
    public RunOrder order() {
        return fields.order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunSnapshot that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "RunSnapshot" + fields.toString().substring("Fields".length());
    }

    /**
     * What the run knows of time. A state has lasted {@code now − stateAnchor}: the anchors are the times at which state
     * and epoch would have begun, had the host's clock never gone back since.
     *
     * @param now the time of the last tick
     * @param stateBegan the time of the tick at which the state began
     * @param stateAnchor from where the state's time is counted, at most {@code now}
     * @param epochAnchor from where the epoch's time is counted, at most {@code now}
     */
    public record Clock(Instant now, Instant stateBegan, Instant stateAnchor, Instant epochAnchor) {}

    /** What is known of a member. Immutable; equal by value. */
    public static final class Member {
        private final ClientId client;
        private final Presence presence;
        private final boolean ready;
        private final boolean heard;
        private final int missedHealthChecks;
        private final int absentRounds;

        Member(
                ClientId client,
                Presence presence,
                boolean ready,
                boolean heard,
                int missedHealthChecks,
                int absentRounds) {
            this.client = client;
            this.presence = presence;
            this.ready = ready;
            this.heard = heard;
            this.missedHealthChecks = missedHealthChecks;
            this.absentRounds = absentRounds;
        }

        /**
         * The member.
         *
         * @return its id
         */
        public ClientId client() {
            return client;
        }

        /**
         * Whether it is still there.
         *
         * @return its presence
         */
        public Presence presence() {
            return presence;
        }

        /**
         * Whether it said that it is ready.
         *
         * @return false outside warm-up
         */
        public boolean ready() {
            return ready;
        }

        /**
         * Whether it gave a sign of life since the round began.
         *
         * @return whether it did
         */
        public boolean heard() {
            return heard;
        }

        /**
         * For how many rounds in a row it gave no sign of life.
         *
         * @return at least 0, and 0 where the rule is off
         */
        public int missedHealthChecks() {
            return missedHealthChecks;
        }

        /**
         * For how many confirmed rounds in a row it was absent.
         *
         * @return at least 0, and 0 where the rule is off
         */
        public int absentRounds() {
            return absentRounds;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Member that
                    && client.equals(that.client)
                    && presence == that.presence
                    && ready == that.ready
                    && heard == that.heard
                    && missedHealthChecks == that.missedHealthChecks
                    && absentRounds == that.absentRounds;
        }

        @Override
        public int hashCode() {
            return Objects.hash(client, presence, ready, heard, missedHealthChecks, absentRounds);
        }

        @Override
        public String toString() {
            return client + " " + presence + (ready ? " ready" : "") + (heard ? " heard" : "") + " missed "
                    + missedHealthChecks + " absent " + absentRounds;
        }
    }
}

package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.WitnessProof;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of a run as an immutable value: two coordinators with equal snapshots, sources and seeds behave
 * alike for ever. It holds neither the source of clients nor the secret of the seeds.
 *
 * @param config the configuration
 * @param state what the run is doing
 * @param clock what the run knows of time
 * @param epoch the epoch, counted from 0
 * @param step the step being worked on, counted from 1
 * @param nextDataIndex the first datum that no confirmed round has used
 * @param rosterVersion the version of the roster
 * @param members the roster, with what is known of each member
 * @param round the open round, or during cooldown the last one; null in all other states
 * @param proofs the accepted proofs of that round, by position
 * @param exits who left since the epoch took its members, in order
 * @param barred who was ejected, in order
 * @param pausePending whether a pause was asked for that has not taken effect
 * @param resumePending whether the end of a pause was asked for that has not taken effect
 */
public record RunSnapshot(
        RunConfig config,
        RunState state,
        Clock clock,
        long epoch,
        long step,
        long nextDataIndex,
        long rosterVersion,
        List<Member> members,
        @Nullable Round round,
        List<WitnessProof> proofs,
        List<Exit> exits,
        List<ClientId> barred,
        boolean pausePending,
        boolean resumePending) {
    /**
     * Copies the lists and checks what can be checked without working out the committee.
     *
     * @param config as above
     * @param state as above
     * @param clock as above
     * @param epoch as above
     * @param step as above
     * @param nextDataIndex as above
     * @param rosterVersion as above
     * @param members as above
     * @param round as above
     * @param proofs as above
     * @param exits as above
     * @param barred as above
     * @param pausePending as above
     * @param resumePending as above
     * @throws IllegalArgumentException if the parts contradict each other
     */
    public RunSnapshot {
        members = List.copyOf(members);
        proofs = List.copyOf(proofs);
        exits = List.copyOf(exits);
        barred = List.copyOf(barred);
        boolean hasRound = state.isRound() || state == RunState.COOLDOWN;
        boolean hasMembers = hasRound || state == RunState.WARMUP;
        require((round != null) == hasRound, "a round goes with ROUND_TRAIN, ROUND_WITNESS and COOLDOWN alone");
        require(hasMembers || members.isEmpty(), "there are no members in " + state);
        require(round != null || proofs.isEmpty(), "there are no proofs without a round");
        require(
                round == null || !state.isRound() || round.clients() == members.size(),
                "the members are not as many as the open round has clients");
        require(
                round == null || (round.epoch() == epoch && round.rosterVersion() <= rosterVersion),
                "the round is of another epoch or a later roster");
        require(epoch >= 0 && nextDataIndex >= 0 && rosterVersion >= 0, "a counter is negative");
        require(step >= 1 && step <= config.totalSteps() + 1, "the step is out of bounds: " + step);
        require(!pausePending || (state != RunState.PAUSED && state != RunState.FINISHED), "no pause can be pending");
        require(!resumePending || state == RunState.PAUSED, "only a paused run can be about to resume");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("not the snapshot of a run: " + problem);
        }
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
    public record Clock(Instant now, Instant stateBegan, Instant stateAnchor, Instant epochAnchor) {
        /**
         * Checks the order of time.
         *
         * @param now as above
         * @param stateBegan as above
         * @param stateAnchor as above
         * @param epochAnchor as above
         * @throws IllegalArgumentException if an anchor is later than now
         */
        public Clock {
            require(!stateAnchor.isAfter(now) && !epochAnchor.isAfter(now), "an anchor of time is in the future");
        }
    }

    /**
     * What is known of a member.
     *
     * @param client who it is
     * @param presence whether it is still there
     * @param ready whether it said that it is ready; false outside warm-up
     * @param heard whether it gave a sign of life since the round began
     * @param missedHealthChecks for how many rounds in a row it gave none; 0 where the rule is off
     * @param absentRounds for how many confirmed rounds in a row it was absent; 0 where the rule is off
     */
    public record Member(
            ClientId client,
            Presence presence,
            boolean ready,
            boolean heard,
            int missedHealthChecks,
            int absentRounds) {}
}

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
     * Copies the lists. Whether the parts fit each other is for {@link Coordinator#restore} to say.
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
     */
    public RunSnapshot {
        members = List.copyOf(members);
        proofs = List.copyOf(proofs);
        exits = List.copyOf(exits);
        barred = List.copyOf(barred);
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

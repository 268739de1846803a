package io.github.coordinator.verification.simulation;

import static io.github.coordinator.verification.simulation.Referee.broken;

import io.github.coordinator.ClientId;
import io.github.coordinator.Counts;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.model.RoundInvariants;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Invariants 21, 22, 25 and 27 at the end of each round: what is held against a client is what it did. The clients themselves
 * are asked what they did and saw, not their proofs.
 */
final class RoundReferee {
    private final World world;
    private boolean settled;

    /** Whether the open round began when all faults had passed. */
    private boolean isCalm;

    RoundReferee(World world) {
        this.world = world;
    }

    void settle() {
        settled = true;
    }

    void judge(JudgedStep step) {
        for (Removal removal : Referee.removals(step)) {
            count(removal);
        }
        if (step.evaluation().isPresent()) {
            judgeRound(step, step.evaluation().get());
        }
        if (step.transition()
                .filter(change -> change.to() == RunState.ROUND_TRAIN)
                .isPresent()) {
            isCalm = settled;
        }
    }

    /** Whether a client attests nothing but what it saw. */
    boolean tellsTheTruth(ClientId client) {
        SimulatedClient known = world.clients.get(client);
        return known != null && !(known instanceof LyingClient);
    }

    /** How a client behaves now; nothing for one that nobody knows. */
    private Optional<Habit> habit(ClientId client) {
        return Optional.ofNullable(world.clients.get(client)).map(SimulatedClient::habit);
    }

    private void count(Removal removal) {
        Habit habit = habit(removal.client()).orElse(Habit.HONEST);
        Removal.Cause cause = removal.cause();
        if (habit == Habit.SILENT && cause == Removal.Cause.SILENT) {
            world.tally.count(Tally.Mark.SILENT_REMOVED);
        } else if (cause == Removal.Cause.NOT_ATTESTING && habit.neverAttests()) {
            world.tally.count(Tally.Mark.SILENT_WITNESS_REMOVED);
        } else if (cause == Removal.Cause.ABSENT && !habit.trains()) {
            world.tally.count(
                    habit == Habit.HANGING_ZOMBIE ? Tally.Mark.HANGING_ZOMBIE_REMOVED : Tally.Mark.ZOMBIE_REMOVED);
        }
    }

    private void judgeRound(JudgedStep step, RoundEvaluation evaluated) {
        RunSnapshot before = step.before().run();
        Round round = before.round().orElseThrow();
        int[] witnesses = Committee.of(round).witnessSeats();
        int liars = count(witnesses, before, client -> !tellsTheTruth(client));
        int faulty = count(witnesses, before, client -> !isHonest(client));
        countSlander(liars, witnesses, before);
        for (int seat = 0; seat < before.members().size(); seat++) {
            RunSnapshot.Member member = before.members().get(seat);
            Held held = held(member, step);
            judgeLimits(member, held, before);
            int evidence = evidenceAgainst(seat, witnesses);
            if (held.absent() && liars < evidence) {
                judgeAbsence(member.client(), before);
            }
            if (held.notAttesting()) {
                judgeMiss(seat, before);
            }
            if (isCalm) {
                judgeInTheCalm(seat, round, witnesses, held, faulty < evidence, before);
            }
        }
        if (isCalm && before.members().stream().allMatch(this::doesItsPart)) {
            world.tally.count(Tally.Mark.CALM_ROUNDS);
            if (!evaluated.confirmed()) {
                throw broken(25, "everybody does its part, and the round is not confirmed", before);
            }
        }
    }

    private static int count(int[] witnesses, RunSnapshot before, Predicate<ClientId> which) {
        return (int) Arrays.stream(witnesses)
                .filter(seat -> which.test(before.members().get(seat).client()))
                .count();
    }

    private void countSlander(int liars, int[] witnesses, RunSnapshot before) {
        int quorum = Math.max(before.config().quorum(witnesses.length), witnesses.length / 2 + 1);
        if (liars <= witnesses.length - quorum) {
            world.tally.count(Tally.Mark.FEW_LIARS);
            if (liars > 0 && before.proofs().stream().anyMatch(proof -> isSlander(proof, before))) {
                world.tally.count(Tally.Mark.SLANDER_IN_VAIN);
            }
        }
    }

    /** How many witnesses must leave a client out for a round to be held against it: more than invariant 22 has of faulty ones. */
    private static int evidenceAgainst(int seat, int[] witnesses) {
        int evidence = 2 * witnesses.length / 3 + 1;
        boolean elected = Arrays.stream(witnesses).anyMatch(witness -> witness == seat);
        return elected ? Math.max(2, Math.min(evidence, witnesses.length - 1)) : evidence;
    }

    private boolean isHonest(ClientId client) {
        return habit(client).filter(habit -> habit == Habit.HONEST).isPresent();
    }

    private boolean doesItsPart(RunSnapshot.Member member) {
        return member.presence() == Presence.ACTIVE && isHonest(member.client());
    }

    /** What a round held against a member. */
    private record Held(boolean absent, boolean notAttesting, boolean removed) {}

    private static Held held(RunSnapshot.Member member, JudgedStep step) {
        Removal.Cause cause = Referee.removals(step).stream()
                .filter(removal -> removal.client().equals(member.client()))
                .map(Removal::cause)
                .findFirst()
                .orElse(null);
        Counts counts = counts(member.client(), step.after().run());
        return new Held(
                cause == Removal.Cause.ABSENT
                        || counts.absentRounds() > member.counts().absentRounds(),
                cause == Removal.Cause.NOT_ATTESTING
                        || counts.missedAttestations() > member.counts().missedAttestations(),
                cause != null);
    }

    /** The counts of a client, be it a member or not. */
    private static Counts counts(ClientId client, RunSnapshot run) {
        return run.members().stream()
                .filter(member -> member.client().equals(client))
                .map(RunSnapshot.Member::counts)
                .findFirst()
                .or(() -> run.standings().stream()
                        .filter(standing -> standing.client().equals(client))
                        .map(RunSnapshot.Standing::counts)
                        .findFirst())
                .orElse(Counts.NONE);
    }

    /** Whose count reaches the limit is removed. */
    private static void judgeLimits(RunSnapshot.Member member, Held held, RunSnapshot before) {
        int absent = member.counts().absentRounds() + (held.absent() ? 1 : 0);
        int missed = member.counts().missedAttestations() + (held.notAttesting() ? 1 : 0);
        boolean isOver = held.absent() && absent >= before.config().maxAbsentRounds()
                || held.notAttesting() && missed >= before.config().maxMissedAttestations();
        if (isOver && !held.removed()) {
            throw broken(27, member.client() + " has reached a limit and is not removed", before);
        }
    }

    /** Invariant 22: where there are few liars, no round is held against a client that every honest witness saw. */
    private void judgeAbsence(ClientId client, RunSnapshot before) {
        if (isSeenByAllHonest(client, before)) {
            throw broken(22, client + " is held absent, but all honest witnesses saw it", before);
        }
        world.tally.count(Tally.Mark.ABSENCE_EXPLAINED);
    }

    private static void judgeMiss(int seat, RunSnapshot before) {
        boolean attested = before.proofs().stream().anyMatch(proof -> proof.index() == seat);
        if (attested || before.members().get(seat).presence() != Presence.ACTIVE) {
            throw broken(22, "seat " + seat + " attested or was gone, and its election is held against it", before);
        }
    }

    /** What everybody does is known in the calm, and so is what must be held against them. */
    private void judgeInTheCalm(
            int seat, Round round, int[] witnesses, Held held, boolean fewFaulty, RunSnapshot before) {
        RunSnapshot.Member member = before.members().get(seat);
        Habit habit = habit(member.client()).orElse(null);
        if (habit == Habit.HONEST && (held.notAttesting() || held.absent() && fewFaulty)) {
            throw broken(22, member.client() + " does its part, and the round is held against it: " + held, before);
        }
        if (habit == null) {
            return;
        }
        if (!habit.trains() && mustBeHeldAbsent(seat, round, witnesses, before)) {
            require27(held.absent() || held.removed(), member.client() + " does not train", before);
            world.tally.count(Tally.Mark.IDLENESS_HELD);
        }
        if (habit.neverAttests() && mustBeHeldNotAttesting(seat, witnesses, before)) {
            require27(held.notAttesting() || held.removed(), member.client() + " does not attest", before);
            world.tally.count(Tally.Mark.SILENCE_HELD);
        }
    }

    private static void require27(boolean holds, String what, RunSnapshot before) {
        if (!holds) {
            throw broken(27, what + ", and the round is not held against it", before);
        }
    }

    /** Whether an idle client had work, and enough witnesses attested, all of which are honest but perhaps itself. */
    private static boolean mustBeHeldAbsent(int seat, Round round, int[] witnesses, RunSnapshot before) {
        return before.config().maxAbsentRounds() > 0
                && round.participation() == ParticipationKind.BITMAP
                && before.reason()
                        .filter(end -> end == TransitionReason.CUT_SHORT)
                        .isEmpty()
                && before.proofs().size() >= evidenceAgainst(seat, witnesses)
                && DataAssignment.of(round).rangeOf(seat).isPresent();
    }

    private static boolean mustBeHeldNotAttesting(int seat, int[] witnesses, RunSnapshot before) {
        return before.config().maxMissedAttestations() > 0
                && before.members().get(seat).presence() == Presence.ACTIVE
                && Arrays.stream(witnesses).anyMatch(witness -> witness == seat)
                && before.reason()
                        .filter(end -> end == TransitionReason.TRAIN_TIME_OVER)
                        .isPresent()
                && (witnesses.length == 1 || !before.proofs().isEmpty());
    }

    /** Whether a liar leaves out a client that every honest witness saw. */
    private boolean isSlander(WitnessProof proof, RunSnapshot before) {
        if (tellsTheTruth(before.members().get(proof.index()).client())) {
            return false;
        }
        for (int index = 0; index < before.members().size(); index++) {
            ClientId client = before.members().get(index).client();
            boolean included = RoundInvariants.sees(proof.participation(), index, client.bytes());
            if (!included && isSeenByAllHonest(client, before)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSeenByAllHonest(ClientId client, RunSnapshot before) {
        for (WitnessProof proof : before.proofs()) {
            ClientId witness = before.members().get(proof.index()).client();
            if (tellsTheTruth(witness)) {
                Set<ClientId> saw = Objects.requireNonNull(world.clients.get(witness))
                        .testimony(proof)
                        .orElseThrow(() -> broken(16, witness + " never gave " + proof, before));
                if (!saw.contains(client)) {
                    return false;
                }
            }
        }
        return true;
    }
}

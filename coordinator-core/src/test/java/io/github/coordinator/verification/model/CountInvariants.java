package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.Counts;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Invariants 11, 21, 22 and 27: what is held against a client, and which clients lose their seats for it. */
final class CountInvariants {
    private CountInvariants() {}

    /** What a round that ended makes of a member: its counts, and whether the round was held against it. */
    private record Verdict(Counts counts, boolean isAbsent, boolean isMissing) {}

    static void check(Step step) {
        checkKept(step);
        if (!step.evaluations().isEmpty() && step.before().round().isPresent()) {
            checkRound(step, step.before().round().get());
        } else if (step.after().config().equals(step.config())) {
            checkUnchanged(step);
        }
    }

    /** What is held against a client, and kept for it. */
    static Counts counts(RunSnapshot run, ClientId client) {
        return Step.member(run, client)
                .map(RunSnapshot.Member::counts)
                .or(() -> run.standings().stream()
                        .filter(standing -> standing.client().equals(client))
                        .map(RunSnapshot.Standing::counts)
                        .findFirst())
                .orElse(Counts.NONE);
    }

    private static List<ClientId> known(RunSnapshot run) {
        List<ClientId> known = Step.clients(run);
        run.standings().forEach(standing -> known.add(standing.client()));
        return known;
    }

    /** An epoch begins with what is known of pending clients; after that only members become known. */
    private static void checkKept(Step step) {
        List<ClientId> known = new ArrayList<>(step.beginsEpoch() ? step.pending() : known(step.before()));
        boolean areKnown = known.containsAll(known(step.after()));
        require(11, areKnown, "counts are kept for members and pending clients only", step);
        boolean areLast = step.after().members().isEmpty()
                || step.after().standings().stream().noneMatch(RunSnapshot.Standing::wasMember);
        require(11, areLast, "members of the last epoch are remembered until the next", step);
    }

    private static void checkUnchanged(Step step) {
        List<ClientId> clients = step.beginsEpoch() ? new ArrayList<>(step.pending()) : known(step.before());
        for (ClientId client : clients) {
            boolean isTaken =
                    step.beginsEpoch() && Step.member(step.after(), client).isPresent();
            Counts before = counts(step.before(), client);
            Counts expected = isTaken ? asFarAsOn(step.config(), before) : before;
            require(21, counts(step.after(), client).equals(expected), "counts change only when a round ends", step);
        }
    }

    private static Counts asFarAsOn(RunConfig config, Counts counts) {
        return new Counts(
                config.maxAbsentRounds() > 0 ? counts.absentRounds() : 0,
                config.maxMissedAttestations() > 0 ? counts.missedAttestations() : 0);
    }

    private static void checkRound(Step step, Round round) {
        for (int seat = 0; seat < round.clientCount(); seat++) {
            RunSnapshot.Member member = step.before().members().get(seat);
            Verdict verdict = verdict(step, round, seat);
            Counts counts = verdict.counts;
            Optional<Removal.Cause> cause = step.drops().stream()
                    .filter(removal -> removal.client().equals(member.client()))
                    .map(Removal::cause)
                    .findFirst();
            boolean isThere = member.presence() == Presence.ACTIVE && !SilenceInvariants.isSilent(step, member);
            boolean isAbsent = isThere
                    && verdict.isAbsent
                    && counts.absentRounds() >= step.config().maxAbsentRounds();
            boolean isMissing = isThere
                    && verdict.isMissing
                    && counts.missedAttestations() >= step.config().maxMissedAttestations();
            boolean isRemovedAsAbsent =
                    cause.filter(Removal.Cause.ABSENT::equals).isPresent();
            require(27, isAbsent == isRemovedAsAbsent, "a member that is absent too often is removed for it", step);
            boolean isRemovedAsMissing =
                    cause.filter(Removal.Cause.NOT_ATTESTING::equals).isPresent();
            require(
                    27,
                    (isMissing && !isAbsent) == isRemovedAsMissing,
                    "a witness that misses too many elections is removed for it",
                    step);
            Counts kept = counts(step.after(), member.client());
            int absent = isRemovedAsAbsent ? 0 : counts.absentRounds();
            int missed = isRemovedAsMissing ? 0 : counts.missedAttestations();
            require(21, kept.absentRounds() == absent, "absence is counted on evidence", step);
            require(22, kept.missedAttestations() == missed, "elections are counted that somebody attested", step);
        }
    }

    private static Verdict verdict(Step step, Round round, int seat) {
        RunConfig config = step.config();
        RunSnapshot.Member member = step.before().members().get(seat);
        TransitionReason end = step.before().reason().orElseThrow();
        boolean cutShort = end == TransitionReason.CUT_SHORT;
        boolean isElected = Elected.seats(round).contains(seat);
        int witnesses = round.witnessCount();
        int most = RoundInvariants.twoThirds(witnesses);
        int needed = isElected ? Math.max(2, Math.min(most, witnesses - 1)) : most;
        RoundInvariants.Judges judges = RoundInvariants.judges(step.before(), round, seat);
        boolean hadWork = DataAssignment.of(round).rangeOf(seat).isPresent();
        boolean counts = config.maxAbsentRounds() > 0 && hadWork && !cutShort && judges.count() >= needed;
        boolean isAbsent = counts && judges.omitting() >= needed;

        boolean attested = step.before().proofs().stream().anyMatch(proof -> proof.index() == seat);
        boolean somebodyDid = !step.before().proofs().isEmpty() || witnesses == 1;
        boolean isMissing = config.maxMissedAttestations() > 0
                && isElected
                && !attested
                && somebodyDid
                && end == TransitionReason.TRAIN_TIME_OVER
                && member.presence() == Presence.ACTIVE;
        boolean isReset = attested && !cutShort;
        int absent = member.counts().absentRounds();
        int missed = member.counts().missedAttestations();
        return new Verdict(
                new Counts(isAbsent ? absent + 1 : counts ? 0 : absent, isMissing ? missed + 1 : isReset ? 0 : missed),
                isAbsent,
                isMissing);
    }
}

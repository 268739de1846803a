package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.internal.Sha256;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;

/** Invariants 14, 15, 19 and 21: who is elected, when a round counts, and whom its witnesses can evict. */
public final class RoundInvariants {
    private RoundInvariants() {}

    static void check(Step step) {
        Round begun = step.after().round().orElse(null);
        if (step.beginsRound() && begun != null) {
            checkElection(step, begun);
        }
        boolean evaluates = step.before().state() == RunState.ROUND_WITNESS && step.leaves();
        require(19, step.evaluations().size() == (evaluates ? 1 : 0), "a round is evaluated when it ends", step);
        Round ended = step.before().round().orElse(null);
        for (RoundEvaluation evaluated : step.evaluations()) {
            if (ended != null) {
                checkEvaluation(step, ended, evaluated);
            }
        }
    }

    private static void checkElection(Step step, Round round) {
        int clients = step.after().members().size();
        int wanted = step.config().witnessNodes();
        int witnesses = wanted == 0 ? clients : Math.min(wanted, clients);
        List<Integer> seats = Elected.seats(round);
        require(14, round.witnessCount() == witnesses && seats.size() == witnesses, "enough are elected", step);
        require(14, new HashSet<>(seats).size() == witnesses, "nobody is elected twice", step);
        Committee committee = Committee.of(round);
        BitSet positions = new BitSet();
        for (int index = 0; index < clients; index++) {
            int position = committee.witnessPosition(index);
            positions.set(position);
            boolean agree = seats.indexOf(index) == (position < witnesses ? position : -1);
            require(14, agree, "everyone finds the same committee", step);
        }
        require(14, positions.cardinality() == clients, "positions are a permutation", step);
        Round elsewhere = Forged.round(
                0, 0, round.seed(), 0, 1, 0, clients, witnesses, step.config().verificationPercent());
        require(15, Elected.seats(elsewhere).equals(seats), "an election depends on seed and numbers alone", step);
    }

    private static void checkEvaluation(Step step, Round round, RoundEvaluation evaluated) {
        RunSnapshot before = step.before();
        RunConfig config = step.config();
        int witnesses = evaluated.witnessCount();
        int quorum = quorum(config, witnesses);
        require(19, witnesses == round.witnessCount(), "the quorum is one of the elected", step);
        require(19, evaluated.attestedCount() == before.proofs().size(), "each accepted proof counts", step);
        boolean enoughTookPart = evaluated.participantCount() >= config.minParticipants();
        boolean isConfirmed = evaluated.confirmed();
        require(29, quorum == 0 || !isConfirmed || enoughTookPart, "no step counts without participants", step);
        boolean enough = evaluated.attestedCount() >= quorum && enoughTookPart;
        require(19, isConfirmed == (quorum == 0 || enough), "a quorum confirms", step);
        require(
                19,
                evaluated.round().epoch() == round.epoch()
                        && evaluated.round().height() == round.height()
                        && evaluated.step() == before.step(),
                "the evaluation is that of the round",
                step);
        for (int index = 0; index < round.clientCount(); index++) {
            ClientId client = before.members().get(index).client();
            boolean tookPart = tookPart(before, round, index, twoThirds(witnesses));
            boolean hadWork = DataAssignment.of(round).rangeOf(index).isPresent();
            boolean omitted = evaluated.omitted().contains(client);
            require(21, omitted == (hadWork && !tookPart), "a client is omitted by its judges", step);
            boolean participates = evaluated.participants().contains(client);
            require(29, participates == (hadWork && tookPart), "a client takes part by its judges", step);
            checkModel(step, before.members().get(index), evaluated.confirmed(), tookPart || !hadWork);
        }
    }

    private static void checkModel(Step step, RunSnapshot.Member was, boolean confirmed, boolean upToDate) {
        boolean expected = confirmed ? upToDate : was.hasModel();
        boolean isTrue = Step.member(step.after(), was.client())
                .filter(member -> member.hasModel() != expected)
                .isEmpty();
        require(29, isTrue, "those have the model that took part in the last confirmed round or had no work", step);
    }

    /** How many proofs judge a client, and how many of them leave it out. */
    record Judges(int count, int omitting) {}

    private static boolean tookPart(RunSnapshot run, Round round, int index, int evidence) {
        Judges judges = judges(run, round, index);
        return judges.count > 0 && judges.omitting < Math.min(evidence, judges.count);
    }

    /** The proofs of others; where there is one witness, it also judges itself. */
    static Judges judges(RunSnapshot run, Round round, int index) {
        byte[] id = run.members().get(index).client().bytes();
        int judges = 0;
        int omitting = 0;
        for (WitnessProof proof : run.proofs()) {
            if (round.witnessCount() == 1 || proof.index() != index) {
                judges++;
                omitting += sees(proof.participation(), index, id) ? 0 : 1;
            }
        }
        return new Judges(judges, omitting);
    }

    /** Whether a participation counts the client at that index, which has that id, among those who took part. */
    public static boolean sees(Participation participation, int index, byte[] id) {
        return participation instanceof ParticipationBitmap bitmap
                ? bitmap.includes(index)
                : mayInclude((ParticipationFilter) participation, id);
    }

    private static boolean mayInclude(ParticipationFilter filter, byte[] id) {
        return BloomFilter.contains(
                filter.keys(), filter.toWords(), Sha256.digest().digest(id));
    }

    /** The quorum as the design has it, not as the configuration works it out. */
    static int quorum(RunConfig config, int witnesses) {
        return Math.min(witnesses, config.witnessQuorum().orElse(twoThirds(witnesses)));
    }

    static int twoThirds(int witnesses) {
        return 2 * witnesses / 3 + 1;
    }
}

package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Invariants 11, 16, 17 and 20: which proofs are accepted, and that none is lost or invented. */
final class ProofInvariants {
    private ProofInvariants() {}

    static void check(Step step) {
        if (step.call() instanceof Call.Witness call) {
            boolean holds = isTrue(step.before(), call.client(), call.proof());
            require(16, holds == (step.answer() == WitnessOutcome.ACCEPTED), "a proof is accepted if it holds", step);
        }
        checkKept(step);
        Round round = step.after().round().orElse(null);
        if (round != null) {
            checkEach(step, round);
        }
    }

    /** Whether all that a client claims in a proof holds, and it is its first of the round. */
    private static boolean isTrue(RunSnapshot run, ClientId client, WitnessProof proof) {
        Round round = run.round().orElse(null);
        int index = Step.clients(run).indexOf(client);
        return round != null
                && run.state().isRound()
                && index >= 0
                && run.members().get(index).presence() == Presence.ACTIVE
                && proof.round().epoch() == round.epoch()
                && proof.round().height() == round.height()
                && proof.index() == index
                && Elected.seats(round).indexOf(index) == proof.position()
                && proof.position() >= 0
                && run.proofs().stream().noneMatch(earlier -> earlier.index() == index)
                && isEvidence(run.config().participation(), round, proof.participation());
    }

    private static boolean isEvidence(ParticipationKind kind, Round round, Participation participation) {
        if (participation instanceof ParticipationFilter filter) {
            return kind == ParticipationKind.BLOOM
                    && Arrays.equals(filter.keys(), BloomFilter.keys(round.seed()))
                    && bitsSet(filter) <= ParticipationFilter.MAX_BITS_SET;
        }
        return kind == ParticipationKind.BITMAP
                && participation instanceof ParticipationBitmap bitmap
                && bitmap.clientCount() == round.clientCount();
    }

    private static int bitsSet(ParticipationFilter filter) {
        return Arrays.stream(filter.toWords()).mapToInt(Long::bitCount).sum();
    }

    private static void checkKept(Step step) {
        List<WitnessProof> expected = new ArrayList<>(step.before().proofs());
        if (step.call() instanceof Call.Witness call && step.answer() == WitnessOutcome.ACCEPTED) {
            expected.add(call.proof());
        }
        if (step.call() instanceof Call.Eject eject && step.before().state().isRound()) {
            int index = Step.clients(step.before()).indexOf(eject.client());
            expected.removeIf(proof -> proof.index() == index);
        }
        boolean ends = step.beginsRound() || step.after().round().isEmpty();
        if (ends) {
            expected.clear();
        }
        List<WitnessProof> kept = step.after().proofs();
        boolean same = kept.size() == expected.size() && kept.containsAll(expected);
        require(17, same, "only a witness adds a proof, and only its ejection takes it away", step);
    }

    private static void checkEach(Step step, Round round) {
        List<WitnessProof> proofs = step.after().proofs();
        require(11, proofs.size() <= round.witnessCount(), "there are no more proofs than witnesses", step);
        int last = -1;
        for (WitnessProof proof : proofs) {
            require(17, proof.position() > last, "each witness attests once, and proofs are in order", step);
            last = proof.position();
            boolean elected =
                    last < round.witnessCount() && Elected.seats(round).get(last) == proof.index();
            require(16, elected, "each proof is that of an elected witness", step);
            boolean evidence = isEvidence(step.config().participation(), round, proof.participation());
            require(20, evidence, "each proof is evidence", step);
        }
    }
}

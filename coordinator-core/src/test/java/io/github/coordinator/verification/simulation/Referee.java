package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.History;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.RoundInvariants;
import io.github.coordinator.verification.model.Step;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges each call by the invariants that a single step shows and those that a whole run does, and by what only the whole
 * world can know: who is honest, what they saw, and what they were told.
 */
final class Referee {
    /** One in this many steps is made once more, by a coordinator that was restored just before it. */
    private static final int RESTORED_STEPS = 64;

    /** What an honest client may be told for its proof: it may be late, or unheard of, or say so twice, but never wrong. */
    private static final Set<WitnessOutcome> FAIR = EnumSet.of(
            WitnessOutcome.ACCEPTED,
            WitnessOutcome.WRONG_STATE,
            WitnessOutcome.NOT_A_MEMBER,
            WitnessOutcome.GONE,
            WitnessOutcome.WRONG_EPOCH,
            WitnessOutcome.WRONG_ROUND,
            WitnessOutcome.DUPLICATE);

    private final World world;
    private final History history = new History();
    private int calls;

    Referee(World world) {
        this.world = world;
    }

    int calls() {
        return calls;
    }

    void judge(Step step, Coordinator coordinator, SeedSource seeds) {
        calls++;
        world.tally.count(step);
        Invariants.check(step);
        history.follow(step);
        judgeFairness(step);
        for (RoundEvaluation evaluated : step.evaluations()) {
            judgeAbsence(step.before(), evaluated);
        }
        if (calls % RESTORED_STEPS == 0) {
            judgeRestoration(step, coordinator, seeds);
        }
    }

    private boolean isHonest(ClientId client) {
        SimulatedClient known = world.clients.get(client);
        return known != null && !(known instanceof LyingClient);
    }

    /** The other direction of invariant 16: an honest witness is never refused for a lie. */
    private void judgeFairness(Step step) {
        if (step.call() instanceof Call.Witness call && isHonest(call.client()) && !FAIR.contains(step.answer())) {
            throw broken(16, "an honest witness is called a liar", step);
        }
    }

    /**
     * Invariant 22: where there are few enough liars, no client that every honest witness saw is held absent. The honest
     * clients themselves are asked what they saw, not their proofs.
     */
    private void judgeAbsence(RunSnapshot before, RoundEvaluation evaluated) {
        Round round = before.round().orElse(null);
        if (round == null) {
            throw broken(22, "a round was evaluated that was never open", before);
        }
        int faulty = 0;
        for (int seat : Committee.of(round).witnessSeats()) {
            faulty += isHonest(before.members().get(seat).client()) ? 0 : 1;
        }
        int quorum = Math.max(before.config().witnessQuorum().orElse(0), 2 * round.witnessCount() / 3 + 1);
        if (faulty > round.witnessCount() - quorum) {
            return;
        }
        world.tally.count(Tally.Mark.FEW_LIARS);
        if (faulty > 0 && before.proofs().stream().anyMatch(proof -> isSlander(proof, before))) {
            world.tally.count(Tally.Mark.SLANDER_IN_VAIN);
        }
        for (ClientId client : evaluated.omitted()) {
            if (isSeenByAllHonest(client, before)) {
                throw broken(22, client + " is absent, but all honest witnesses saw it", before);
            }
        }
    }

    /** Whether a liar leaves out a client that every honest witness saw. */
    private boolean isSlander(WitnessProof proof, RunSnapshot before) {
        if (isHonest(before.members().get(proof.index()).client())) {
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
            if (isHonest(witness)) {
                Set<ClientId> saw = world.clients
                        .get(witness)
                        .testimony(proof)
                        .orElseThrow(() -> broken(16, witness + " never gave " + proof, before));
                if (!saw.contains(client)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What the documentation of the deadline promises: before it, a tick that nothing preceded changes nothing. Where
     * something waits for a tick already, the deadline is the time of the last tick, and any time will do.
     */
    void judgeDeadline(Optional<Instant> deadline, RunSnapshot before, RunSnapshot after, List<RunEvent> events) {
        Instant due = deadline.orElse(Instant.MAX);
        if (due.isAfter(before.clock().now()) && due.isAfter(after.clock().now())) {
            world.tally.count(Tally.Mark.EARLY_TICKS);
            if (!events.stream().allMatch(ClockWentBack.class::isInstance)) {
                throw broken(7, "a tick did something before the deadline " + deadline, events);
            }
        }
    }

    private void judgeRestoration(Step step, Coordinator coordinator, SeedSource seeds) {
        world.tally.count(Tally.Mark.STEPS_RESTORED);
        Coordinator restored = Coordinator.restore(step.before(), () -> new LinkedHashSet<>(step.pending()), seeds);
        Invariants.requireSame(5, step.before(), restored.snapshot());
        Invariants.requireSame(5, step.answer(), step.call().apply(restored, List.of()));
        Invariants.requireSameAnswers(coordinator, restored);
    }

    static AssertionError broken(int invariant, String claim, Object culprit) {
        return new AssertionError("[" + invariant + "] does not hold: " + claim + "\n  " + culprit);
    }
}

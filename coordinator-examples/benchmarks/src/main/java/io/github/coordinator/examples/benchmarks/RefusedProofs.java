package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Proofs that the coordinator refuses. Anyone can send any number of them, so they have to be the cheapest calls of all. */
@State(Scope.Thread)
public class RefusedProofs {
    @Param("256")
    public int clients;

    private Coordinator training;
    private Coordinator warmingUp;
    private ClientId stranger;
    private ClientId nonWitness;
    private ClientId witness;
    private ClientId attested;
    private WitnessProof proofOfNonWitness;
    private WitnessProof proof;
    private WitnessProof proofGivenBefore;
    private WitnessProof proofOfAnotherRound;

    @Setup
    public void prepare() {
        OpenRun run = new OpenRun(Configs.config(clients), clients);
        training = run.coordinator;
        Set<ClientId> pending = Clients.pending(Clients.ids(clients));
        warmingUp = Coordinator.start(Configs.config(clients), () -> pending, OpenRun.SEED_SOURCE, run.now());
        warmingUp.tick(run.now());

        ParticipationBitmap everyone = ParticipationBitmap.of(clients, index -> true);
        int[] committee = run.committee();
        int outside = IntStream.range(0, clients)
                .filter(index -> Arrays.stream(committee).noneMatch(elected -> elected == index))
                .findFirst()
                .orElseThrow();
        stranger = Clients.stranger();
        nonWitness = run.sender(outside);
        witness = run.sender(committee[0]);
        attested = run.sender(committee[1]);
        proof = run.proof(0, everyone);
        proofGivenBefore = run.proof(1, everyone);
        proofOfNonWitness = new WitnessProof(proof.round(), outside, 0, everyone);
        RoundId another = new RoundId(proof.round().epoch(), proof.round().height() + 1);
        proofOfAnotherRound = new WitnessProof(another, proof.index(), proof.position(), everyone);

        expect(WitnessOutcome.ACCEPTED, training.witness(attested, proofGivenBefore));
        expect(WitnessOutcome.NOT_A_MEMBER, stranger());
        expect(WitnessOutcome.NOT_ELECTED, nonWitness());
        expect(WitnessOutcome.DUPLICATE, duplicate());
        expect(WitnessOutcome.WRONG_ROUND, stale());
        expect(WitnessOutcome.WRONG_STATE, wrongState());
    }

    private static void expect(WitnessOutcome expected, WitnessOutcome actual) {
        if (actual != expected) {
            throw new IllegalStateException("expected " + expected + ", not " + actual);
        }
    }

    @Benchmark
    public WitnessOutcome stranger() {
        return training.witness(stranger, proof);
    }

    @Benchmark
    public WitnessOutcome nonWitness() {
        return training.witness(nonWitness, proofOfNonWitness);
    }

    @Benchmark
    public WitnessOutcome duplicate() {
        return training.witness(attested, proofGivenBefore);
    }

    @Benchmark
    public WitnessOutcome stale() {
        return training.witness(witness, proofOfAnotherRound);
    }

    @Benchmark
    public WitnessOutcome wrongState() {
        return warmingUp.witness(witness, proof);
    }
}

package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.util.Arrays;
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
        ClientId[] members = Clients.ids(clients);
        warmingUp = Coordinator.start(
                Configs.config(clients), () -> Arrays.asList(members), OpenRun.SEED_SOURCE, run.now());
        warmingUp.tick(run.now());

        ParticipationBitmap everyone = ParticipationBitmap.of(clients, seat -> true);
        int[] committee = run.committee();
        int outside = IntStream.range(0, clients)
                .filter(seat -> Arrays.stream(committee).noneMatch(elected -> elected == seat))
                .findFirst()
                .orElseThrow();
        stranger = Clients.stranger();
        nonWitness = run.sender(outside);
        witness = run.sender(committee[0]);
        attested = run.sender(committee[1]);
        proof = run.proof(0, everyone);
        proofGivenBefore = run.proof(1, everyone);
        proofOfNonWitness = new WitnessProof(proof.epoch(), proof.height(), outside, 0, everyone);
        proofOfAnotherRound =
                new WitnessProof(proof.epoch(), proof.height() + 1, proof.index(), proof.position(), everyone);

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

package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.WitnessProof;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Proofs that the coordinator accepts. Each is accepted once, so an invocation takes all those of one round. */
@State(Scope.Thread)
public class AcceptedProofs {
    @Param("256")
    public int clients;

    private final WitnessProof[] proofs = new WitnessProof[Configs.WITNESSES];
    private ParticipationBitmap everyone;
    private CountedBytes counted;
    private OpenRun run;
    private int accepted;

    @Setup
    public void prepare(CountedBytes counted) {
        this.counted = counted;
        everyone = ParticipationBitmap.of(clients, index -> true);
        run = new OpenRun(Configs.builder(clients).witnessQuorum(0).build(), clients);
    }

    @Setup(Level.Invocation)
    public void openRound() {
        run.endTraining(false);
        run.openNextRound();
        for (int position = 0; position < proofs.length; position++) {
            proofs[position] = run.proof(position, everyone);
        }
        counted.begin();
    }

    @Benchmark
    @OperationsPerInvocation(Configs.WITNESSES)
    public int accept() {
        accepted = 0;
        for (WitnessProof proof : proofs) {
            WitnessOutcome outcome = run.coordinator.witness(run.sender(proof.index()), proof);
            accepted += outcome.accepted() ? 1 : 0;
        }
        return accepted;
    }

    @TearDown(Level.Invocation)
    public void count() {
        counted.end(Configs.WITNESSES);
        if (accepted != Configs.WITNESSES) {
            throw new IllegalStateException("only " + accepted + " proofs were accepted");
        }
    }
}

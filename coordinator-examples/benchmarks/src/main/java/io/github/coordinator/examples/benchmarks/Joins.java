package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Clients that ask to take part while a round is open. */
@State(Scope.Thread)
public class Joins {
    @Param("256")
    public int clients;

    private Coordinator coordinator;
    private String runId;
    private String anotherRunId;
    private ClientId stranger;
    private ClientId member;
    private ClientId ejected;

    @Setup
    public void prepare() {
        OpenRun run = new OpenRun(Configs.config(clients), clients);
        coordinator = run.coordinator;
        stranger = Clients.stranger();
        member = run.sender(clients / 2);
        ejected = ClientId.of("ejected");
        coordinator.eject(ejected);
        // As a message brings it: equal to the run's own, but not the same object.
        anotherRunId = new StringBuilder(Configs.RUN_ID).reverse().toString();
        runId = new StringBuilder(anotherRunId).reverse().toString();

        expect(JoinOutcome.ACCEPTED, accepted());
        expect(JoinOutcome.ALREADY_MEMBER, alreadyMember());
        expect(JoinOutcome.WRONG_RUN, wrongRun());
        expect(JoinOutcome.EJECTED, ejected());
    }

    private static void expect(JoinOutcome expected, JoinOutcome actual) {
        if (actual != expected) {
            throw new IllegalStateException("expected " + expected + ", not " + actual);
        }
    }

    @Benchmark
    public JoinOutcome accepted() {
        return coordinator.join(runId, stranger);
    }

    @Benchmark
    public JoinOutcome alreadyMember() {
        return coordinator.join(runId, member);
    }

    @Benchmark
    public JoinOutcome wrongRun() {
        return coordinator.join(anotherRunId, stranger);
    }

    @Benchmark
    public JoinOutcome ejected() {
        return coordinator.join(runId, ejected);
    }
}

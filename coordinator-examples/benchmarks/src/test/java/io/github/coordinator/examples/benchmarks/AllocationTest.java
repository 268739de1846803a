package io.github.coordinator.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** What clients can make a host do without end allocates nothing. Bytes are counted, so that no machine is too busy. */
@Tag("slow")
class AllocationTest {
    private static final int CLIENTS = 256;
    private static final int WARM_UP_CALLS = 50_000;
    private static final int COUNTED_CALLS = 10_000;
    private static final int ATTEMPTS = 5;

    @TestFactory
    Stream<DynamicTest> idleTicks() {
        IdleTicks ticks = new IdleTicks();
        ticks.clients = CLIENTS;
        ticks.prepare();
        return Stream.of(
                allocatesNothing("below the minimum", ticks::waiting), allocatesNothing("training", ticks::training));
    }

    @TestFactory
    Stream<DynamicTest> refusedProofs() {
        RefusedProofs proofs = new RefusedProofs();
        proofs.clients = CLIENTS;
        proofs.prepare();
        return Stream.of(
                allocatesNothing("of a stranger", proofs::stranger),
                allocatesNothing("of a non-witness", proofs::nonWitness),
                allocatesNothing("given before", proofs::duplicate),
                allocatesNothing("of another round", proofs::stale),
                allocatesNothing("in another state", proofs::wrongState));
    }

    @TestFactory
    Stream<DynamicTest> joins() {
        Joins joins = new Joins();
        joins.clients = CLIENTS;
        joins.prepare();
        return Stream.of(
                allocatesNothing("accepted", joins::accepted),
                allocatesNothing("of a member", joins::alreadyMember),
                allocatesNothing("of another run", joins::wrongRun),
                allocatesNothing("of one that is ejected", joins::ejected));
    }

    @TestFactory
    Stream<DynamicTest> hostedRuns() {
        HostedRuns runs = new HostedRuns();
        runs.clients = CLIENTS;
        runs.prepare();
        return Stream.of(
                allocatesNothing("idle tick below the minimum", runs::idleWaiting),
                allocatesNothing("idle tick in training", runs::idleTraining),
                allocatesNothing("health check", runs::healthCheck));
    }

    @TestFactory
    Stream<DynamicTest> unchangedStatus() {
        Statuses statuses = new Statuses();
        statuses.clients = CLIENTS;
        statuses.prepare();
        return Stream.of(allocatesNothing("status", statuses::unchanged));
    }

    private static DynamicTest allocatesNothing(String name, Runnable call) {
        return DynamicTest.dynamicTest(name, () -> {
            bytesOf(WARM_UP_CALLS, call);
            // The thread may allocate for reasons of its own, say to link a method at last, but not each time.
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
                least = Math.min(least, bytesOf(COUNTED_CALLS, call));
            }
            assertThat(least).as("bytes of " + COUNTED_CALLS + " calls").isZero();
        });
    }

    private static long bytesOf(int calls, Runnable call) {
        long before = CountedBytes.allocated();
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        return CountedBytes.allocated() - before;
    }
}

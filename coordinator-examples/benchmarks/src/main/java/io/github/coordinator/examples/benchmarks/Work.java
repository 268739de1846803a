package io.github.coordinator.examples.benchmarks;

import static io.github.coordinator.examples.benchmarks.Target.bytes;
import static io.github.coordinator.examples.benchmarks.Target.hashes;
import static io.github.coordinator.examples.benchmarks.Target.hashesWithoutAllocation;
import static io.github.coordinator.examples.benchmarks.Target.millis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table: what is measured, among how many clients, and what it may cost.
 *
 * @param title the row's name
 * @param benchmark the benchmark's name, by which JMH finds it; null for what is no benchmark but a look at the heap
 * @param clients how many clients there are
 * @param target what it may cost
 * @param original what the coordinator that this one follows takes for it, where that was measured; else empty
 */
record Work(String title, @Nullable String benchmark, int clients, Target target, String original) {
    private static final int MILLION = 1_000_000;

    /** All rows, in the order in which they are measured. */
    static final List<Work> TABLE = List.of(
            row("SHA-256 of 37 bytes", Yardstick.class, "sha256", 256, Target.NONE),
            row("idle tick, below the minimum", IdleTicks.class, "waiting", 256, hashesWithoutAllocation(0.1))
                    .originally("0.04 h"),
            row("idle tick, training", IdleTicks.class, "training", 256, hashesWithoutAllocation(0.1))
                    .originally("0.04 h"),
            row("accept a proof", AcceptedProofs.class, "accept", 256, hashes(1.5))
                    .originally("213 h"),
            row("refuse a proof: stranger", RefusedProofs.class, "stranger", 256, hashesWithoutAllocation(0.5)),
            row("refuse a proof: non-witness", RefusedProofs.class, "nonWitness", 256, hashesWithoutAllocation(0.5))
                    .originally("213 h"),
            row("refuse a proof: duplicate", RefusedProofs.class, "duplicate", 256, hashesWithoutAllocation(0.5)),
            row("refuse a proof: stale", RefusedProofs.class, "stale", 256, hashesWithoutAllocation(0.5)),
            row("refuse a proof: wrong state", RefusedProofs.class, "wrongState", 256, hashesWithoutAllocation(0.5)),
            row("join, accepted", Joins.class, "accepted", 256, hashes(2)),
            row("join, refused: member", Joins.class, "alreadyMember", 256, hashes(2)),
            row("join, refused: wrong run", Joins.class, "wrongRun", 256, hashes(2)),
            row("join, refused: ejected", Joins.class, "ejected", 256, hashes(2)),
            row(
                    "hosted run: idle tick, below the minimum",
                    HostedRuns.class,
                    "idleWaiting",
                    256,
                    hashesWithoutAllocation(0.15)),
            row(
                    "hosted run: idle tick, training",
                    HostedRuns.class,
                    "idleTraining",
                    256,
                    hashesWithoutAllocation(0.15)),
            row("hosted run: health check", HostedRuns.class, "healthCheck", 256, hashesWithoutAllocation(0.5)),
            row("hosted run: join", HostedJoins.class, "join", 256, hashes(2)),
            row("elect 32 of 256", Elections.class, "witnesses", 256, hashes(270)),
            row("whole order of 256", Elections.class, "wholeOrder", 256, hashes(450))
                    .originally("54,000 h"),
            row("elect 32 of 1,000,000", Elections.class, "witnesses", MILLION, hashes(4_500)),
            row("whole order of 1,000,000", Elections.class, "wholeOrder", MILLION, hashes(1_500_000))
                    .originally("210,000,000 h"),
            row("whole round, 256 clients, 32 witnesses", WholeRounds.class, "round", 256, hashes(600))
                    .originally("6,800 h"),
            row("own witness position, 256", Elections.class, "ownPosition", 256, hashes(250)),
            row("own witness position, 1,000,000", Elections.class, "ownPosition", MILLION, hashes(250)),
            row("own data range, 256", DataShares.class, "own", 256, hashes(250)),
            row("own data range, 1,000,000", DataShares.class, "own", MILLION, hashes(250)),
            row("data assignment of all 256", DataShares.class, "all", 256, hashes(450)),
            row("… in Psyche's order", DataShares.class, "allInPsychesOrder", 256, hashes(100))
                    .originally("54,000 h"),
            row("status after a change", Statuses.class, "changed", 256, hashes(5))
                    .originally("61 h, 94,048 bytes"),
            row("status, unchanged", Statuses.class, "unchanged", 256, bytes(0)),
            row("1,000,000 pending to warm-up", Openings.class, "pendingToWarmup", MILLION, millis(300)),
            row("boundary at 1,000,000, nobody leaves", QuietBoundaries.class, "boundary", MILLION, hashes(8_000)),
            row("boundary at 1,000,000, 1 % leave", LeavingBoundaries.class, "boundary", MILLION, millis(20)),
            row("evaluate 32 bitmaps of 1,000,000", Evaluations.class, "evaluate", MILLION, millis(10)),
            row(
                    "boundary at 1,000,000, 32 proofs, all have work",
                    AttestedBoundaries.class,
                    "boundary",
                    MILLION,
                    millis(12)),
            row("snapshot of 1,000,000 to bytes", BinaryForms.class, "writeSnapshot", MILLION, millis(300)),
            row("snapshot of 1,000,000 from bytes", BinaryForms.class, "readSnapshot", MILLION, millis(300)),
            row("input to bytes and back", BinaryForms.class, "writeAndReadInput", 256, hashes(5)),
            new Work("heap for each of 1,000,000 clients", null, MILLION, bytes(64), ""));

    private static Work row(String title, Class<?> benchmarks, String method, int clients, Target target) {
        return new Work(title, benchmarks.getName() + "." + method, clients, target, "");
    }

    private Work originally(String measured) {
        return new Work(title, benchmark, clients, target, measured);
    }
}

package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.round.ParticipationBitmap;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Set;

/** What a run keeps on the heap, beyond the ids of its clients and the source that the host has them in. */
final class Heap {
    private Heap() {}

    /**
     * The difference that a run makes to the heap, garbage collected before and after. The run has everything that makes
     * it larger: all rules that remove members, an open round with all its proofs, and the roster that a host asked for.
     */
    static double bytesForEachClient(int clients) {
        // What belongs to the program, and not to a run, is there before the first look.
        ClientId[] few = Clients.ids(2 * Configs.WITNESSES);
        openRun(Clients.pending(few), few);
        ClientId[] ids = Clients.ids(clients);
        Set<ClientId> pending = Clients.pending(ids);
        long before = used();
        OpenRun run = openRun(pending, ids);
        try {
            return (double) (used() - before) / clients;
        } finally {
            Reference.reachabilityFence(run);
        }
    }

    private static OpenRun openRun(Set<ClientId> pending, ClientId[] ids) {
        OpenRun run = new OpenRun(Configs.withAllRules(ids.length).build(), pending, ids);
        for (int position = 0; position < Configs.WITNESSES; position++) {
            ParticipationBitmap everyone = ParticipationBitmap.of(ids.length, index -> true);
            run.coordinator.witness(run.sender(run.committee()[position]), run.proof(position, everyone));
        }
        run.coordinator.roster();
        run.coordinator.status();
        return run;
    }

    /** What the heap holds after garbage collection. */
    static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

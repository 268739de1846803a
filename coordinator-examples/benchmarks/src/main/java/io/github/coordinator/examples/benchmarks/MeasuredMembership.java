package io.github.coordinator.examples.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes samples of the membership work of one coordinator. Ids are texts of 36 characters. Those of messages are new objects,
 * as if they came from a network, and in random order.
 *
 * @param <I> the coordinator's kind of id
 */
final class MeasuredMembership<I> {
    private static final int OPERATIONS = 1 << 16;
    private static final int BATCH = 256;

    private final Supplier<Membership<I>> groups;
    private final Function<byte[], I> decoder;

    /** Used again for each id, so that making ids takes no more of the caches than it must. */
    private final byte[] text = new byte[36];

    private final List<I> clients = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(41);

    /** Makes the ids. The decoder also hashes them, so that both coordinators find that done. */
    MeasuredMembership(int clientCount, Supplier<Membership<I>> groups, Function<byte[], I> decoder) {
        this.groups = groups;
        this.decoder = decoder;
        for (int client = 0; client < clientCount; client++) {
            clients.add(idOf(client));
        }
    }

    private I idOf(int client) {
        SplittableRandom letters = new SplittableRandom(client);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) letters.nextInt('a', 'z' + 1);
        }
        return decoder.apply(text);
    }

    Membership<I> admitted() {
        Membership<I> group = groups.get();
        group.admit(clients);
        return group;
    }

    /** Groups with at least as many members together as a sample has operations. */
    private List<Membership<I>> admittedGroups() {
        List<Membership<I>> admitted = new ArrayList<>();
        while (admitted.size() * (long) clients.size() < OPERATIONS) {
            admitted.add(admitted());
        }
        return admitted;
    }

    private double forEachMember(long total, List<Membership<I>> groups) {
        return (double) total / ((long) groups.size() * clients.size());
    }

    /** The nanoseconds of one client from its join until the epoch has begun. */
    double nanosToAdmit() {
        long before = System.nanoTime();
        List<Membership<I>> admitted = admittedGroups();
        return forEachMember(System.nanoTime() - before, admitted);
    }

    /** The nanoseconds of one sign of life, in the middle one of the batches: some are interrupted on a busy machine. */
    double nanosToHear(Membership<I> group) {
        long[] nanos = new long[OPERATIONS / BATCH];
        List<I> senders = new ArrayList<>(BATCH);
        for (int batch = 0; batch < nanos.length; batch++) {
            senders.clear();
            for (int i = 0; i < BATCH; i++) {
                senders.add(idOf(random.nextInt(clients.size())));
            }
            nanos[batch] = nanosOf(group, senders);
        }
        group.tick();
        Arrays.sort(nanos);
        return (double) nanos[nanos.length / 2] / BATCH;
    }

    private long nanosOf(Membership<I> group, List<I> senders) {
        long before = System.nanoTime();
        int heard = group.hear(senders);
        long nanos = System.nanoTime() - before;
        if (heard != senders.size()) {
            throw new IllegalStateException("only " + heard + " of " + senders.size() + " members were heard");
        }
        return nanos;
    }

    /** The bytes that a group keeps for each member beside the id. */
    double bytes() {
        long before = Heap.used();
        List<Membership<I>> admitted = admittedGroups();
        return forEachMember(Heap.used() - before, admitted);
    }
}

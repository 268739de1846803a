package io.github.coordinator.examples.internetscale;

import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.SplittableRandom;

/** The witnesses of each round, from their election to what each of them attests. */
final class Witnesses {
    /** How long a proof takes to the host at most. */
    private static final long LATENCY = 2 * Agenda.SECOND;

    /** One delivery in this many gets lost on its way to a witness, another one for each witness. */
    private static final int DELIVERIES_FOR_ONE_LOSS = 1000;

    private final Fleet fleet;
    private final Seating seating;
    private final Host host;
    private final Agenda agenda;
    private final Deliveries deliveries;
    private final SplittableRandom random;

    Witnesses(Fleet fleet, Seating seating, Host host, Agenda agenda, SplittableRandom random) {
        this.fleet = fleet;
        this.seating = seating;
        this.host = host;
        this.agenda = agenda;
        this.random = random;
        deliveries = new Deliveries(random.split());
    }

    /** Plans the proofs of a round that now begins: each witness attests when its own work is done. */
    void begin(Round round, int[] seats) {
        deliveries.begin(seating, fleet);
        long began = agenda.now();
        long[] times = deliveries.timesOf(seats);
        for (int position = 0; position < seats.length; position++) {
            Runnable attest = attesting(round, began, seats[position], position);
            agenda.in(times[position] + random.nextLong(LATENCY), attest);
        }
    }

    /** What the witness at an index does when its own work is done, if the round is still open and the witness still there. */
    private Runnable attesting(Round round, long began, int index, int position) {
        int client = seating.clientAt(index);
        return () -> {
            if (isOpen(round) && fleet.isOnline(client)) {
                byte[] seen = seenBy(index, round, agenda.now() - began);
                ParticipationBitmap bitmap = ParticipationBitmap.fromBytes(round.clientCount(), seen);
                host.witness(client, new WitnessProof(round.id(), index, position, bitmap));
            }
        };
    }

    private boolean isOpen(Round round) {
        return host.state().isRound()
                && host.status().round().filter(round::equals).isPresent();
    }

    /** What the witness at an index has seen: most of what was delivered, and its own work. */
    private byte[] seenBy(int index, Round round, long afterNanos) {
        byte[] seen = deliveries.seenAfter(afterNanos);
        for (int lost = 0; lost < round.clientCount() / DELIVERIES_FOR_ONE_LOSS; lost++) {
            int other = random.nextInt(round.clientCount());
            seen[other >>> 3] &= (byte) ~(1 << (other & 7));
        }
        seen[index >>> 3] |= (byte) (1 << (index & 7));
        return seen;
    }
}

package io.github.coordinator.examples.internetscale;

import io.github.coordinator.round.Round;
import java.util.SplittableRandom;

/** The witnesses of each round, from their election to what each of them attests. */
final class Witnesses {
    /** How long a proof takes to the host at most. */
    private static final long LATENCY = 2 * Agenda.SECOND;

    /** One delivery in so many gets lost on its way to a witness, another one for each witness. */
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
            int seat = seats[position];
            int client = seating.clientAt(seat);
            agenda.in(times[position] + random.nextLong(LATENCY), () -> attest(round, began, seat, client));
        }
    }

    private void attest(Round round, long began, int seat, int client) {
        boolean isOpen = host.state().isRound() && round.equals(host.status().round());
        if (isOpen && fleet.isOnline(client)) {
            byte[] seen = deliveries.seenAfter(agenda.now() - began);
            for (int lost = 0; lost < round.clients() / DELIVERIES_FOR_ONE_LOSS; lost++) {
                int other = random.nextInt(round.clients());
                seen[other >>> 3] &= (byte) ~(1 << (other & 7));
            }
            seen[seat >>> 3] |= (byte) (1 << (seat & 7));
            host.witness(client, round, seen);
        }
    }
}

package io.github.coordinator.round;

import java.util.Arrays;

/**
 * The order in which Psyche's coordinator deals data: Fisher and Yates' shuffle from the end, driven by the low bits of
 * Knuth's MMIX generator, over the trainers by roster index.
 */
final class PsycheDeal {
    private final long seed;
    private final int trainers;

    /** The roster indices of the trainers, ascending; empty where everybody trains and so is their own rank. */
    private final int[] trainerSeats;

    PsycheDeal(Round round, Committee committee) {
        seed = round.seed();
        trainers = committee.trainers();
        trainerSeats = committee.everybodyTrains() ? new int[0] : committee.trainerSeats();
    }

    /** The place of a client's share in the batch, or −1 if it does not train. O(clients) in time, O(1) in memory. */
    int placeOf(int index) {
        int place = trainerSeats.length == 0 ? index : Arrays.binarySearch(trainerSeats, index);
        if (place < 0 || trainers == 0) {
            return -1;
        }
        // Follows one trainer through the shuffle. Each swap fixes its higher place, so what moves there stays there.
        DealtOrder deal = new DealtOrder(seed);
        for (int last = trainers - 1; last > 0; last--) {
            int other = deal.below(last + 1);
            if (place == last) {
                place = other;
            } else if (place == other) {
                return last;
            }
        }
        return place;
    }

    /** The roster index of the trainer at each place. O(clients). */
    int[] trainersByPlace() {
        int[] order = new int[trainers];
        for (int rank = 0; rank < trainers; rank++) {
            order[rank] = trainerSeats.length == 0 ? rank : trainerSeats[rank];
        }
        DealtOrder deal = new DealtOrder(seed);
        for (int last = trainers - 1; last > 0; last--) {
            int other = deal.below(last + 1);
            int moved = order[last];
            order[last] = order[other];
            order[other] = moved;
        }
        return order;
    }

    /** Knuth's MMIX linear congruential generator, as the original draws from it. */
    static final class DealtOrder {
        private long state;

        DealtOrder(long seed) {
            state = seed;
        }

        long next() {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return state;
        }

        int below(int bound) {
            return (int) Long.remainderUnsigned(next(), bound);
        }
    }
}

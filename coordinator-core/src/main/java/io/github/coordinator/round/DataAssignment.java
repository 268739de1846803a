package io.github.coordinator.round;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which data each client trains on in one round. The batch is cut into one contiguous range for each trainer, equal but
 * for one datum, and the ranges are dealt to the trainers in an order that follows from the round's seed: the
 * deterministic shuffle of Psyche's coordinator, Fisher and Yates' from the end, driven by Knuth's MMIX generator.
 *
 * <p>Instances are immutable, but preparing one belongs to one thread, like the {@link Committee} it asks.
 */
public final class DataAssignment {
    /**
     * What one trainer gets.
     *
     * @param index the trainer's roster index
     * @param data the data it trains on
     */
    public record Share(int index, DataRange data) {}

    private final Round round;

    /** The roster indices of the trainers, ascending; empty where everybody trains and so is their own rank. */
    private final int[] trainerSeats;

    private final int trainers;

    private DataAssignment(Round round, int[] trainerSeats, int trainers) {
        this.round = round;
        this.trainerSeats = trainerSeats;
        this.trainers = trainers;
    }

    /**
     * The assignment of a round. Costs nothing yet where everybody trains, and otherwise the
     * {@linkplain SwapOrNotShuffle#order() whole order} of roles.
     *
     * @param round the round
     * @return its assignment
     */
    public static DataAssignment of(Round round) {
        Committee committee = Committee.of(round);
        int[] trainerSeats = committee.everybodyTrains() ? new int[0] : committee.trainerSeats();
        return new DataAssignment(round, trainerSeats, committee.trainers());
    }

    /**
     * The data that a client trains on. O(clients) in time, O(1) in memory.
     *
     * @param index the client's roster index
     * @return its range; nothing for a client that does not train, or where there are more trainers than data
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public Optional<DataRange> rangeOf(int index) {
        Objects.checkIndex(index, round.clientCount());
        int rank = trainerSeats.length == 0 ? index : Arrays.binarySearch(trainerSeats, index);
        return rank < 0 || trainers == 0 ? Optional.empty() : range(shuffled(rank));
    }

    /**
     * What every trainer gets. O(clients).
     *
     * @return the shares that are not empty, in the order of their data; together they are the whole batch
     */
    public List<Share> shares() {
        int[] order = new int[trainers];
        for (int rank = 0; rank < trainers; rank++) {
            order[rank] = trainerSeats.length == 0 ? rank : trainerSeats[rank];
        }
        DealtOrder deal = new DealtOrder(round.seed());
        for (int last = trainers - 1; last > 0; last--) {
            int other = deal.below(last + 1);
            int moved = order[last];
            order[last] = order[other];
            order[other] = moved;
        }
        int nonEmpty = Math.min(trainers, round.batchSize());
        List<Share> shares = new ArrayList<>(nonEmpty);
        for (int place = 0; place < nonEmpty; place++) {
            shares.add(new Share(order[place], range(place).orElseThrow()));
        }
        return shares;
    }

    /** Follows one trainer through the shuffle. Each swap fixes its higher place, so whoever moves there stays there. */
    private int shuffled(int rank) {
        DealtOrder deal = new DealtOrder(round.seed());
        int place = rank;
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

    private Optional<DataRange> range(int place) {
        long size = round.batchSize() / trainers;
        long larger = round.batchSize() % trainers;
        long first = round.firstDataIndex() + place * size + Math.min(place, larger);
        long last = first + size + (place < larger ? 1 : 0) - 1;
        return last < first ? Optional.empty() : Optional.of(new DataRange(first, last));
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

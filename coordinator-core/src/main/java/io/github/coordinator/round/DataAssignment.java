package io.github.coordinator.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which data each client trains on in one round. The batch is cut into one contiguous range for each trainer, equal but
 * for one datum, and the ranges are dealt to the trainers in the round's {@linkplain Round#dataOrder() order}. Instances
 * belong to one thread at a time, like the {@link Committee} that they ask.
 *
 * @since 0.1.0
 */
public final class DataAssignment {
    /**
     * What one trainer gets.
     *
     * @param index the trainer's roster index
     * @param data the data it trains on
     * @since 0.1.0
     */
    public record Share(int index, DataRange data) {}

    private final Round round;
    private final Committee committee;

    private DataAssignment(Round round) {
        this.round = round;
        committee = Committee.of(round);
    }

    /**
     * The assignment of a round. Costs nothing yet.
     *
     * @param round the round
     * @return its assignment
     */
    public static DataAssignment of(Round round) {
        return new DataAssignment(round);
    }

    /**
     * The data that a client trains on. With {@link DataOrder#UNIFORM} costs at most 182 hashes, whatever the number of
     * clients; with {@link DataOrder#PSYCHE}, O(clients).
     *
     * @param index the client's roster index
     * @return its range; empty for a client that does not train, or where there are more trainers than data
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public Optional<DataRange> rangeOf(int index) {
        Objects.checkIndex(index, round.clientCount());
        int place = switch (round.dataOrder()) {
            case UNIFORM -> committee.rolePosition(index) - committee.firstTrainer();
            case PSYCHE -> new PsycheDeal(round, committee).placeOf(index);
        };
        return place < 0 ? Optional.empty() : range(place);
    }

    /**
     * What every trainer gets. O(clients).
     *
     * @return the shares that are not empty, in the order of their data; together they are the whole batch
     */
    public List<Share> shares() {
        int[] order = switch (round.dataOrder()) {
            case UNIFORM -> committee.trainersByRole();
            case PSYCHE -> new PsycheDeal(round, committee).trainersByPlace();
        };
        int nonEmpty = Math.min(order.length, round.batchSize());
        List<Share> shares = new ArrayList<>(nonEmpty);
        for (int place = 0; place < nonEmpty; place++) {
            shares.add(new Share(order[place], range(place).orElseThrow()));
        }
        return shares;
    }

    /**
     * Whether every client of the round has data to train on. O(1).
     *
     * @return true if all clients train, and there are at least as many data as clients
     */
    public boolean everyoneHasWork() {
        return committee.everybodyTrains() && round.batchSize() >= round.clientCount();
    }

    private Optional<DataRange> range(int place) {
        int trainers = committee.trainers();
        long size = round.batchSize() / trainers;
        long larger = round.batchSize() % trainers;
        long first = round.firstDataIndex() + place * size + Math.min(place, larger);
        long last = first + size + (place < larger ? 1 : 0) - 1;
        return last < first ? Optional.empty() : Optional.of(new DataRange(first, last));
    }
}

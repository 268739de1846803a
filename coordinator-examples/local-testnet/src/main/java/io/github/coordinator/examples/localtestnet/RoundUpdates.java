package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataAssignment.Share;
import io.github.coordinator.round.Round;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The updates of one round, which the server and every witness keep. One comes from each client with data. */
final class RoundUpdates {
    final Round round;

    /** The shares of the clients with data, in the order of the data. */
    final List<Share> shares;

    /** By the index of the client, ascending. */
    final Map<Integer, Weights> updates = new TreeMap<>();

    private final Set<Integer> trainers = new HashSet<>();
    private final List<Integer> witnesses;

    RoundUpdates(Round round) {
        this.round = round;
        shares = DataAssignment.of(round).shares();
        shares.forEach(share -> trainers.add(share.index()));
        witnesses = Arrays.stream(Committee.of(round).witnessSeats()).boxed().toList();
    }

    boolean isOf(long epoch, long height) {
        return round.epoch() == epoch && round.height() == height;
    }

    /** To which clients the updates are relayed, by index. */
    List<Integer> witnesses() {
        return witnesses;
    }

    /** Whether a client has a share of the data. */
    boolean trains(int index) {
        return trainers.contains(index);
    }

    /**
     * Takes an update.
     *
     * @param index the index of the client
     * @param change how the weights changed
     * @return whether it is the first one of a client that has a share of the data; any other is passed over
     */
    boolean offer(int index, Weights change) {
        return trains(index) && updates.putIfAbsent(index, change) == null;
    }

    boolean areComplete() {
        return updates.keySet().equals(trainers);
    }

    /** The updates of those clients, in that order, as far as they are here. */
    List<Weights> changesOf(List<Integer> contributors) {
        return contributors.stream().map(updates::get).filter(Objects::nonNull).toList();
    }
}

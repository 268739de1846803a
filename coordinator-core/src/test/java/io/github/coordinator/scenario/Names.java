package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Round;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The clients meant by {@code all}, {@code elected}, {@code working}, {@code none} or names. A name with a minus is taken out
 * again.
 */
final class Names {
    private final Coordinator coordinator;

    Names(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    List<ClientId> resolve(List<String> words) {
        Set<ClientId> named = new LinkedHashSet<>();
        for (String word : words) {
            switch (word) {
                case "all" -> named.addAll(coordinator.roster().clients());
                case "elected" -> named.addAll(elected());
                case "working" -> named.addAll(working());
                case "none" -> named.clear();
                default -> {
                    if (word.startsWith("-")) {
                        named.remove(ClientId.of(word.substring(1)));
                    } else {
                        named.add(ClientId.of(word));
                    }
                }
            }
        }
        return new ArrayList<>(named);
    }

    /** The elected witnesses of the open round, by position. */
    List<ClientId> elected() {
        List<ClientId> roster = coordinator.roster().clients();
        return Arrays.stream(Committee.of(openRound()).witnessSeats())
                .mapToObj(roster::get)
                .toList();
    }

    /** The clients that have data to train on in the open round. */
    private List<ClientId> working() {
        List<ClientId> roster = coordinator.roster().clients();
        return DataAssignment.of(openRound()).shares().stream()
                .map(share -> roster.get(share.index()))
                .toList();
    }

    /** The round whose seats are those of the roster; in cooldown, the roster may have changed since. */
    Round openRound() {
        Round round = coordinator.status().round().orElse(null);
        if (round == null || !coordinator.status().state().isRound()) {
            throw new IllegalArgumentException("no round is open");
        }
        return round;
    }

    /** Clients of no interest but for their number: {@code c0}, {@code c1} and so on. */
    static List<ClientId> crowd(int size) {
        return IntStream.range(0, size).mapToObj(i -> ClientId.of("c" + i)).toList();
    }
}

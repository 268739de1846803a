package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The clients meant by {@code all}, {@code elected}, {@code none} or names. A name with a minus is taken out again. */
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
        Round round = coordinator.status().round().orElse(null);
        if (round == null || !coordinator.status().state().isRound()) {
            throw new IllegalArgumentException("nobody is elected, because no round is open");
        }
        List<ClientId> roster = coordinator.roster().clients();
        return Arrays.stream(Committee.of(round).witnessSeats())
                .mapToObj(roster::get)
                .toList();
    }

    /** Clients of no interest but for their number: {@code c0}, {@code c1} and so on. */
    static List<ClientId> crowd(int size) {
        return IntStream.range(0, size).mapToObj(i -> ClientId.of("c" + i)).toList();
    }
}

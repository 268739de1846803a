package io.github.coordinator.verification.model;

import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The witnesses of a round, worked out from what is broadcast. The election has golden vectors of its own; here
 * it is taken as given, and remembered, since it costs hundreds of hashes and the same rounds come up again and again.
 */
final class Elected {
    private static final int REMEMBERED = 4_096;
    private static final Map<Round, List<Integer>> SEATS = new LinkedHashMap<>();

    private Elected() {}

    /** The seats of the witnesses, by position. */
    static List<Integer> seats(Round round) {
        synchronized (SEATS) {
            if (SEATS.size() > REMEMBERED) {
                SEATS.clear();
            }
            return SEATS.computeIfAbsent(
                    round,
                    unknown -> IntStream.of(Committee.of(unknown).witnessSeats())
                            .boxed()
                            .toList());
        }
    }
}

package io.github.coordinator.examples.localtestnet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the clients of a load see. Any thread may call. */
final class LoadFigures {
    /** A status by the place in the run where it was sent. */
    private record Place(String state, long epoch, long step, long height) {}

    /** The time from the first client that had a status to the last one so far. */
    private record Spread(long firstNanos, long lastNanos, int clients) {
        Spread and(long nanos) {
            return new Spread(Math.min(firstNanos, nanos), Math.max(lastNanos, nanos), clients + 1);
        }
    }

    private final Map<Place, Spread> spreads = new ConcurrentHashMap<>();
    private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();

    /** A client has a status that was sent to all. */
    void heard(ToClient.Status status, long nanos) {
        ToClient.OpenRound round = status.round();
        Place place =
                new Place(status.state().name(), status.epoch(), status.step(), round == null ? -1 : round.height());
        spreads.merge(place, new Spread(nanos, nanos, 1), (spread, first) -> spread.and(nanos));
    }

    /** An honest client was sent an error. */
    void failed(String code) {
        errors.merge(code, 1, Integer::sum);
    }

    /** How often honest clients were sent each error. */
    Map<String, Integer> errors() {
        return errors;
    }

    /** For each status that this many clients or more have: the nanoseconds from the first of them to the last. Ascending. */
    List<Long> timesToAll(int clients) {
        return spreads.values().stream()
                .filter(spread -> spread.clients() >= clients)
                .map(spread -> spread.lastNanos() - spread.firstNanos())
                .sorted()
                .toList();
    }
}

package io.github.coordinator.examples.embedding;

import io.github.coordinator.JoinResult;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what is sent, one line each. A connection is a name. */
class Recorder implements Transport<String> {
    final Map<String, Seat> seats = new HashMap<>();
    final List<Removal> removals = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();

    /** What has been sent since this was last asked for. */
    List<String> take() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public void answer(String to, RunInput message, RunAnswer answer) {
        sent.add(to + ": " + (answer instanceof JoinResult joined ? joined.outcome() : answer));
    }

    @Override
    public void send(String to, Seat seat) {
        seats.put(to, seat);
        sent.add(to + ": seat " + seat.index());
    }

    @Override
    public void send(String to, RunStatus status) {
        sent.add(to + ": " + status.state());
    }

    @Override
    public void send(String to, Removal removal) {
        sent.add(to + ": removed " + removal.cause());
    }

    @Override
    public void broadcast(RunStatus status) {
        sent.add("everyone: " + status.state());
    }

    @Override
    public void close(String connection) {
        sent.add(connection + ": closed");
    }

    @Override
    public void ticked(TickResult result) {
        removals.addAll(result.removals());
    }
}

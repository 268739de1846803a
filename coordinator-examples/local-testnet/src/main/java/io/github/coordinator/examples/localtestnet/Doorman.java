package io.github.coordinator.examples.localtestnet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Knows the connections that have not joined, from the moment in which they are accepted. Each has a limited time. One too many
 * pushes out the oldest, so that a newcomer that joins at once finds room however many wait.
 */
final class Doorman implements Connection.Listener {
    private final int most;
    private final long nanos;
    private final BiConsumer<EndPoint, ErrorCode> showOut;

    /** In the order of their arrival, with the time when they have to leave. */
    private final Map<EndPoint, Long> strangers = new LinkedHashMap<>();

    /**
     * Makes a doorman.
     *
     * @param most how many strangers may be there
     * @param time how long each may stay
     * @param showOut ends a connection for a reason
     */
    Doorman(int most, Duration time, BiConsumer<EndPoint, ErrorCode> showOut) {
        this.most = most;
        nanos = time.toNanos();
        this.showOut = showOut;
    }

    /** A connection was accepted, or has become a WebSocket. */
    @Override
    public void onOpened(Connection connection) {
        expect(connection.getEndPoint());
    }

    /** A connection has to join in time, for the first time or again. */
    void expect(EndPoint endPoint) {
        EndPoint oldest = null;
        synchronized (this) {
            strangers.putIfAbsent(endPoint, System.nanoTime() + nanos);
            if (strangers.size() > most) {
                oldest = strangers.keySet().iterator().next();
                strangers.remove(oldest);
            }
        }
        if (oldest != null) {
            showOut.accept(oldest, ErrorCode.FULL);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        // An upgrade closes the HTTP connection, and not what is under it.
        if (!connection.getEndPoint().isOpen()) {
            forget(connection.getEndPoint());
        }
    }

    /** A connection has joined or ended. */
    synchronized void forget(EndPoint endPoint) {
        strangers.remove(endPoint);
    }

    /** Pushes out the older half of the strangers. */
    void makeRoom() {
        List<EndPoint> oldest;
        synchronized (this) {
            oldest = strangers.keySet().stream()
                    .limit((strangers.size() + 1) / 2)
                    .toList();
            oldest.forEach(strangers::remove);
        }
        oldest.forEach(endPoint -> showOut.accept(endPoint, ErrorCode.FULL));
    }

    /** Ends the connections whose time is over. */
    void sweep() {
        List<EndPoint> late = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            strangers.entrySet().removeIf(each -> {
                boolean isLate = each.getValue() - now < 0;
                if (isLate) {
                    late.add(each.getKey());
                }
                return isLate;
            });
        }
        late.forEach(endPoint -> showOut.accept(endPoint, ErrorCode.JOIN_TIMEOUT));
    }
}

package io.github.coordinator.examples.embedding;

import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Seat;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a {@link TrainingHost} sends in a turn until the turn is committed. A turn ends with its tick: then this commits,
 * and sends all. If the commit fails, nobody hears of the turn, and the loop ends, since the run in memory is
 * ahead of the one that was saved.
 *
 * @param <C> a connection
 */
public final class CommittedTransport<C> implements Transport<C> {
    private final Transport<C> transport;
    private final EventLoop loop;
    private final Runnable commit;
    private final List<Runnable> kept = new ArrayList<>();

    /** True from the commit of a turn to the first answer of the next one. */
    private boolean isCommitted;

    /**
     * Stands in front of a transport.
     *
     * @param transport sends what is committed
     * @param loop the loop of the host
     * @param commit saves the run, if its revision has changed, and commits; it may block as long as a turn may take
     */
    public CommittedTransport(Transport<C> transport, EventLoop loop, Runnable commit) {
        this.transport = transport;
        this.loop = loop;
        this.commit = commit;
    }

    @Override
    public void ticked(TickResult result) {
        try {
            commit.run();
        } catch (RuntimeException | Error failure) {
            loop.close();
            throw failure;
        }
        List<Runnable> sends = List.copyOf(kept);
        kept.clear();
        isCommitted = true;
        sends.forEach(loop::attempt);
        transport.ticked(result);
    }

    private void whenCommitted(Runnable send) {
        if (isCommitted) {
            send.run();
        } else {
            kept.add(send);
        }
    }

    @Override
    public void answer(C to, RunInput message, RunAnswer answer) {
        isCommitted = false;
        whenCommitted(() -> transport.answer(to, message, answer));
    }

    @Override
    public void send(C to, Seat seat) {
        whenCommitted(() -> transport.send(to, seat));
    }

    @Override
    public void send(C to, RunStatus status) {
        whenCommitted(() -> transport.send(to, status));
    }

    @Override
    public void send(C to, Removal removal) {
        whenCommitted(() -> transport.send(to, removal));
    }

    @Override
    public void broadcast(RunStatus status) {
        whenCommitted(() -> transport.broadcast(status));
    }

    @Override
    public void close(C connection) {
        whenCommitted(() -> transport.close(connection));
    }
}

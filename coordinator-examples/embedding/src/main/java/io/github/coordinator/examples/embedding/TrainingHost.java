package io.github.coordinator.examples.embedding;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinResult;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server's run: it stands between a transport and a {@link HostedRun}. Copy it, with {@link EventLoop}, {@link Sessions}
 * and {@link Transport}.
 *
 * <p>Any thread may call. All work is done on the thread of the loop, which takes all messages that have arrived, applies and
 * answers each, and then ticks once. After {@link #close} nothing is taken and nothing is sent any more.
 *
 * @param <C> what the transport calls a connection; it has the {@code equals} and {@code hashCode} of {@link Object}, or
 *     others that never change
 */
public final class TrainingHost<C> implements AutoCloseable {
    private final Sessions<C> sessions = new Sessions<>();
    private final HostedRun run;
    private final Transport<C> transport;
    private final EventLoop loop;
    private volatile RunStatus status;

    /**
     * Goes on with a run, new or restored. The host owns it from here on. The time since the run's last tick counts for
     * nothing. Clients of a restored run join again when they have found their way back. Those that have not done so after
     * the grace time count as disconnected.
     *
     * @param run the run
     * @param grace how long the clients of a restored run have to join again; where {@code health_check_timeout} is shorter,
     *     they are silent before that
     * @param transport sends to the clients
     * @param loop the thread, which this host closes
     */
    public TrainingHost(HostedRun run, Duration grace, Transport<C> transport, EventLoop loop) {
        this.run = run;
        this.transport = transport;
        this.loop = loop;
        run.restarted(loop.now());
        status = run.status();
        List<PendingClient> before = run.pendingClients();
        loop.addLater(grace, () -> before.forEach(each -> run.disconnected(each.client(), each.session())));
        loop.start(this::tick);
    }

    /**
     * A client says something.
     *
     * @param from its connection, which speaks for this client and for no other
     * @param message what it says: join, ready, health check, witness or leave
     * @return whether the message is taken; if not, the inbox is full or the host is closed, and the transport closes the
     *     connection or stops reading from it for a while
     */
    public boolean offer(C from, RunInput message) {
        return loop.offer(() -> apply(from, message));
    }

    /**
     * Does something with the run between two messages: the operator's calls, for instance
     * {@code submit(run -> reply(run.pause()))}, or a snapshot. Ticks are the host's own.
     *
     * @param task what to do, without blocking
     * @return whether it will be done; if not, the inbox is full or the host is closed
     */
    public boolean submit(Consumer<HostedRun> task) {
        return loop.offer(() -> task.accept(run));
    }

    /**
     * A connection has ended. This is taken even if the inbox is full.
     *
     * @param connection the connection, whether its client has joined or not
     */
    public void ended(C connection) {
        loop.add(() -> sessions.end(connection).ifPresent(run::apply));
    }

    /** The status after the last tick, for any thread. */
    public RunStatus status() {
        return status;
    }

    /** Stops. A call that is in progress comes to its end; its thread is interrupted. */
    @Override
    public void close() {
        loop.close();
    }

    private void apply(C from, RunInput message) {
        RunAnswer answer = run.apply(message);
        loop.attempt(() -> transport.answer(from, message, answer));
        if (message instanceof RunInput.Join join
                && answer instanceof JoinResult joined
                && joined.session().isPresent()) {
            Optional<C> replaced = sessions.begin(joined.session().getAsLong(), join.client(), from);
            replaced.ifPresent(old -> loop.attempt(() -> transport.close(old)));
            run.seat(join.client()).ifPresent(seat -> loop.attempt(() -> transport.send(from, seat)));
            loop.attempt(() -> transport.send(from, status));
        }
    }

    /** The one place where the run moves on. Seats go out before the status that they belong to. */
    private Optional<Instant> tick(Instant now) {
        TickResult result = run.tick(now);
        status = result.status();
        loop.attempt(() -> transport.ticked(result));
        result.removals().forEach(each -> tell(each.client(), to -> transport.send(to, each)));
        result.roster().ifPresent(roster -> roster.forEachSeat((id, seat) -> tell(id, to -> transport.send(to, seat))));
        result.transition().ifPresent(transition -> loop.attempt(() -> transport.broadcast(result.status())));
        return result.nextDeadline();
    }

    private void tell(ClientId client, Consumer<C> message) {
        sessions.connectionOf(client).ifPresent(to -> loop.attempt(() -> message.accept(to)));
    }
}

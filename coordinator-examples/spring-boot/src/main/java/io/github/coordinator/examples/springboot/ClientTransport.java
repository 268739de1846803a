package io.github.coordinator.examples.springboot;

import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinResult;
import io.github.coordinator.Outcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.examples.embedding.Transport;
import io.github.coordinator.round.Seat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends to the clients, and tells the meters what it sees. */
final class ClientTransport implements Transport<Visitor> {
    private final Set<Visitor> joined = ConcurrentHashMap.newKeySet();
    private final HostedRun run;
    private final RunMetrics metrics = new RunMetrics(this::queuedBytes);

    /** Sends what becomes of a run. */
    ClientTransport(HostedRun run) {
        this.run = run;
    }

    RunMetrics metrics() {
        return metrics;
    }

    private long queuedBytes() {
        return joined.stream().mapToLong(Visitor::queuedBytes).sum();
    }

    /** A connection has ended. Any thread may call. */
    void gone(Visitor visitor) {
        visitor.gone();
        joined.remove(visitor);
    }

    @Override
    public void answer(Visitor to, RunInput message, RunAnswer answer) {
        metrics.answered(answer);
        to.unanswered().decrementAndGet();
        if (answer instanceof JoinResult join) {
            answer(to, join);
        } else if (answer instanceof Outcome outcome) {
            to.send(Messages.answer(typeOf(message), outcome));
        }
    }

    private void answer(Visitor to, JoinResult join) {
        switch (join.outcome()) {
            case WRONG_RUN -> to.end(RefusedException.forNow("WRONG_RUN", "the run has another id"));
            case FULL -> to.end(RefusedException.forNow("FULL", "as many clients wait as this server has room for"));
            case EJECTED -> to.end(RefusedException.forGood("EJECTED", "the operator barred this key from the run"));
            case FINISHED -> to.end(RefusedException.forGood("RUN_FINISHED", "the run is over"));
            case ACCEPTED, SEAT_KEPT, ALREADY_MEMBER -> {
                joined.add(to);
                // Its end may have come before it was added.
                if (to.isGone()) {
                    joined.remove(to);
                }
                to.send(Messages.joined(join.outcome()));
            }
        }
    }

    private static String typeOf(RunInput message) {
        String name = message.getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    @Override
    public void send(Visitor to, Seat seat) {
        to.send(Messages.seated(seat));
    }

    @Override
    public void send(Visitor to, RunStatus status) {
        to.send(Messages.status(status));
    }

    @Override
    public void send(Visitor to, Removal removal) {
        to.send(Messages.removed(removal));
    }

    @Override
    public void broadcast(RunStatus status) {
        String text = Messages.status(status).toString();
        joined.forEach(each -> each.send(text));
    }

    @Override
    public void close(Visitor replaced) {
        replaced.end(RefusedException.forGood("REPLACED", "this client has joined on another connection"));
    }

    @Override
    public void ticked(TickResult result) {
        metrics.ticked(result, run.pendingCount());
    }
}

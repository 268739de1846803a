package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A host and its clients in one thread, with a clock that jumps from deadline to deadline and JSON in between. */
final class InMemoryRun {
    private static final int MAX_TICKS = 10_000;
    private static final Digits DIGITS = Digits.load();

    final List<Report> reports = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final TrainingHost host;
    private final RunFile file;
    private Instant now = Instant.EPOCH;

    InMemoryRun(RunFile file) {
        this.file = file;
        host = new TrainingHost(file, DIGITS, SeedSource.fixed(11, -7, 5), () -> now, reports::add);
    }

    /** A connection with a client behind it, whose words may be held back or replaced. */
    final class Link implements Connection {
        final TrainingClient client;
        final List<String> log = new ArrayList<>();
        final List<ToClient> received = new ArrayList<>();
        private final Deque<ToServer> outbox = new ArrayDeque<>();
        private final Deque<ToClient> inbox = new ArrayDeque<>();
        private List<Class<?>> withheld = List.of();
        private List<Class<?>> lost = List.of();
        private @Nullable String closedFor;
        private boolean isGone;

        private Link(String name) {
            client = new TrainingClient(file.config().runId(), name, DIGITS, outbox::add, log::add);
        }

        @Override
        public void send(ToClient message) {
            inbox.add(message);
        }

        @Override
        public void close(String reason) {
            closedFor = reason;
        }

        @Nullable
        String closedFor() {
            return closedFor;
        }

        /** From here on, messages of these kinds do not leave the client. */
        void withhold(Class<?>... kinds) {
            withheld = List.of(kinds);
        }

        /** From here on, messages of these kinds do not reach the client. */
        void lose(Class<?>... kinds) {
            lost = List.of(kinds);
        }

        /** Says something that the client would not. */
        void say(ToServer message) {
            host.receive(this, message);
        }

        void die() {
            isGone = true;
            host.closed(this);
        }

        private boolean exchange() {
            boolean busy = false;
            while (!isGone && (!inbox.isEmpty() || !outbox.isEmpty())) {
                busy = true;
                while (!outbox.isEmpty()) {
                    ToServer message = outbox.remove();
                    if (!isAnyOf(withheld, message)) {
                        host.receive(this, overTheWire(message));
                    }
                }
                if (!inbox.isEmpty()) {
                    ToClient message = overTheWire(inbox.remove());
                    if (!isAnyOf(lost, message)) {
                        received.add(message);
                        client.receive(message);
                    }
                }
            }
            return busy;
        }
    }

    /** A connection whose client has not said anything yet. */
    Link connect(String name) {
        Link link = new Link(name);
        links.add(link);
        host.opened(link);
        return link;
    }

    Link join(String name) {
        Link link = connect(name);
        link.client.join();
        return link;
    }

    /** Lets everyone speak and time pass until something holds; what the last tick said is still on its way then. */
    void runUntil(BooleanSupplier condition) {
        for (int ticks = 0; !condition.getAsBoolean(); ticks++) {
            if (ticks == MAX_TICKS) {
                throw new AssertionError(
                        "still not so: " + reports.subList(Math.max(0, reports.size() - 20), reports.size()));
            }
            settle();
            Instant deadline = host.nextDeadline()
                    .orElseThrow(() -> new AssertionError("nothing will happen any more: " + reports));
            now = deadline.isAfter(now) ? deadline : now;
            host.tick();
        }
    }

    void runUntilFinished() {
        runUntil(host::isFinished);
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Link link : List.copyOf(links)) {
                busy |= link.exchange();
            }
        }
    }

    <T extends Report> List<T> reports(Class<T> kind) {
        return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static boolean isAnyOf(List<Class<?>> kinds, Object message) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(message));
    }

    private static ToServer overTheWire(ToServer message) {
        try {
            return Json.readToServer(Json.write(message));
        } catch (Json.MalformedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ToClient overTheWire(ToClient message) {
        try {
            return Json.readToClient(Json.write(message));
        } catch (Json.MalformedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.ManualTime;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server and its clients in one thread and in virtual time, with JSON in between. */
final class InMemoryRun {
    private static final int MAX_STEPS = 100_000;
    private static final Digits DIGITS = Digits.load();

    final List<RunReport> reports = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final ModelServer server;
    private final TestnetConfig file;
    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final List<Throwable> failures = new ArrayList<>();

    InMemoryRun(TestnetConfig file) {
        this.file = file;
        EventLoop loop = new EventLoop(time, time, ModelServer.INBOX, failures::add);
        server = new ModelServer(file, DIGITS, SeedSource.fixed(11, -7, 5), Instant.EPOCH, loop, reports::add);
    }

    /** A connection of a client, whose words may be held back or replaced. */
    final class Link implements Connection {
        final TrainingClient client;
        final List<String> log = new ArrayList<>();
        final List<ToClient> received = new ArrayList<>();
        private final Deque<ToServer> outbox = new ArrayDeque<>();
        private final Deque<ToClient> inbox = new ArrayDeque<>();
        private List<Class<?>> withheld = List.of();
        private Predicate<ToClient> lost = message -> false;
        private @Nullable String closedFor;
        private Instant lastBeat = Instant.EPOCH;
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

        /** From here on, these messages do not reach the client. */
        void lose(Predicate<ToClient> messages) {
            lost = messages;
        }

        /** Says something that the client would not. */
        void say(ToServer message) {
            server.receive(this, message);
            time.run();
        }

        void die() {
            isGone = true;
            server.closed(this);
            time.run();
        }

        /** Gives a sign of life if it is time. */
        private void beat() {
            Duration every = client.timeBetweenSigns();
            if (!isGone && !every.isZero() && !time.instant().isBefore(lastBeat.plus(every))) {
                lastBeat = time.instant();
                outbox.add(new ToServer.HealthCheck());
                exchange();
            }
        }

        private boolean exchange() {
            boolean busy = false;
            while (!isGone && (!inbox.isEmpty() || !outbox.isEmpty())) {
                busy = true;
                while (!outbox.isEmpty()) {
                    ToServer message = outbox.remove();
                    if (!isAnyOf(withheld, message)) {
                        server.receive(this, overTheWire(message));
                    }
                }
                if (!inbox.isEmpty()) {
                    ToClient message = overTheWire(inbox.remove());
                    if (!lost.test(message)) {
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
        server.opened(link);
        return link;
    }

    Link join(String name) {
        Link link = connect(name);
        link.client.join();
        return link;
    }

    /** Lets everyone speak and time pass until something holds; what the last tick said is still on its way then. */
    void runUntil(BooleanSupplier condition) {
        for (int steps = 0; !condition.getAsBoolean(); steps++) {
            if (steps == MAX_STEPS) {
                throw new AssertionError(
                        "still not so: " + reports.subList(Math.max(0, reports.size() - 20), reports.size()));
            }
            boolean isBusy = false;
            for (Link link : List.copyOf(links)) {
                isBusy |= link.exchange();
            }
            if (isBusy) {
                time.run();
                continue;
            }
            links.forEach(Link::beat);
            if (!time.runNext()) {
                throw new AssertionError("nothing will happen any more: " + reports);
            }
            assertThat(failures).isEmpty();
        }
    }

    void runUntilFinished() {
        runUntil(server::isFinished);
    }

    <T extends RunReport> List<T> reports(Class<T> kind) {
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

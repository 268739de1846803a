package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.examples.embedding.ManualTime;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.round.SeedSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server and its clients in one thread and in virtual time, with JSON in between. */
final class InMemoryRun {
    private static final int MAX_STEPS = 100_000;
    private static final Digits DIGITS = Digits.load();

    final List<RunReport> reports = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final ModelServer server;
    private static final SecretKey SERVER_KEY = keyOf("server");

    private int nonceCount;
    private long sentCount;
    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final List<Throwable> failures = new ArrayList<>();

    InMemoryRun(TestnetConfig file) {
        this(file, any -> true);
    }

    InMemoryRun(TestnetConfig file, KeyPolicy allowed) {
        this(file, allowed, TrainingState.start(file, DIGITS, SeedSource.fixed(11, -7, 5), Instant.EPOCH)::apply);
    }

    /** A server whose turns go elsewhere. */
    InMemoryRun(TestnetConfig file, KeyPolicy allowed, TurnLog log) {
        EventLoop loop = new EventLoop(time, time, ModelServer.inbox(file), failures::add);
        Door door = new Door(SERVER_KEY, file.config().runId(), allowed, this::nonce);
        server = new ModelServer(
                file,
                door,
                new TurnHost(log, loop, Duration.ZERO, new RunMetrics(() -> 0)),
                reports::add,
                reports::add);
    }

    /** How many messages the server has sent, in all. */
    long sentCount() {
        return sentCount;
    }

    List<Throwable> failures() {
        return failures;
    }

    /** Whether the server's thread has ended. */
    boolean isAtItsEnd() {
        return time.isShutdown();
    }

    private byte[] nonce() {
        byte[] nonce = new byte[JoinProof.NONCE_BYTES];
        nonce[0] = (byte) ++nonceCount;
        return nonce;
    }

    /** The key of the client of that name. */
    static SecretKey keyOf(String name) {
        try {
            return SecretKey.of(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
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
        private ToClient.@Nullable Failure closedFor;
        private int unanswered;
        private Instant lastBeat = Instant.EPOCH;
        private boolean isGone;

        private Link(String name) {
            client = new TrainingClient(keyOf(name), name, DIGITS, outbox::add, log::add);
        }

        @Override
        public void send(Text message) {
            sentCount++;
            try {
                inbox.add(Json.readToClient(message.json()).orElseThrow());
            } catch (Json.MalformedException impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        public void close(ToClient.Failure error) {
            closedFor = closedFor == null ? error : closedFor;
        }

        @Override
        public void joined() {}

        @Override
        public void left() {}

        @Override
        public void next() {
            unanswered--;
        }

        /** The code of the error that ended this connection. */
        @Nullable
        String closedFor() {
            return closedFor == null ? null : closedFor.code();
        }

        @Nullable
        String field() {
            return closedFor == null ? null : closedFor.field();
        }

        /** Whether each message was handled to its end, so that the next one is read. */
        boolean isRead() {
            return unanswered == 0;
        }

        ToClient.Hello greeting() {
            return (ToClient.Hello) Objects.requireNonNull(
                    received.isEmpty() ? inbox.peek() : received.get(0), "the server greets first");
        }

        /** The answers so far, to messages of that type. */
        List<String> answers(String type) {
            return Stream.concat(received.stream(), inbox.stream())
                    .filter(message -> message instanceof ToClient.Answer answer
                            && answer.to().equals(type))
                    .map(message -> ((ToClient.Answer) message).outcome())
                    .toList();
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
            hand(message);
            time.run();
        }

        /** What was sent and is still on its way. */
        List<ToClient> waiting() {
            return List.copyOf(inbox);
        }

        /** Says something, which the server takes up in its next turn. */
        void hand(ToServer message) {
            unanswered++;
            server.receive(this, message);
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
                        hand(overTheWire(message));
                    }
                }
                if (!inbox.isEmpty()) {
                    ToClient message = inbox.remove();
                    if (!lost.test(message)) {
                        received.add(message);
                        client.receive(message);
                    }
                }
            }
            return busy;
        }
    }

    /** A connection whose client says nothing by itself. */
    Link connect(String name) {
        Link link = new Link(name);
        server.opened(link);
        return link;
    }

    /** A connection whose client joins when it is greeted. */
    Link join(String name) {
        Link link = connect(name);
        links.add(link);
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

    /** Until all clients that are still connected have the last model. */
    void runUntilFinished() {
        runUntil(() -> server.isFinished() && links.stream().allMatch(link -> link.isGone || link.client.isDone()));
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
        } catch (RefusedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

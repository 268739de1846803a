package io.github.coordinator.examples.localtestnet;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the many clients of a load: a {@link TrainingClient} that may be made to misbehave. It has no thread of its own: it
 * acts when a message arrives or the timer calls.
 */
final class LoadClient {
    /** How a client behaves. */
    enum Kind {
        HONEST,
        SLOW,
        GARBAGE
    }

    private static final long SLOW_SECONDS = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Kind kind;
    private final LoadCrowd crowd;
    private final BackOff backOff = new BackOff(RANDOM);
    private final TrainingClient client;
    private @Nullable ServerLink link;
    private int connections;
    private boolean isJoined;

    /** Whether the next status is for this client alone, since it has just joined. */
    private boolean isStatusItsOwn;

    LoadClient(Kind kind, String name, LoadCrowd crowd) {
        this.kind = kind;
        this.crowd = crowd;
        client = new TrainingClient(SecretKey.create(RANDOM), name, crowd.digits(), this::say, line -> {});
    }

    /** Connects, and comes back for as long as the crowd is there. */
    synchronized void connect() {
        Executor reading = kind == Kind.SLOW
                ? CompletableFuture.delayedExecutor(SLOW_SECONDS, TimeUnit.SECONDS, Runnable::run)
                : Runnable::run;
        int number = ++connections;
        ServerLink opening = new ServerLink(text -> receive(number, text), reading);
        link = opening;
        isJoined = false;
        CompletableFuture<?> unused = opening.open(crowd.http(), crowd.server())
                .toCompletableFuture()
                .thenCompose(socket -> opening.ended())
                .whenComplete((nothing, failure) -> comeBack());
    }

    private synchronized void comeBack() {
        isJoined = false;
        if (!client.isFinished()) {
            crowd.later(this::connect, backOff.next(client.timeBetweenSigns()));
        }
    }

    /** Ends the connection as a broken network does. */
    synchronized void drop() {
        if (link != null) {
            link.drop();
        }
    }

    /** Gives a sign of life. */
    synchronized void beat() {
        if (isJoined) {
            say(new ToServer.HealthCheck());
        }
    }

    private void say(ToServer message) {
        boolean isGarbage = kind == Kind.GARBAGE && !(message instanceof ToServer.Join);
        if (link != null) {
            link.send(isGarbage ? LoadGarbage.insteadOf(message, RANDOM) : Json.write(message));
        }
    }

    /** Takes a message of the connection of that number; returns whether it goes on. */
    private synchronized boolean receive(int connection, String text) {
        long now = System.nanoTime();
        if (connection != connections) {
            return false; // It was dropped.
        }
        Optional<ToClient> known = read(text);
        if (known.isEmpty()) {
            return true;
        }
        ToClient message = known.get();
        if (message instanceof ToClient.Failure failure) {
            if (kind == Kind.HONEST) {
                crowd.figures().failed(failure.code());
            }
            return false;
        } else if (message instanceof ToClient.Joined) {
            isJoined = true;
            isStatusItsOwn = true;
            backOff.reset();
        } else if (message instanceof ToClient.Status status) {
            if (kind == Kind.HONEST && !isStatusItsOwn) {
                crowd.figures().heard(status, now);
            }
            isStatusItsOwn = false;
        }
        client.receive(message);
        return !client.isDone();
    }

    private static Optional<ToClient> read(String text) {
        try {
            return Json.readToClient(text);
        } catch (Json.MalformedException malformed) {
            throw new IllegalStateException("the server does not speak this protocol", malformed);
        }
    }
}

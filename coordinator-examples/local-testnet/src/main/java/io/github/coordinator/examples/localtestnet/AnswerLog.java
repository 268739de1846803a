package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import io.github.coordinator.round.RoundId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes each message of a client that was answered to a file, one in a line. What the server has answered, it must never
 * forget: a test looks for each line in the server's store.
 */
final class AnswerLog {
    private final @Nullable Path file;

    /** What was sent on this connection and not answered yet, by type. Answers to one type come in the order of its messages. */
    private final Map<String, Queue<String>> unanswered = new HashMap<>();

    /**
     * Makes a log.
     *
     * @param file the file, or null to write nothing
     */
    AnswerLog(@Nullable Path file) {
        this.file = file;
    }

    /** What of a message must be found again. */
    static String describe(ToServer message) {
        String type = Json.typeOf(message.getClass());
        if (message instanceof ToServer.Ready ready) {
            return type + " " + ready.epoch();
        } else if (message instanceof ToServer.Update update) {
            return type + " " + update.epoch() + " " + update.height();
        } else if (message instanceof ToServer.Witness witness) {
            return type + " " + witness.epoch() + " " + witness.height();
        }
        return type;
    }

    /** Whose message an input was, and what of it must be found; empty if it was nobody's. */
    static Optional<String> describe(ServerInput input) {
        if (input instanceof ServerInput.Update update) {
            RoundId round = update.round();
            return of(update.client(), "update " + round.epoch() + " " + round.height());
        }
        return input instanceof ServerInput.OfRun ofRun ? describe(ofRun.input()) : Optional.empty();
    }

    private static Optional<String> describe(RunInput run) {
        if (run instanceof RunInput.Join join) {
            return of(join.client(), "join");
        } else if (run instanceof RunInput.Ready ready) {
            return of(ready.client(), "ready " + ready.epoch());
        } else if (run instanceof RunInput.HealthCheck sign) {
            return of(sign.client(), "healthCheck");
        } else if (run instanceof RunInput.Leave leave) {
            return of(leave.client(), "leave");
        } else if (run instanceof RunInput.Witness witness) {
            RoundId round = witness.proof().round();
            return of(witness.client(), "witness " + round.epoch() + " " + round.height());
        }
        return Optional.empty();
    }

    private static Optional<String> of(ClientId client, String message) {
        return Optional.of(client + " " + message);
    }

    synchronized void begin() {
        unanswered.clear();
    }

    synchronized void sent(ToServer message) {
        unanswered
                .computeIfAbsent(Json.typeOf(message.getClass()), type -> new ArrayDeque<>())
                .add(describe(message));
    }

    synchronized void received(ToClient message) {
        if (message instanceof ToClient.Joined) {
            answered(Json.typeOf(ToServer.Join.class));
        } else if (message instanceof ToClient.Answer answer) {
            answered(answer.to());
        }
    }

    private void answered(String type) {
        Queue<String> waiting = unanswered.get(type);
        String message = waiting == null ? null : waiting.poll();
        if (message != null && file != null) {
            try {
                Files.writeString(file, message + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}

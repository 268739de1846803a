package io.github.coordinator.examples.springboot;

import io.github.coordinator.Outcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the server says, as the protocol's document has it. A 64-bit number is a string. */
final class Messages {
    static final int PROTOCOL = 1;

    /** The SHA-256 of no bytes: this server has no model. */
    private static final String NO_MODEL = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private Messages() {}

    private static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    static ObjectNode hello(String serverKey, String nonce, String runId) {
        return message("hello")
                .put("protocol", PROTOCOL)
                .put("serverKey", serverKey)
                .put("nonce", nonce)
                .put("runId", runId);
    }

    static ObjectNode joined(Outcome outcome) {
        return message("joined").put("outcome", outcome.name());
    }

    static ObjectNode answer(String to, Outcome outcome) {
        return message("answer")
                .put("to", to)
                .put("outcome", outcome.name())
                .put("kind", outcome.kind().name());
    }

    static ObjectNode seated(Seat seat) {
        return message("seated")
                .put("rosterVersion", text(seat.rosterVersion()))
                .put("index", seat.index());
    }

    static ObjectNode removed(Removal removal) {
        return message("removed")
                .put("cause", removal.cause().name())
                .put("epoch", text(removal.epoch()))
                .put("mayJoin", removal.cause() != Removal.Cause.EJECTED);
    }

    static ObjectNode error(RefusedException why) {
        return message("error")
                .put("code", why.code())
                .put("field", why.field())
                .put("message", why.getMessage())
                .put("retry", why.retry());
    }

    static ObjectNode status(RunStatus status) {
        ObjectNode message = message("status")
                .put("runId", status.runId())
                .put("state", status.state().name())
                .put("epoch", text(status.epoch()))
                .put("step", text(status.step()))
                .put("totalSteps", text(status.totalSteps()))
                .put(
                        "stateMillis",
                        status.stateLimit()
                                .map(Duration::toMillis)
                                .map(Messages::text)
                                .orElse(null))
                .put("healthCheckMillis", text(status.healthCheckTimeout().toMillis()))
                .put("coldStart", status.coldStart())
                .put("tokens", text(status.tokens()))
                .put("checkpoint", status.checkpoint().orElse(null));
        message.set("round", status.round().map(Messages::round).orElse(null));
        return message.putNull("model").put("modelHash", NO_MODEL);
    }

    private static ObjectNode round(Round round) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("epoch", text(round.epoch()))
                .put("height", text(round.height()))
                .put("seed", text(round.seed()))
                .put("firstDataIndex", text(round.firstDataIndex()))
                .put("batchSize", round.batchSize())
                .put("rosterVersion", text(round.rosterVersion()))
                .put("clientCount", round.clientCount())
                .put("witnessCount", round.witnessCount())
                .put("verificationPercent", round.verificationPercent())
                .put("dataOrder", round.dataOrder().name())
                .put("participation", round.participation().name());
    }
}

package io.github.coordinator.examples.springboot;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One message of a client. It has exactly the fields that are asked for, or is refused with the name of the one that is wrong. */
final class ClientMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int MAX_SHOWN = 100;

    private final ObjectNode fields;
    private final Set<String> known = new HashSet<>();
    private final String type;

    private ClientMessage(ObjectNode fields) throws RefusedException {
        this.fields = fields;
        type = text("type");
    }

    static ClientMessage read(String json) throws RefusedException {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode fields) {
                return new ClientMessage(fields);
            }
        } catch (JacksonException malformed) {
            // Refused as what is no object.
        }
        throw RefusedException.forGood("MALFORMED", "a message must be one JSON object, without a repeated field");
    }

    String type() {
        return type;
    }

    /**
     * The message as an input of the run, unless it is a join.
     *
     * @param client who says it
     * @param clientCount how many clients the open round has
     */
    RunInput toInput(ClientId client, int clientCount) throws RefusedException {
        RunInput input = switch (type) {
            case "ready" -> new RunInput.Ready(client, number("epoch"));
            case "healthCheck" -> new RunInput.HealthCheck(client);
            case "leave" -> new RunInput.Leave(client);
            case "witness" ->
                new RunInput.Witness(
                        client,
                        new WitnessProof(
                                new RoundId(number("epoch"), number("height")),
                                count("index"),
                                count("position"),
                                bitmap(clientCount, bytes("seen"))));
            default ->
                throw RefusedException.because(
                        "UNKNOWN_TYPE",
                        "type",
                        "the type of a message must be one of join, ready, healthCheck, witness, leave");
        };
        requireNoMore();
        return input;
    }

    /** A bitmap that does not fit the open round gets another size, so that the run says what is wrong with the proof. */
    private static ParticipationBitmap bitmap(int clients, byte[] seen) {
        try {
            return ParticipationBitmap.fromBytes(clients, seen);
        } catch (IllegalArgumentException unfit) {
            return ParticipationBitmap.of(clients + 1, index -> false);
        }
    }

    /** Refuses fields that nobody asked for. */
    void requireNoMore() throws RefusedException {
        for (String name : fields.propertyNames()) {
            if (!known.contains(name)) {
                String shown = name.substring(0, Math.min(name.length(), MAX_SHOWN));
                throw RefusedException.because("UNKNOWN_FIELD", shown, "a message " + type + " has no field " + shown);
            }
        }
    }

    private JsonNode field(String name) throws RefusedException {
        known.add(name);
        JsonNode value = fields.get(name);
        if (value == null) {
            throw RefusedException.because("MISSING_FIELD", name, "the field " + name + " is missing");
        }
        return value;
    }

    private static RefusedException bad(String name, String needed) {
        return RefusedException.because("BAD_FIELD", name, "the field " + name + " must be " + needed);
    }

    String text(String name) throws RefusedException {
        JsonNode value = field(name);
        if (!value.isString()) {
            throw bad(name, "a string");
        }
        return value.stringValue();
    }

    int count(String name) throws RefusedException {
        JsonNode value = field(name);
        if (!value.isInt()) {
            throw bad(name, "a whole number below 2^31");
        }
        return value.intValue();
    }

    private long number(String name) throws RefusedException {
        String text = text(name);
        try {
            long number = Long.parseLong(text);
            if (Long.toString(number).equals(text)) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Refused below.
        }
        throw bad(name, "a 64-bit number as a string");
    }

    byte[] bytes(String name) throws RefusedException {
        String text = text(name);
        try {
            if (!text.isEmpty()) {
                return HexFormat.of().parseHex(text);
            }
        } catch (IllegalArgumentException noHex) {
            // Refused below.
        }
        throw bad(name, "two hexadecimal digits for each byte");
    }
}

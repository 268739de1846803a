package io.github.coordinator.examples.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages that PROTOCOL.md shows, and its vectors. */
final class ProtocolDocument {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DOCS = Path.of("../../coordinator-core/docs");

    private ProtocolDocument() {}

    /** The examples by their type. */
    static Map<String, JsonNode> messagesOf(String sender) {
        return Pattern.compile("^```json " + sender + "\\R(.*)\\R```$", Pattern.MULTILINE)
                .matcher(read("PROTOCOL.md"))
                .results()
                .map(found -> JSON.readTree(found.group(1)))
                .collect(Collectors.toMap(each -> each.get("type").stringValue(), Function.identity()));
    }

    static JsonNode signatures() {
        return JSON.readTree(read("protocol-vectors.json")).get("signatures");
    }

    private static String read(String file) {
        try {
            return Files.readString(DOCS.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

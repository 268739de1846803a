package io.github.coordinator.examples.localtestnet;

import java.nio.charset.StandardCharsets;

/**
 * A message to a client, written once, however many it goes to.
 *
 * @param json the message
 * @param bytes its length in UTF-8
 */
record Text(String json, int bytes) {
    static Text of(ToClient message) {
        String json = Json.write(message);
        return new Text(json, json.getBytes(StandardCharsets.UTF_8).length);
    }
}

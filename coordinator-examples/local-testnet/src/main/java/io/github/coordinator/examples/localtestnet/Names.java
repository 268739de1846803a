package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people call the clients. Names are claims, and two clients may claim one; what is shown here tells them apart. */
final class Names {
    private static final int KEPT = 4_096;
    private static final int DIGITS_SHOWN = 8;

    /** The names of the clients that joined last. */
    private final Map<ClientId, String> names = new LinkedHashMap<>();

    /** Takes a name, to which the beginning of the key is added if another client has it. */
    void put(ClientId client, String name) {
        names.remove(client);
        names.put(client, names.containsValue(name) ? name + " (" + beginning(client) + ")" : name);
        if (names.size() > KEPT) {
            names.remove(names.keySet().iterator().next());
        }
    }

    /** The names as they are shown, those of the clients that joined last at the end. */
    Map<ClientId, String> all() {
        return Collections.unmodifiableMap(names);
    }

    /** Takes names as they were shown. */
    void restore(Map<ClientId, String> shown) {
        names.putAll(shown);
    }

    /** The same names, which change no more. */
    Names copy() {
        Names copy = new Names();
        copy.restore(names);
        return copy;
    }

    String of(ClientId client) {
        return names.getOrDefault(client, beginning(client));
    }

    List<String> of(List<ClientId> clients) {
        return clients.stream().map(this::of).toList();
    }

    private static String beginning(ClientId client) {
        String digits = HexFormat.of().formatHex(client.bytes());
        return digits.substring(0, Math.min(digits.length(), DIGITS_SHOWN));
    }
}

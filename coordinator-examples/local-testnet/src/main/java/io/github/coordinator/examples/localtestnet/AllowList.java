package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys in a file may join: one in hexadecimal on each line. What follows a {@code #} is a comment. */
final class AllowList implements KeyPolicy {
    /** How much of a line that is no key is shown. */
    private static final int SHOWN = 2 * SecretKey.BYTES;

    private final Set<ClientId> keys;

    private AllowList(Set<ClientId> keys) {
        this.keys = Set.copyOf(keys);
    }

    /**
     * Reads a file.
     *
     * @throws WrongUsageException if it cannot be read, or lines are no keys; it names all of them
     */
    static AllowList load(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException binary) {
            throw new WrongUsageException("the file " + file + " is no text in UTF-8");
        } catch (IOException unreadable) {
            throw new WrongUsageException("the file " + file + " cannot be read");
        }
        Set<ClientId> keys = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String code = lines.get(number - 1).replaceFirst("#.*", "");
            String text = code.strip();
            Optional<ClientId> key = key(text);
            if (key.isPresent()) {
                keys.add(key.get());
            } else if (!text.isEmpty()) {
                int column = code.length() - code.stripLeading().length() + 1;
                problems.add(file + ":" + number + ":" + column + ": a key has " + 2 * SecretKey.BYTES
                        + " hexadecimal digits, but this is " + shortened(text));
            }
        }
        if (!problems.isEmpty()) {
            throw WrongUsageException.inFile(String.join("\n", problems));
        }
        return new AllowList(keys);
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… of " + text.length() + " characters";
    }

    private static Optional<ClientId> key(String text) {
        if (text.length() != 2 * SecretKey.BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClientId.of(HexFormat.of().parseHex(text)));
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    @Override
    public boolean mayJoin(ClientId client) {
        return keys.contains(client);
    }
}

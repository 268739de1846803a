package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The keys in a file may join: one in hexadecimal on each line. What follows a {@code #} is a comment. */
final class AllowList implements KeyPolicy {
    private final Set<ClientId> keys;

    private AllowList(Set<ClientId> keys) {
        this.keys = Set.copyOf(keys);
    }

    /**
     * Reads a file.
     *
     * @throws WrongUsageException if it cannot be read, or a line is no key
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
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                keys.add(key(file, number, line));
            }
        }
        return new AllowList(keys);
    }

    private static ClientId key(Path file, int number, String line) {
        if (line.length() == 2 * SecretKey.BYTES) {
            try {
                return ClientId.of(HexFormat.of().parseHex(line));
            } catch (IllegalArgumentException noHex) {
                // Refused below.
            }
        }
        throw WrongUsageException.inFile(
                file + ":" + number + ":1: a key has " + 2 * SecretKey.BYTES + " hexadecimal digits");
    }

    @Override
    public boolean mayJoin(ClientId client) {
        return keys.contains(client);
    }
}

package io.github.coordinator.verification.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.coordinator.ClientId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The golden files. Others of the same kinds are tried with {@code -Dgolden=<folder>}, which must have the subfolders
 * {@code vectors} and {@code traces}.
 */
public final class GoldenFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("golden", "src/test/resources/golden"));

    private GoldenFiles() {}

    /** Whether these are the files that come with the tests. Of others, nobody knows what they contain. */
    public static boolean areOurOwn() {
        return System.getProperty("golden") == null;
    }

    /** The lines of one file of vectors that are to be matched. */
    public static List<JsonNode> vectors(String name) {
        return lines(ROOT.resolve("vectors").resolve(name + ".jsonl.gz")).stream()
                .filter(GoldenFiles::isToBeMatched)
                .toList();
    }

    /**
     * Whether ours can agree with a vector. It cannot where the original panicked, where nobody is there to be elected or
     * shuffled, and where more than all verify.
     */
    static boolean isToBeMatched(JsonNode vector) {
        return !hasPanic(vector)
                && !vector.path("total_nodes").asText().equals("0")
                && !vector.path("count").asText().equals("0")
                && vector.path("verification_percent").asInt() <= 100;
    }

    private static boolean hasPanic(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().startsWith("panic");
        }
        for (JsonNode child : node) {
            if (hasPanic(child)) {
                return true;
            }
        }
        return false;
    }

    /** The recorded traces of one version of the original, in the order of their names. */
    static Stream<Path> traces(String version) {
        try (Stream<Path> files = Files.list(ROOT.resolve("traces").resolve(version))) {
            return files.filter(file -> file.toString().endsWith(".jsonl.gz")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> lines(Path file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<JsonNode> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A 64-bit number, which the files write as unsigned and, where it may be large, as text. */
    public static long number(JsonNode node) {
        return Long.parseUnsignedLong(node.asText());
    }

    /** A 64-bit number that is used as a count, at most the largest that a long holds. */
    public static long count(JsonNode node) {
        long value = number(node);
        return value < 0 ? Long.MAX_VALUE : value;
    }

    /** A time in seconds; those that no clock of ours can show stand for the last one that it can. */
    static Instant time(JsonNode seconds) {
        return Instant.ofEpochSecond(Math.min(count(seconds), Instant.MAX.getEpochSecond()));
    }

    /** Clients, each told by its id alone or with more behind it. */
    static List<ClientId> clients(JsonNode ids) {
        List<ClientId> clients = new ArrayList<>();
        for (JsonNode id : ids) {
            clients.add(client(id.isArray() ? id.get(0) : id));
        }
        return clients;
    }

    static ClientId client(JsonNode id) {
        return ClientId.of(HexFormat.of().parseHex(id.asText()));
    }
}

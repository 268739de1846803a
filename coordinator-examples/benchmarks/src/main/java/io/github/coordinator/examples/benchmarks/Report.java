package io.github.coordinator.examples.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table as programs read it: a list of {@code {"name", "ns", "h", "bytes", "target", "held"}}. */
final class Report {
    private Report() {}

    static void write(Path file, List<Measurement> measurements) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ArrayNode rows = json.createArrayNode();
        for (Measurement measurement : measurements) {
            ObjectNode row = rows.addObject();
            row.put("name", measurement.work().title());
            row.put("ns", orNull(measurement.nanos()));
            row.put("h", orNull(measurement.hashes()));
            row.put("bytes", orNull(measurement.bytes()));
            row.put("target", measurement.work().target().toString());
            row.put("held", measurement.held());
        }
        Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n");
    }

    /** JSON has no way to write what is not a number. */
    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** {@code bench.json} in the directory of this module's target, from wherever the program was started. */
    static Path defaultFile() {
        try {
            Path code = Path.of(Report.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("bench.json");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the program lies in no file", impossible);
        }
    }
}

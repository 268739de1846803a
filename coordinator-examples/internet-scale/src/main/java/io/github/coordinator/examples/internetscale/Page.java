package io.github.coordinator.examples.internetscale;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** The page that shows the run: one file with everything in it, to be opened, sent or kept. */
final class Page {
    /** The examples share one copy of uPlot. */
    private static final String UPLOT = "/io/github/coordinator/examples/embedding/page/assets/uplot/";

    private Page() {}

    /** Writes the whole page or, where that fails, nothing: a page that was there before stays. */
    static void write(Path file, JsonNode report) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.writeString(file, page(report)); // A pipe or a device is written to, and not replaced.
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(unfinished, page(report));
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String page(JsonNode report) {
        // Inside a script element, only "<" could mean anything to the browser.
        String data = report.toString().replace("<", "\\u003c");
        return resource("page.html")
                .replace("/* uPlot.min.css */", resource(UPLOT + "uPlot.min.css"))
                .replace("/* page.css */", resource("page.css"))
                .replace("/* uPlot LICENSE */", "/*\n" + resource(UPLOT + "LICENSE") + "\n*/")
                .replace("/* uPlot.iife.min.js */", resource(UPLOT + "uPlot.iife.min.js"))
                .replace("/* plots.js */", resource("plots.js"))
                .replace("/* page.js */", resource("page.js"))
                .replace("/* report.json */", data);
    }

    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@code internet-scale.html} in the directory of this module's target, from wherever the program was started. */
    static Path defaultFile() {
        try {
            Path code = Path.of(Page.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("internet-scale.html");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the program lies in no file", impossible);
        }
    }
}

package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String PACKAGE = "java/io/github/coordinator/examples/embedding/";

    @Test
    void showsTheHostAsItIs() throws IOException {
        assertShown(read("src/main/" + PACKAGE + "TrainingHost.java"));
    }

    @Test
    void showsTheClientAsItIs() throws IOException {
        String source = read("src/main/" + PACKAGE + "RoundPart.java");
        assertShown(source.substring(source.indexOf("/**")));
    }

    @Test
    void showsATestAsItIs() throws IOException {
        String source = read("src/test/" + PACKAGE + "VirtualTimeTest.java");
        String test = source.substring(source.indexOf("    @Test\n"), source.lastIndexOf("\n}"));
        assertShown(test.stripIndent() + "\n");
    }

    private static void assertShown(String code) throws IOException {
        assertThat(read("../../README.md")).contains("```java\n" + code + "```\n");
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).replace("\r\n", "\n");
    }
}

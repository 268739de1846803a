package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in the README compiles: as a file, as members of a class, or as statements. */
@Tag("full")
class ReadmeCodeTest {
    private static final Path README = Path.of("../../README.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```java\\s*\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("^public .*?\\b(?:class|interface|record|enum) (\\w+)", Pattern.MULTILINE);
    private static final Pattern CONSTRUCTOR = Pattern.compile("^ *public (\\w+)\\(", Pattern.MULTILINE);

    private static final String PACKAGE = "package " + ReadmeCodeTest.class.getPackageName() + ";\n";

    /** What a block may use without importing it. */
    private static final String IMPORTS = Stream.of(
                    "io.github.coordinator.*",
                    "io.github.coordinator.config.*",
                    "io.github.coordinator.round.*",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.function.*",
                    "org.junit.jupiter.api.Test",
                    "static org.assertj.core.api.Assertions.*")
            .map(each -> "import " + each + ";\n")
            .reduce("", String::concat);

    /** What a block may use without declaring it; what it declares by the same name hides that. */
    private static final String NAMES = """
            abstract class Names implements AutoCloseable {
                Coordinator coordinator; HostedRun run; RunConfig config; SeedSource seeds; Clock clock; Instant now;
                RunStatus status; Round round; Seat seat; RoundPart part; TickResult result; ClientId client;
                HostedRunSnapshot snapshot; byte[] secret;
                public void close() {}
            }
            """;

    @TempDir
    Path classes;

    static List<String> blocks() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(README).replace("\r\n", "\n"));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("blocks")
    void compiles(String block) {
        String name = first(CONSTRUCTOR, block, "Members");
        String header = PACKAGE + IMPORTS + NAMES;
        List<String> asFile =
                errors(first(TYPE, block, "File"), block.startsWith("package ") ? block : PACKAGE + IMPORTS + block);
        List<String> asMembers = errors(name, header + "class " + name + "<C> extends Names {\n" + block + "}");
        List<String> asStatements =
                errors("Body", header + "class Body extends Names { void run() throws Exception {\n" + block + "}}");
        assertThat(List.of(asFile, asMembers, asStatements))
                .as("errors as a file, as members and as statements, of which one should be empty, in\n" + block)
                .anyMatch(List::isEmpty);
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    private List<String> errors(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        compiler.getTask(null, null, found, options, null, List.of(new Source(name, source)))
                .call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> "line " + each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.HostedRun;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;

/** A project outside of this one, compiled and run with the jar of the library and with what that needs. */
@Tag("full")
class OutsideProjectTest {
    private static final Path SOURCES = Path.of("src", "test", "resources", "outside");

    private static final String RUN_FILE = SOURCES.resolve("data.toml").toString();

    private final Path library = locationOf(HostedRun.class);

    @TempDir
    private Path folder;

    @BeforeEach
    void theLibraryIsPackaged() {
        assertThat(library.toString())
                .as("run mvn verify: only then are modules given each other's jars")
                .endsWith(".jar");
    }

    @Test
    void onTheClassPath() throws Exception {
        String path = jars();
        compile("-cp", path, main());
        assertThat(run("-cp", folder + File.pathSeparator + path, "app.Main")).isEqualTo("WARMUP");
        assertThat(run("-cp", folder + File.pathSeparator + path, "app.Main", RUN_FILE))
                .isEqualTo("WARMUP");
    }

    @Test
    void onTheModulePath() throws Exception {
        String path = jars();
        compile("-p", path, SOURCES.resolve("module-info.java").toString(), main());
        String modules = folder + File.pathSeparator + path;
        assertThat(run("-p", modules, "-m", "outside/app.Main")).isEqualTo("WARMUP");
        assertThat(run("-p", modules, "-m", "outside/app.Main", RUN_FILE)).isEqualTo("WARMUP");
    }

    /** A host that makes its configuration in code needs no parser of TOML. */
    @Test
    void withoutTomlj() throws Exception {
        String path = library + File.pathSeparator + locationOf(NullMarked.class);
        compile("-cp", path, main());
        assertThat(run("-cp", folder + File.pathSeparator + path, "app.Main")).isEqualTo("WARMUP");
    }

    /** The library, and what it needs at run time: tomlj with its parser, and the annotations. */
    private String jars() {
        Stream<Path> ofTomlj = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith("antlr4-runtime-"));
        return Stream.concat(Stream.of(library, locationOf(Toml.class), locationOf(NullMarked.class)), ofTomlj)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static String main() {
        return SOURCES.resolve(Path.of("app", "Main.java")).toString();
    }

    private void compile(String... arguments) {
        List<String> command = new ArrayList<>(List.of("-Xlint:all,-requires-automatic", "-Werror"));
        command.addAll(List.of("-d", folder.toString()));
        command.addAll(List.of(arguments));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, command.toArray(String[]::new));
        assertThat(status).as(said.toString()).isZero();
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

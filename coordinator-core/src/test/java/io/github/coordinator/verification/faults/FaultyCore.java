package io.github.coordinator.verification.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A copy of the core with a fault in it.
 *
 * @param fault the fault
 * @param folder where the copy is: its sources, its classes and what its tests say
 */
record FaultyCore(OriginalFault fault, Path folder) {
    private static final Path ORIGINAL = Path.of("src/main/java");
    private static final Path FOLDER = Path.of("target/faults");

    /**
     * Copies the sources, puts the fault into them and compiles them.
     *
     * @throws IllegalStateException if the fault no longer applies, or does not compile
     */
    static FaultyCore build(OriginalFault fault) throws IOException {
        FaultyCore core = new FaultyCore(fault, FOLDER.resolve(fault.name()));
        delete(core.folder());
        copySources(core.sources());
        fault.putInto(core.sources());
        core.compile();
        return core;
    }

    /** Copies the sources of the core. */
    static void copySources(Path folder) throws IOException {
        for (Path source : javaFiles(ORIGINAL)) {
            Path copy = folder.resolve(ORIGINAL.relativize(source));
            Files.createDirectories(copy.getParent());
            Files.copy(source, copy);
        }
    }

    private Path sources() {
        return folder.resolve("sources");
    }

    /** Where the classes are. */
    Path classes() {
        return folder.resolve("classes");
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-encoding", "UTF-8"));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        arguments.addAll(List.of("-d", classes().toString()));
        // As in the tests, the classes are on the class path, and the module is not looked at.
        javaFiles(sources()).stream()
                .filter(source -> !source.endsWith("module-info.java"))
                .forEach(source -> arguments.add(source.toString()));
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(out, out, arguments.toArray(new String[0])) != 0) {
            throw new IllegalStateException("the fault does not compile:\n" + messages);
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                // What is in a folder goes before the folder itself.
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

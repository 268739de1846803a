package io.github.coordinator.verification.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fault of the original, in a form that can be put back here.
 *
 * @param name its number, and a letter if it has several forms
 * @param sentence what the original does
 * @param form what ours does with the fault
 * @param edits the changes of the sources that put it back
 */
record OriginalFault(String name, String sentence, String form, List<SourceEdit> edits) {
    /** The folder of the faults, relative to that of the module, in which the build runs the tests. */
    static final Path FOLDER = Path.of("src/test/faults");

    /** The folder of the core's main package, relative to that of the sources. */
    private static final Path PACKAGE = Path.of("io", "github", "coordinator");

    private static final String FORM = "Here: ";

    /** No fault at all: the tests must be green. */
    static final OriginalFault NONE = new OriginalFault("F00", "Nothing.", "nothing", List.of());

    /** Every fault there is, in order. */
    static List<OriginalFault> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(OriginalFault::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No fault, and then every fault in order. */
    static List<OriginalFault> withNone() {
        return Stream.concat(Stream.of(NONE), all().stream()).toList();
    }

    private static OriginalFault read(Path file) {
        try {
            String text = Files.readString(file).replace("\r\n", "\n");
            String name = file.getFileName().toString();
            return parse(name.substring(0, name.indexOf('-')), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static OriginalFault parse(String name, String text) {
        List<String> blocks = List.of(text.strip().split("\n\n+"));
        if (blocks.size() < 3 || !blocks.get(1).startsWith(FORM)) {
            throw new IllegalArgumentException("a fault has a sentence, '" + FORM + "…' and at least one edit");
        }
        return new OriginalFault(
                name,
                unwrapped(blocks.get(0)),
                unwrapped(blocks.get(1).substring(FORM.length())),
                blocks.stream()
                        .skip(2)
                        .map(block -> SourceEdit.parse(block.lines().toList()))
                        .toList());
    }

    private static String unwrapped(String paragraph) {
        return paragraph.replace('\n', ' ');
    }

    /**
     * Puts the fault into sources.
     *
     * @param sources the root of their packages
     * @throws IllegalStateException if it no longer applies to them
     */
    void putInto(Path sources) throws IOException {
        for (SourceEdit edit : edits) {
            Path file = sources.resolve(PACKAGE).resolve(edit.file());
            Files.writeString(file, edit.applyTo(Files.readString(file)));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

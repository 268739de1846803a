package io.github.coordinator.verification.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault can still be put back, and the table says which test caught it. */
@Tag("faults")
class FaultFilesTest {
    private static final SourceEdit EDIT = SourceEdit.parse(List.of("@ A.java", " one", "-two(2)", "+three", "+four"));

    private static final Pattern CREDITED = Pattern.compile("\\| (\\w+(?:Test|Properties)), ");

    static Stream<OriginalFault> faults() {
        return OriginalFault.all().stream();
    }

    @Test
    void noneOfTheOriginalIsMissing() {
        assertThat(faults().map(fault -> fault.name().substring(0, 3))
                        .filter(name -> name.startsWith("F"))
                        .distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 22)
                        .mapToObj("F%02d"::formatted)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void appliesToTheSources(OriginalFault fault, @TempDir Path folder) throws IOException {
        FaultyCore.copySources(folder);
        fault.putInto(folder);
        assertThat(fault.edits()).isNotEmpty().noneMatch(edit -> edit.before().equals(edit.after()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isInTheTableAsItIsInItsFile(OriginalFault fault) throws IOException {
        assertThat(Files.readAllLines(FaultTable.FILE))
                .filteredOn(line -> line.startsWith("| " + fault.name() + " "))
                .singleElement()
                .asString()
                .startsWith(FaultTable.rowBegin(fault));
    }

    @Test
    void theTableNamesTestsThatThereAre() throws IOException {
        List<String> tests =
                UntilRed.testsNamed(".*").stream().map(Class::getSimpleName).toList();
        List<String> credited = Files.readAllLines(FaultTable.FILE).stream()
                .filter(FaultTable::isRow)
                .flatMap(row -> CREDITED.matcher(row).results().map(credit -> credit.group(1)))
                .toList();
        assertThat(credited).hasSizeGreaterThan(OriginalFault.all().size());
        assertThat(tests).containsAll(credited);
    }

    @Test
    void anEditReplacesItsPiece() {
        assertThat(EDIT.applyTo("zero one\n        two(\n2) five\n")).isEqualTo("zero one\nthree\nfour five\n");
    }

    @Test
    void anEditThatFitsNowhereIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EDIT.applyTo("one\ntwo(3)\n"))
                .withMessageContaining("0 times");
    }

    @Test
    void anEditDoesNotFitIntoALongerWord() {
        assertThatIllegalStateException().isThrownBy(() -> EDIT.applyTo("none two(2)"));
    }

    @Test
    void anEditThatFitsTwiceIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EDIT.applyTo("one two(2) one two(2)"))
                .withMessageContaining("2 times");
    }

    @Test
    void aFileWithoutAnEditIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginalFault.parse("F22", "A fault.\n\nHere: nothing.\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginalFault.parse("F22", "A fault.\n\nHere: an edit.\n\nA.java\n one\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginalFault.parse("F22", "A fault.\n\nHere: an edit.\n\n@ A.java\n+one\n"));
    }
}

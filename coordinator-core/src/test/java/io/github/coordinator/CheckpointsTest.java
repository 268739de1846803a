package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which references of checkpoints are taken: 1 to 1,024 bytes in UTF-8. */
class CheckpointsTest {
    @ParameterizedTest
    @CsvSource({"a, 1", "a, 1024", "é, 512", "€, 341", "😀, 256"})
    void aReferenceOfAtMost1024BytesIsTaken(String character, int count) {
        assertThatCode(() -> Checkpoints.check(character.repeat(count))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "a, 0, 0 bytes in UTF-8",
        "é, 513, 1026 bytes in UTF-8",
        "😀, 257, 1028 bytes in UTF-8",
        "a, 1025, 1025 characters",
        "é, 100000000, 100000000 characters"
    })
    void anotherLengthIsRefused(String character, int count, String length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.check(character.repeat(count)))
                .withMessageStartingWith("reference has " + length);
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.check("step-\ud800"))
                .withMessage("reference must be valid Unicode text");
    }
}

package io.github.coordinator.runfile;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.coordinator.config.RunConfigException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Any text is read in time proportional to its size. A text of {@value #SIZE} bytes takes less than a second; the limit
 * is for machines that have other things to do. Read with the square of the size, most of these would take minutes.
 */
@Tag("slow")
class HostileTextTest {
    private static final int SIZE = 1 << 15;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A text is a beginning, a piece that is repeated, and an end; {@code \n} and the like stand for characters. */
    @ParameterizedTest(name = "{0}…{1}…{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``             | \\n               | ``
        ``             | \\r\\n            | ``
        ``             | ` \\t\\n`         | ``
        ``             | #\\n              | ``
        ``             | #\\n\\n           | ``
        ``             | \\r               | ``
        ``             | #\\u0001\\n       | ``
        a=[\\n         | \\n               | ``
        a=[\\n         | \\n               | b=1\\n
        a=[\\n         | #\\n              | ]\\n
        a=[1\\n        | #\\n              | ,2]\\n
        a=[\\n         | \\n\\n\\n\\n\\n1, | ]\\n
        a={            | \\n               | b=1}\\n
        a=\\"\\"\\"    | \\n               | ``
        a=\\"\\"\\"    | \\n               | \\"\\"\\"\\n
        a='''          | #\\n              | ``
        a=[@,\\"\\"\\" | \\n               | ``
        [1_e5,{\\nb=1},'''\\n | \\n        | ``
        @\\n           | \\n               | ``
        @\\n           | #'''\\n           | ``
        a=[1,\\n       | `,2\\n`           | ``
        a=[1,\\n       | `,2`              | ``
        a=[\\n@\\n     | @\\n              | ``
        a=[\\n         | \\"a\\"=1\\n      | ``
        a=[1 1\\n      | [2],\\n           | ``
        ``             | a=[\\n            | ``
        ``             | a={\\n            | ``
        ``             | [[a\\n            | ``
        ``             | [\\n              | ``
        ``             | a=\\"\\n          | ``
        ``             | =\\n              | ``
        ``             | a\\n              | ``
        ``             | @\\n              | ``
        ``             | \\uD800           | ``
        a=b            | .                 | ``
        ``             | [                 | ``
        ``             | ]                 | ``
        ``             | \\"               | ``
        a=             | [                 | ``
        a=             | {b=               | ``
        ``             | a.                | b=1
        [              | a.                | b]
        a=[            | `1,`              | ]
        a=[            | `99999999999999999999,` | ]
        a={            | `b=1,`            | b=1}
        a=             | 9                 | ``
        a=1.           | 1                 | ``
        a=             | 1_                | 1
        ``             | a=1\\n            | ``
        ``             | [a]\\n            | ``
        ``             | [[a]]\\n[a.b]\\n  | ``
        ``             | a=99999999999999999999\\n | ``
        run_id='       | a                 | '
        ``             | a                 | =1
        [config]\\n    | a                 | =1
        run_state=1\\n[config]\\n | a      | =1
        """)
    void isReadInProportionToItsSize(String begin, String piece, String end) {
        String repeated = characters(piece);
        assertRefusedInTime(characters(begin) + repeated.repeat(SIZE / repeated.length()) + characters(end));
    }

    @Test
    void mayHaveManyKeys() {
        assertRefusedInTime("[config]\n" + lines("warm_%d=1\n") + "[model]\n" + lines("k%d=1\n") + lines("[t%d]\n"));
    }

    @Test
    void mayHaveLongKeysWithManyValues() {
        String key = "k".repeat(SIZE / 2);

        assertRefusedInTime(
                "[model]\n" + key + "=[" + "1,".repeat(SIZE / 4) + "]\n[model." + key + key + "]\n" + lines("k%d=1\n"));
    }

    @Test
    void mayBeAsLongAsAFile() {
        String comments = "# a comment\n\n".repeat(RunConfigLoader.MAX_BYTES / 13);

        assertRefusedInTime(comments);
        assertRefusedInTime("a=[\n" + comments);
        assertRefusedInTime("@\n" + comments);
    }

    private static String lines(String format) {
        return IntStream.range(0, SIZE / 16).mapToObj(format::formatted).collect(joining());
    }

    private static String characters(String written) {
        return written.replace("\\uD800", "\uD800")
                .replace("\\u0001", "\u0001")
                .replace("\\\"", "\"")
                .translateEscapes();
    }

    private static void assertRefusedInTime(String text) {
        assertTimeoutPreemptively(LIMIT, () -> {
            try {
                RunConfigLoader.parse(text, "data.toml");
            } catch (RunConfigException refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        });
    }
}

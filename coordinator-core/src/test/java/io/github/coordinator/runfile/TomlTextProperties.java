package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.internal.settings.Describe;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** The parser makes the same of a text whether it is prepared for it or not. */
class TomlTextProperties {
    private static final List<String> PIECES = List.of(
            "a = 1\n",
            "b.c = 'x'\r\n",
            "[d]\n",
            "[[e]] # e\n",
            "f = [\n",
            "1,\n",
            "2\n",
            "]\n",
            "], ",
            "g = {",
            "h = 2, ",
            "i = 3",
            "}\n",
            "j = \"\"\"\n",
            "\"\"\"\n",
            "k = '''",
            "'''\n",
            "l = \"\\\"\"\n",
            "m = \"\n",
            "n = 1_000.5e+3\n",
            "o = 07\n",
            "p = 1_e5\n",
            "q = 1979-05-27 07:32:00Z\n",
            "r = 07:32\n",
            "s = inf\n",
            "t = zzz\n",
            "\"u v\".w = true\n",
            "[x\n",
            "= 4\n",
            "@",
            "\\",
            "\"",
            "'",
            ",",
            "# y\n",
            "# z",
            " \n",
            "\r\n",
            "\r",
            "\t",
            "\uD83C\uDFCB",
            "\uFEFF",
            "\uD800",
            "\u0001",
            "\n\n\n\n\n\n\n\n\n\n",
            "#\n#\n#\n#\n\n#\n#\n#\n#\n#\n#\n#\n",
            " \r\n\t# \r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n");

    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("slow")
    void readsTheSame(@ForAll("texts") String text) {
        TomlParseResult plain = parsePlainly(text);
        TomlScanner scanner = new TomlScanner(text);
        boolean isWellFormed = scanner.scan() < 0;
        Assume.that(plain != null && scanner.commentFaults().isEmpty());

        ParsedText prepared = ParsedText.parse(text, "data.toml");

        List<ConfigProblem> expected = plain.errors().stream()
                .map(error -> new ConfigProblem(
                        "", error.position().line(), error.position().column(), Describe.message(error.getMessage())))
                .toList();
        assertThat(prepared.problems())
                .as(text)
                .startsWith(expected.stream().limit(1).toArray(ConfigProblem[]::new));
        if (isWellFormed) {
            assertThat(prepared.problems()).as(text).isEqualTo(expected);
        }
        if (expected.isEmpty()) {
            assertThat(isWellFormed).as(text).isTrue();
            assertThat(PlainValues.of(prepared.root())).isEqualTo(PlainValues.of(plain));
        }
    }

    /** What the parser makes of a text; null where it fails. */
    private static @Nullable TomlParseResult parsePlainly(String text) {
        try {
            return Toml.parse(text);
        } catch (AssertionError | NullPointerException failed) {
            return null;
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(14).map(pieces -> String.join("", pieces));
    }
}

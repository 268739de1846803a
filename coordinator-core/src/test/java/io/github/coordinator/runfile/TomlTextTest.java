package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a text for the parser. */
class TomlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a = 1",
                "a = 1\n",
                "\n\n\n\n\n\n\n\n",
                "@\n#\n\n#\n\n#\n\n#\n\n#",
                "a = '''\n\n\n\n\n\n\n\n\n\n\n'''"
            })
    void isTheTextWhereNothingIsTooMany(String text) {
        TomlText prepared = new TomlText(text);

        assertThat(prepared.text()).isEqualTo(text);
        assertThat(prepared.originalLine(text.split("\n", -1).length)).isEqualTo(text.split("\n", -1).length);
    }

    @Test
    void lacksTheEndOfALongRun() {
        TomlText prepared = new TomlText("#\n".repeat(20) + "a = 1\n");

        assertThat(prepared.text()).isEqualTo("#\n".repeat(8) + "a = 1\n");
        assertThat(prepared.originalLine(8)).isEqualTo(8);
        assertThat(prepared.originalLine(9)).isEqualTo(21);
        assertThat(prepared.originalLine(10)).isEqualTo(22);
    }

    @Test
    void lacksTheEndOfALongRunAfterAnErrorToo() {
        TomlText prepared = new TomlText("@\n" + "\n#\r\n".repeat(20) + "#\u0001\n" + "\n".repeat(20) + "# a");

        assertThat(prepared.text()).isEqualTo("@\n" + "\n#\r\n".repeat(4) + "#\u0001\n" + "\n".repeat(8) + "# a");
        assertThat(prepared.originalLine(10)).isEqualTo(42);
    }

    @Test
    void lacksWhatCommentsMustNotHave() {
        TomlText prepared = new TomlText("#\u0001\r\na = 1 # é\u0002\nb = 2 #\u0003");

        assertThat(prepared.text()).isEqualTo("#\na = 1 # é\nb = 2 #");
        assertThat(prepared.commentProblems()).hasSize(3);
    }
}

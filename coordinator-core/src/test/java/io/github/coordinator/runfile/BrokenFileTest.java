package io.github.coordinator.runfile;

import static io.github.coordinator.runfile.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not TOML, or not even text: all that is certain is said, and nothing that is not. */
class BrokenFileTest {
    @Test
    void listsEverySyntaxErrorInTheOrderOfTheFile() {
        assertRefused(
                """
                run_id = digits
                [config]
                min_clients = 3 = 4
                warmup_time = 07
                total_steps = 99999999999999999999
                cooldown_time = "a minute
                """,
                "data.toml:1:10: Unexpected 'd', expected a value",
                "data.toml:3:17: Unexpected '=', expected a newline or end-of-input",
                "data.toml:4:15: Leading zeros are not allowed",
                "data.toml:5:15: total_steps is 99999999999999999999, too large for 64 bits",
                "data.toml:6:26: Unexpected end of line, expected \" or a character");
    }

    @Test
    void addsWhatIsCertainAndCallsNothingMissing() {
        assertRefused(
                """
                run_id = "digits"
                [config]
                min_clients = = 3
                warmup_time = -1
                witness_nodes = 5
                total_step = 1000
                cooldown_time = "a minute"
                """,
                "data.toml:3:15: Unexpected '=', expected a value",
                "data.toml:4:15: warmup_time is -1, must be at least 0",
                "data.toml:6:1: unknown key total_step, did you mean total_steps?",
                "data.toml:7:17: cooldown_time must be a number of seconds, but is \"a minute\"");
    }

    @Test
    void holdsNothingAgainstADefaultThatMayNotBeOne() {
        // Were witness_nodes readable, 2,000 clients could be right.
        assertRefused("""
            [config]
            witness_nodes = = 3
            max_clients = 2000
            min_clients = 3
            """, "data.toml:2:17: Unexpected '=', expected a value");
    }

    @Test
    void holdsTwoValuesAgainstEachOtherWhereBothAreRead() {
        assertRefused(
                """
                [config]
                warmup_time = = 3
                min_clients = 3
                witness_nodes = 5
                """,
                "data.toml:2:15: Unexpected '=', expected a value",
                "data.toml:4:17: witness_nodes is 5, more than min_clients (3)");
    }

    @Test
    void doesNotJudgeWhatABrokenHeaderSetsAdrift() {
        assertRefused(
                """
                [config]
                min_clients = 0
                [model.]
                layers = 12
                witness_nodes = -1
                """,
                "data.toml:2:15: min_clients is 0, must be at least 1",
                "data.toml:3:8: Unexpected ']', expected a key");
    }

    @Test
    void doesNotJudgeWhatAnOpenHeaderSetsAdrift() {
        assertRefused("""
                [model
                [config]
                min_clients = 0
                """, "data.toml:1:7: Unexpected end of line, expected ]");
    }

    /** The parser has an assertion about these after a header, which would fail here, and otherwise reports two. */
    @Test
    void refusesControlCharactersInComments() {
        assertRefused("run_id = \"é\"\r\n [model] # ✓\u0001\r\n", "data.toml:2:13: Unexpected '\\u0001' in a comment");
        assertRefused("[model]#\r\n[config] # a\rb\n", "data.toml:2:13: Unexpected '\\u000d' in a comment");
        assertRefused("[model] # 🏋\uD800", "data.toml:1:12: Unexpected '\\ud800' in a comment");
        assertRefused(
                "# a\u0001b\u0002\n" + RunFile.minimal().text() + "# \u007F\n",
                "data.toml:1:4: Unexpected '\\u0001' in a comment",
                "data.toml:12:3: Unexpected '\\u007f' in a comment");
    }

    @Test
    void judgesTheRestWhereOnlyACommentIsWrong() {
        assertRefused(
                RunFile.minimal().with("min_clients", "0 # {\u0001}").text(),
                "data.toml:3:15: min_clients is 0, must be at least 1",
                "data.toml:3:20: Unexpected '\\u0001' in a comment");
    }

    @Test
    void saysSoWhereTheParserFails() {
        assertRefused("= 1\n[model] # \u0001\n", "data.toml:1:1: this cannot be read as TOML");
        assertRefused(
                "# \u0001\n], \ng = {h = 2, \uD83C\uDFCB#\n#\n#\n[[e]] # e\n[[e]] # e\n# y\n",
                "data.toml:1:3: Unexpected '\\u0001' in a comment",
                "data.toml:2:1: this cannot be read as TOML");
    }

    @Test
    void showsMessagesOnOneLine() {
        assertRefused(
                "[model]\n\"a\\rb\" = 1\n\"a\\rb\" = 2\n",
                "data.toml:3:1: \"a\\rb\" previously defined at line 2, column 1");
        assertThatThrownBy(() -> RunConfigLoader.parse("a\rb = 'x\ry'\nc = \r\n", "data.toml"))
                .message()
                .doesNotContain("\r");
    }

    @Test
    void shortensWhatMessagesQuote() {
        String key = "k".repeat(100_000);

        assertRefused(
                "[model]\n" + key + " = 1\n" + key + " = 2\n",
                "data.toml:3:1: " + "k".repeat(80) + "…" + "k".repeat(41) + " previously defined at line 2, column 1");
    }

    @Test
    void namesTheKeyOfANumberThatIsTooLarge() {
        assertRefused(
                "\"a\".total_steps =\t-99_999_999_999_999_999_999 # many\nx = [0xFFFFFFFFFFFFFFFFF]\n",
                "data.toml:1:19: total_steps is -99_999_999_999_999_999_999, too large for 64 bits",
                "data.toml:2:6: an integer is too large for 64 bits");
        assertRefused(
                "total_steps = " + "9".repeat(100),
                "data.toml:1:15: total_steps is " + "9".repeat(40) + "…, too large for 64 bits");
        assertRefused("total_steps = " + "9".repeat(1_000), "data.toml:1:15: an integer is too large for 64 bits");
    }

    @Test
    void countsTheLinesThatTheParserIsNotGiven() {
        String space = "\n# comment\r\n \t\n".repeat(1_000);

        assertRefused(
                space + RunFile.minimal().with("witness_nodes", "5").text()
                        + space
                        + "min_clients = 4\n"
                        + space
                        + "[model]\ny = 1\ny.z = 2\nx = [1,"
                        + space
                        + "2 3]",
                "data.toml:3011:17: witness_nodes is 5, more than min_clients (3)",
                "data.toml:6012:1: min_clients previously defined at line 3003, column 1",
                "data.toml:9015:1: y is not a table (previously defined at line 9014, column 1)",
                "data.toml:12016:3: Unexpected '3', expected ], a comma, or a newline");
    }

    @Test
    void countsTheLinesOfABracketThatNothingCloses() {
        String space = "\n".repeat(1_000);

        assertRefused(
                space + "a = [\n1," + space + "2" + space + "b = 3\n",
                "data.toml:2002:2: Unexpected end of line, expected ] or a comma; the array opened at line 1001,"
                        + " column 5 is unclosed",
                "data.toml:3002:1: unknown key b");
    }

    @Test
    void keepsTheLinesOfATextOnSeveralLines() {
        String space = "\n# comment\n \t\n".repeat(100);

        assertThat(RunConfigLoader.parse(
                                RunFile.minimal().text() + "[model]\na = \"\"\"" + space + "\"\"\"\nb = ['''" + space
                                        + "''']\n",
                                "data.toml")
                        .model())
                .isEqualTo(Map.of("a", space.substring(1), "b", List.of(space.substring(1))));
    }

    @Test
    void readsNoMoreThanSomeOfTheTextAfterAnError() {
        String text = "= 1\n" + "a = 1 # a comment of some length\n".repeat(10_000) + "= 2\n";

        assertThatThrownBy(() -> RunConfigLoader.parse(text, "data.toml"))
                .isInstanceOfSatisfying(
                        RunConfigException.class,
                        refused -> assertThat(refused.problems())
                                .hasSizeBetween(200, 300)
                                .extracting(ConfigProblem::message)
                                .startsWith("Unexpected '=', expected a key, a table key, a newline, or end-of-input"));
    }

    @Test
    void doesNotBlameTheEndOfTheTextThatWasRead() {
        String open = "a = [\n" + "1, # one\n".repeat(10_000);

        assertRefused(
                "= 1\n" + open,
                "data.toml:1:1: Unexpected '=', expected a key, a table key, a newline, or" + " end-of-input");
        assertRefused("a = '''" + "x\n".repeat(10_000), "data.toml:1:5: this cannot be read as TOML");
    }

    @Test
    void refusesAKeyThatComesTwice() {
        assertRefused(
                RunFile.minimal().text() + "min_clients = 4\n",
                "data.toml:11:1: min_clients previously defined at line 3, column 1");
    }

    @Test
    void refusesTheMarksOfAMerge() {
        assertThatThrownBy(() -> RunConfigLoader.parse(
                        RunFile.minimal().text() + "<<<<<<< HEAD\nepoch_time = 60\n=======\n>>>>>>> main\n",
                        "data.toml"))
                .isInstanceOfSatisfying(
                        RunConfigException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(ConfigProblem::line)
                                .containsExactly(11, 13, 14));
    }

    @Test
    void takesAByteOrderMarkForNothing(@TempDir Path folder) throws IOException {
        String toml = "\uFEFF" + RunFile.minimal().text();
        Path file = Files.writeString(folder.resolve("data.toml"), toml);

        assertThat(RunConfigLoader.parse(toml, "data.toml"))
                .isEqualTo(RunFile.minimal().load());
        assertThat(RunConfigLoader.load(file)).isEqualTo(RunFile.minimal().load());
        assertRefused("\uFEFFrun = 1 2\n", "data.toml:1:9: Unexpected '2', expected a newline or end-of-input");
    }

    @Test
    void takesTheLineEndsOfWindows() {
        String toml = RunFile.minimal().with("witness_nodes", "5").text().replace("\n", "\r\n");

        assertRefused(toml, "data.toml:11:17: witness_nodes is 5, more than min_clients (3)");
    }

    @Test
    void refusesWhatIsNotUtf8(@TempDir Path folder) throws IOException {
        assertNotUtf8(folder, "run_id = \"a\"\n# é\uD83C\uDFCB".getBytes(StandardCharsets.UTF_8), 0xFF, "2:5", "0xFF");
        assertNotUtf8(folder, "# caf".getBytes(StandardCharsets.US_ASCII), 0xE9, "1:6", "0xE9");
        assertNotUtf8(folder, new byte[0], 0xC0, "1:1", "0xC0");
    }

    @Test
    void refusesUtf16(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("data.toml"), RunFile.minimal().text(), StandardCharsets.UTF_16);

        assertThatThrownBy(() -> RunConfigLoader.load(file)).hasMessage(file + ":1:1: not UTF-8: unexpected byte 0xFE");
    }

    private static void assertNotUtf8(Path folder, byte[] before, int last, String position, String shown)
            throws IOException {
        byte[] bytes = Arrays.copyOf(before, before.length + 1);
        bytes[before.length] = (byte) last;
        Path file = Files.write(folder.resolve("data.toml"), bytes);

        assertThatThrownBy(() -> RunConfigLoader.load(file))
                .isInstanceOf(RunConfigException.class)
                .hasMessage(file + ":" + position + ": not UTF-8: unexpected byte " + shown);
    }
}

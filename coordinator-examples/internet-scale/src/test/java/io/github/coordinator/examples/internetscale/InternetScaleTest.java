package io.github.coordinator.examples.internetscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole command on a small run: what it prints, and what its page holds. */
@Tag("slow")
class InternetScaleTest {
    private static final Pattern REPORT =
            Pattern.compile("<script type=\"application/json\" id=\"report\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int execute(boolean isTerminal, String... arguments) {
        return InternetScale.execute(printsTo(out), printsTo(err), isTerminal, arguments);
    }

    private static PrintStream printsTo(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String page(String clients, String rounds, String seed) throws IOException {
        Path file = folder.resolve("page.html");
        int status = execute(false, "--clients", clients, "--rounds", rounds, "--seed", seed, "--out", file.toString());
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        return Files.readString(file);
    }

    private static JsonNode report(String page) throws IOException {
        Matcher matcher = REPORT.matcher(page);
        assertThat(matcher.find()).isTrue();
        return new ObjectMapper().readTree(matcher.group(1));
    }

    @Test
    void thePageHoldsAllThatItsPlotsNeedAndAsksForNothingElse() throws IOException {
        String page = page("2000", "60", "3");
        assertThat(page.replace("https://github.com/leeoniya/uPlot", "where uPlot comes from"))
                .doesNotContain("http", "src=", "href=", "@import", "url(", "fetch(", "import(");
        assertThat(page).contains("Copyright (c) 2022 Leon Sorokin");
        assertThat(page).doesNotContain(".css */", ".js */", "LICENSE */", ".json */");

        JsonNode story = report(page).get("story");
        JsonNode rounds = story.get("rounds");
        assertThat(rounds.get("confirmed")).hasSizeGreaterThanOrEqualTo(60);
        rounds.forEach(column -> assertThat(column).hasSameSizeAs(rounds.get("confirmed")));
        assertThat(story.get("epochs").get("clients")).hasSizeGreaterThanOrEqualTo(12);
        assertThat(total(story.get("electedByCount").get("observed"))).isBetween(2000L, 2600L);
        assertThat(total(story.get("electedByPlace").get("observed")))
                .isEqualTo(32L * rounds.get("confirmed").size());

        JsonNode measured = report(page).get("measured");
        assertThat(measured.get("transitions").findValuesAsText("to")).contains("WARMUP", "ROUND_TRAIN", "COOLDOWN");
        assertThat(measured.get("messages").findValuesAsText("call"))
                .containsExactly("join", "ready", "healthCheck", "witness", "disconnect, leave, eject");
        assertThat(measured.get("heap")).hasSameSizeAs(story.get("epochs").get("clients"));
    }

    private static long total(JsonNode numbers) {
        long total = 0;
        for (JsonNode number : numbers) {
            total += number.asLong();
        }
        return total;
    }

    /** A column of the rounds or epochs, as text. */
    private static String column(JsonNode story, String table, String name) {
        return story.get(table).get(name).toString();
    }

    @Test
    void theSameSeedAndNumbersGiveTheSameStory() throws IOException {
        JsonNode story = report(page("1000", "40", "5")).get("story");
        assertThat(report(page("1000", "40", "5")).get("story")).isEqualTo(story);
        JsonNode other = report(page("1000", "40", "6")).get("story");
        assertThat(column(other, "rounds", "trainSeconds")).isNotEqualTo(column(story, "rounds", "trainSeconds"));
    }

    /** In a pipe there are plain lines, the last one with the page and the numbers; on a terminal there is a bar too. */
    @Test
    void theLastLineSaysWhereThePageIs() throws IOException {
        page("500", "20", "1");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSizeBetween(5, 21)
                .allSatisfy(line -> assertThat(line).doesNotContain("\r", "\u001B"))
                .last()
                .asString()
                .startsWith(folder.resolve("page.html") + ": 20 rounds confirmed of ");
        execute(
                true,
                "--clients",
                "500",
                "--rounds",
                "20",
                "--out",
                folder.resolve("page.html").toString());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\r\u001B[K[####", "] 20 of 20 rounds");
    }

    /** A folder in the way of the unfinished page stands for a full disk. */
    @Test
    void aPageThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Path page = Files.writeString(folder.resolve("page.html"), "old");
        Path inTheWay = Files.createDirectory(folder.resolve("page.html.part"));
        Files.writeString(inTheWay.resolve("kept"), "");
        assertThatThrownBy(() -> Page.write(page, new ObjectMapper().createObjectNode()))
                .isInstanceOf(IOException.class);
        assertThat(page).hasContent("old");
    }

    @Test
    void nothingButThePageIsLeft() throws IOException {
        page("500", "20", "1");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("page.html"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--clients=99 | --clients is from 100 to 10,000,000, not 99.",
                "--clients=many | Invalid value for option '--clients': 'many' is not an int. See --help.",
                "--rounds=9 | --rounds is from 10 to 1,000,000, not 9.",
                "--seed=x | Invalid value for option '--seed': 'x' is not a long. See --help.",
                "--out=no-such-folder/page.html | --out cannot be written: there is no folder ",
                "--out=. | --out cannot be written: ",
                "--rotate | Unknown option: '--rotate'. See --help.",
                "--round=50 | Unknown option: '--round=50'",
            })
    void whatCannotBeDoneIsSaidInASentence(String argument, String sentence) {
        assertThat(execute(false, argument)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith(sentence);
    }
}

package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.round.DataRange;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDisplayTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private int columns = 80;
    private long nanos;

    @Test
    void inAPipeThereArePlainLines() {
        showARun(display(false));
        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  1.5 s  watch the run at http://127.0.0.1:4711/",
                        "  1.5 s  the server listens on port 4711",
                        "  1.5 s  client-1 joined",
                        "  1.5 s  client-1 is back, and keeps its seat",
                        "  1.5 s  WAITING_FOR_MEMBERS -> WARMUP: epoch 0 with 2 clients, client-1, client-2;"
                                + " without the model: client-2",
                        "  1.5 s  WARMUP -> ROUND_TRAIN: epoch 0, round 0, step 1 of 4",
                        "  1.5 s  step 1 of 4 done: loss 0.500, accuracy 0.900; trained by client-1, not by client-2"
                                + " (rows 80 to 159); witnessed by client-1, not by client-2",
                        "  1.5 s  client-2 was removed in epoch 0, round 0: DISCONNECTED, its connection was gone",
                        "  1.5 s  ROUND_WITNESS -> COOLDOWN: epoch 0 ends",
                        "  1.5 s  step 2 of 4 is not confirmed, and will be trained again; witnessed by nobody,"
                                + " not by client-1",
                        "  1.5 s  client-1 was removed in epoch 1, warm-up: LEFT, it said goodbye",
                        "  1.5 s  a was removed in epoch 1, round 2: EJECTED, it was ejected",
                        "  1.5 s  a was removed in epoch 1, round 2: SILENT, it gave no sign of life",
                        "  1.5 s  a was removed in epoch 1, round 2: ABSENT, the witnesses did not see its work",
                        "  1.5 s  a was removed in epoch 1, round 2: NOT_ATTESTING, it did not attest when it was elected",
                        "FINISHED epochs=1 steps=4 accuracy=0.9000");
    }

    @Test
    void onATerminalABarStaysBelowTheLines() {
        showARun(display(true));
        String[] written = shown.toString(StandardCharsets.UTF_8).split("\r\u001B\\[K", -1);
        String bar = "[#######.....................] step 1 of 4, loss 0.500, accuracy 0.900";

        assertThat(bar).hasSizeLessThan(80);
        assertThat(written[6]).endsWith("step 1 of 4\n");
        assertThat(written[7]).startsWith("  1.5 s  step 1 of 4 done").endsWith("\n" + bar);
        assertThat(written[8]).endsWith("\n" + bar);
        assertThat(written[written.length - 1]).isEqualTo("FINISHED epochs=1 steps=4 accuracy=0.9000\n");
    }

    @Test
    void aNarrowTerminalGetsAShorterBar() {
        assertThat(barIn(50))
                .isEqualTo("[#......] step 1 of 4, loss 0.500, accuracy 0.900")
                .hasSize(49);
        assertThat(barIn(30)).isEqualTo("[] step 1 of 4, loss 0.500, a");
        assertThat(barIn(1)).isEmpty();
    }

    @Test
    void theSizeOfATerminalIsReadOrTakenAsUsual() {
        assertThat(Terminal.columns("24 46\n")).isEqualTo(46);
        for (String noSize : List.of("", "0 0", "24", "a b", "24 46 7", "24 999999")) {
            assertThat(Terminal.columns(noSize)).isEqualTo(80);
        }
        assertThat(Terminal.columns()).isPositive();
    }

    @Test
    void aServerSaysHowBusyItWas() {
        nanos = 1_500_000_000;
        RunDisplay display = display(false);
        display.show(new RunReport.Load(12_345, 150_000, 2_000_000, 30_000_000, 5 << 20));
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .endsWith("12,345 turns took 0.15 ms (median), 2.00 ms (99 of 100), 30.00 ms (longest);"
                        + " 5,120 KiB waited for clients at most\n");
    }

    private String barIn(int width) {
        columns = width;
        shown.reset();
        RunDisplay display = display(true);
        display.show(new RunReport.RoundOver(0, 0, 1, 4, true, List.of(), List.of(), List.of(), List.of(), 0.5, 0.9));
        String written = shown.toString(StandardCharsets.UTF_8);
        return written.substring(written.lastIndexOf('\n') + 1);
    }

    @Test
    void nothingFollowsTheLastLine() {
        RunDisplay display = display(false);
        display.close("the end");
        display.say("too late");
        display.close("the end again");
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("the end\n");
    }

    @Test
    void theBarMakesRoomForWhatIsSaidElsewhere() {
        RunDisplay display = display(true);
        display.show(new RunReport.RoundOver(0, 0, 1, 4, true, List.of(), List.of(), List.of(), List.of(), 0.5, 0.9));
        display.close();
        display.say("too late");
        assertThat(shown.toString(StandardCharsets.UTF_8)).endsWith("accuracy 0.900\r\u001B[K");
    }

    private RunDisplay display(boolean isTerminal) {
        PrintStream out = new PrintStream(shown, false, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                print(line + "\n");
            }
        };
        return new RunDisplay(out, isTerminal, columns, () -> nanos);
    }

    @Test
    void thePageOfAServerCanBeVisited() {
        assertThat(RunReport.Listening.on("example.org", 80).page()).isEqualTo("http://example.org:80/");
        assertThat(RunReport.Listening.on("0.0.0.0", 80).page()).isEqualTo("http://localhost:80/");
        assertThat(RunReport.Listening.on("::", 80).page()).isEqualTo("http://localhost:80/");
        assertThat(RunReport.Listening.on("::1", 80).page()).isEqualTo("http://[::1]:80/");
    }

    private void showARun(RunDisplay display) {
        nanos = 1_500_000_000L;
        List<String> both = List.of("client-1", "client-2");
        List<String> first = List.of("client-1");
        List<String> second = List.of("client-2");
        display.show(RunReport.Listening.on("127.0.0.1", 4711));
        display.show(new RunReport.Joined("client-1", "ACCEPTED"));
        display.show(new RunReport.Joined("client-1", "ALREADY_MEMBER"));
        display.show(
                new RunReport.Transition(RunState.WAITING_FOR_MEMBERS, RunState.WARMUP, 0, -1, 1, 4, both, second));
        display.show(new RunReport.Transition(RunState.WARMUP, RunState.ROUND_TRAIN, 0, 0, 1, 4, both, second));
        RunReport.Omitted omitted = new RunReport.Omitted("client-2", new DataRange(80, 159));
        display.show(new RunReport.RoundOver(0, 0, 1, 4, true, first, List.of(omitted), first, second, 0.5, 0.9));
        display.show(new RunReport.Removed("client-2", Removal.Cause.DISCONNECTED, 0, 0));
        display.show(new RunReport.Transition(RunState.ROUND_WITNESS, RunState.COOLDOWN, 0, 0, 2, 4, first, List.of()));
        display.show(new RunReport.RoundOver(0, 1, 2, 4, false, List.of(), List.of(), List.of(), first, 0.5, 0.9));
        display.show(new RunReport.Removed("client-1", Removal.Cause.LEFT, 1, -1));
        for (Removal.Cause cause : List.of(
                Removal.Cause.EJECTED, Removal.Cause.SILENT, Removal.Cause.ABSENT, Removal.Cause.NOT_ATTESTING)) {
            display.show(new RunReport.Removed("a", cause, 1, 2));
        }
        display.show(new RunReport.Finished(1, 4, 0.9));
        display.finish();
    }
}

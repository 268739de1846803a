package io.github.coordinator.examples.livepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real server, with real clients. */
@Tag("page")
@Timeout(300)
class LivePageTest {
    private static final Pattern IN_A_ROUND = Pattern.compile("Round (train|witness)");

    private static Chromium chromium;

    @TempDir
    private Path folder;

    @BeforeAll
    static void launch() {
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    @Test
    void aRunFromItsFirstClientToItsEnd() throws Exception {
        try (TestRun run = new TestRun(folder);
                Visit visit = chromium.visit(run.url())) {
            assertThat(visit.id("state")).hasText("Waiting for members");
            assertThat(visit.id("pending-text")).hasText("Nobody is pending.");
            assertThat(visit.id("sentences")).containsText("3");
            visit.look("before-the-first-client");

            for (String client : List.of("ada", "berta", "carl", "dora")) {
                run.startClient(client);
            }
            assertThat(visit.rows("pending")).hasCount(4);
            run.signal("dora", "STOP");
            assertThat(visit.id("state")).hasText("Warmup");
            assertThat(visit.rows("members").filter(having("✓ ready"))).hasCount(3);
            assertThat(visit.rows("members").filter(having("loads the model"))).containsText("dora");
            assertThat(visit.id("sentences")).containsText("dora");
            visit.look("warmup");
            run.signal("dora", "CONT");

            assertThat(visit.id("state")).hasText(IN_A_ROUND);
            assertThat(visit.id("loss-text")).containsText("after step 3");
            assertThat(visit.id("accuracy-text")).containsText("after step");
            assertThat(visit.rows("committee")).hasCount(3);
            assertThat(visit.rows("history")
                            .filter(having("round witness → round train: next round"))
                            .first())
                    .isVisible();
            visit.look("training");

            assertThat(visit.rows("members").filter(having("dora"))).hasCount(1);
            run.killClient("dora");
            assertThat(visit.rows("removals")).containsText("dora");
            assertThat(visit.rows("removals")).containsText("disconnected");
            assertThat(visit.rows("history").filter(having("dora was removed"))).hasCount(1);
            visit.look("after-a-kill");

            visit.serverMayBeGone();
            run.operate("stop");
            assertThat(visit.id("state")).hasText("Finished");
            assertThat(visit.page()).hasTitle(Pattern.compile("Finished, .*"));
            assertThat(visit.id("connection")).hasText("The run is finished, and its server has ended.");
            visit.look("finished");
        }
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void aServerThatIsGoneComesBackAndIsPaused() throws Exception {
        try (TestRun run = new TestRun(folder);
                Visit visit = chromium.visit(run.url())) {
            for (String client : List.of("ada", "berta", "carl")) {
                run.startClient(client);
            }
            assertThat(visit.id("loss-text")).containsText("after step");

            visit.serverMayBeGone();
            run.killServer();
            assertThat(visit.id("connection")).containsText("The server has not answered since");
            assertThat(visit.rows("members")).hasCount(3);
            visit.look("server-gone");

            run.restartServer();
            assertThat(visit.id("connection")).hasText("Live");
            assertThat(visit.rows("history").filter(having("a server began to serve the run")))
                    .hasCount(2);
            assertThat(visit.id("state")).hasText(IN_A_ROUND);

            run.operate("pause");
            assertThat(visit.id("state")).hasText("Paused");
            assertThat(visit.rows("history").filter(having("the operator called pause: recorded")))
                    .hasCount(1);
            visit.look("paused");

            run.operate("resume");
            assertThat(visit.id("state")).hasText(IN_A_ROUND);
        }
    }

    /** Names are claims of strangers. */
    @Test
    void hostileNamesAreShownAsText() throws Exception {
        List<String> names = List.of("<img src=x onerror=alert(1)>", "\"><script>alert('2')</script>", "x".repeat(64));
        try (TestRun run = new TestRun(folder);
                Visit visit = chromium.visit(run.url())) {
            for (String name : names) {
                run.startClient(name);
            }
            assertThat(visit.id("loss-text")).containsText("after step");
            for (String name : names) {
                assertThat(visit.page().locator("#members bdi").filter(having(name)))
                        .hasText(name);
            }
            assertThat(visit.page().locator("main img, main script")).hasCount(0);
            visit.look("hostile-names");
        }
    }
}

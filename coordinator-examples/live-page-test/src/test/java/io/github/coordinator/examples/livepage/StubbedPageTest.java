package io.github.coordinator.examples.livepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of a run that a real server would take long to come to. */
@Tag("page")
@Timeout(300)
class StubbedPageTest {
    private static final Instant BEGAN = Instant.parse("2026-03-01T12:00:00Z");

    private static Chromium chromium;

    private StubServer server;
    private Visit visit;

    @BeforeAll
    static void launch() {
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    @BeforeEach
    void open() throws IOException {
        server = new StubServer(StubRun.training("five-hundred", 500, 300, BEGAN));
        visit = chromium.visit(server.url());
        assertThat(visit.id("connection")).hasText("Live");
    }

    @AfterEach
    void leave() {
        visit.close();
        server.close();
    }

    @Test
    void fiveHundredMembersAreShownAndFiltered() {
        assertThat(visit.rows("members")).hasCount(500);
        assertThat(visit.rows("pending")).hasCount(500);
        assertThat(visit.rows("committee")).hasCount(32);
        assertThat(visit.id("committee-text")).hasText("16 of 32 witnesses attested; the round needs 22.");
        visit.picture("five-hundred-members");

        visit.id("filter").fill("client-49");
        assertThat(visit.rows("members")).hasCount(11);
        visit.id("filter").fill("no such client");
        assertThat(visit.rows("members")).hasCount(0);
    }

    /** A look that changes every row takes less than a quarter of the second between two looks, so the page stays usable. */
    @Test
    void fiveHundredMembersAreRenderedQuickly() {
        Object millis = visit.page().evaluate("""
                async () => {
                  const {render} = await import('/assets/render.js');
                  const status = await (await fetch('api/status')).json();
                  const times = [];
                  for (let turn = 0; turn < 20; turn++) {
                    status.members.forEach(member => member.silentForMillis += 1000);
                    const began = performance.now();
                    render({status, aheadMillis: 0, sentences: [], entries: [], goneSince: null, selected: null, clientSentences: []}, Date.now());
                    document.body.getBoundingClientRect();
                    times.push(performance.now() - began);
                  }
                  return times.sort((a, b) => a - b)[10];
                }
                """);
        Assertions.assertThat(((Number) millis).doubleValue()).isLessThan(250);
    }

    @Test
    void everythingIsReachedByKeyboard() {
        Keyboard keyboard = visit.page().keyboard();
        visit.id("filter").focus();
        visit.id("filter").fill("client-7");
        keyboard.press("Tab"); // The table, to be scrolled.
        keyboard.press("Tab");
        assertThat(visit.page().locator("#members button").first()).isFocused();
        keyboard.press("Enter");
        assertThat(visit.id("client-name")).hasText("client-7");
        assertThat(visit.id("client-sentences")).hasText("this is client-7");
        keyboard.press("Escape");
        assertThat(visit.id("client")).isHidden();
        assertThat(visit.page().locator("#members button").first()).isFocused();

        visit.id("kind").focus();
        keyboard.press("Tab");
        keyboard.press("End");
        assertThat(visit.page().locator("#history tr").last()).isInViewport();
    }

    @Test
    void whoReadsTheOldHistoryIsNotMoved() {
        assertThat(visit.rows("history")).hasCount(300);
        visit.page().locator("#history tr").nth(200).scrollIntoViewIfNeeded();
        double before = visit.page().locator("#history tr").nth(200).boundingBox().y;

        server.show(StubRun.training("five-hundred", 500, 310, BEGAN));
        assertThat(visit.rows("history")).hasCount(310);
        double after = visit.page().locator("#history tr").nth(210).boundingBox().y;
        Assertions.assertThat(after).isCloseTo(before, within(1.0));
    }

    @Test
    void anotherRunTakesThePlaceOfTheOneBefore() {
        assertThat(visit.rows("history")).hasCount(300);
        server.show(StubRun.training("another", 3, 2, BEGAN.plusSeconds(1_000)));
        assertThat(visit.id("run-id")).hasText("another");
        assertThat(visit.rows("members")).hasCount(3);
        assertThat(visit.rows("history")).hasCount(2);
        assertThat(visit.id("loss-text")).containsText("after step 2");
    }

    /** What cannot be given on a command line in every language of a system. */
    @Test
    void namesInAnyScriptStayInTheirPlace() {
        List<String> names = List.of(
                "\u202Ethgir ot tfel",
                "\u05E9\u05DC\u05D5\u05DD & \u0645\u0631\u062D\u0628\u0627",
                "\u0007\u001B[31mred",
                "\uD83D\uDE00".repeat(32),
                "");
        server.show(StubRun.training("<b>bold</b>", 5, 3, BEGAN).withNames(names));
        assertThat(visit.id("run-id")).hasText("<b>bold</b>");
        assertThat(visit.rows("members")).hasCount(5);
        for (int seat = 0; seat < 4; seat++) {
            Assertions.assertThat(visit.page().locator("#members bdi").nth(seat).textContent())
                    .isEqualTo(names.get(seat));
        }
        // A client without a name is called by the beginning of its id.
        assertThat(visit.page().locator("#members bdi").nth(4)).hasText("0x000000");
        // The mark that turns what follows around ends with its name.
        assertThat(visit.rows("members").first().locator("td").nth(1)).hasText("trainer, witness");
        visit.look("names-in-any-script");
    }

    /** The clock of the page is wound on by hand, so that nothing has to be waited for. */
    @Test
    void aHiddenPageAsksNothing() {
        Page page = visit.page();
        page.clock().install();
        page.reload();
        assertThat(visit.id("connection")).hasText("Live");
        setHidden(true);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        int before = visit.requestCount();
        page.clock().runFor(60_000);
        Assertions.assertThat(visit.requestCount()).isEqualTo(before);

        page.waitForRequest(Pattern.compile(".*/api/status"), () -> setHidden(false));
    }

    private void setHidden(boolean isHidden) {
        visit.page().evaluate("""
                isHidden => {
                  Object.defineProperty(document, 'hidden', {configurable: true, get: () => isHidden});
                  document.dispatchEvent(new Event('visibilitychange'));
                }
                """, isHidden);
    }
}

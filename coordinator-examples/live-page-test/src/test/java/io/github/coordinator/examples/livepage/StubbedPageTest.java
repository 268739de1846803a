package io.github.coordinator.examples.livepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Instant;
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
@Timeout(120)
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
        visit.look("five-hundred-members");

        visit.id("filter").fill("client-49");
        assertThat(visit.rows("members")).hasCount(11);
        visit.id("filter").fill("no such client");
        assertThat(visit.rows("members")).hasCount(0);
    }

    /** A look that changes every row takes no longer than a frame or two, so that the page stays usable. */
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
        assertThat(visit.id("client-sentences")).containsText("this is /");
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
        Object before = visit.page().locator("#history tr").nth(200).boundingBox().y;

        server.show(StubRun.training("five-hundred", 500, 310, BEGAN));
        assertThat(visit.rows("history")).hasCount(310);
        Object after = visit.page().locator("#history tr").nth(210).boundingBox().y;
        Assertions.assertThat(after).isEqualTo(before);
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

    /** The clock of the page is wound on by hand, so that nothing has to be waited for. */
    @Test
    void aHiddenPageAsksNothing() {
        Page page = visit.page();
        page.clock().install();
        page.reload();
        assertThat(visit.id("connection")).hasText("Live");
        setHidden(true);
        page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
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

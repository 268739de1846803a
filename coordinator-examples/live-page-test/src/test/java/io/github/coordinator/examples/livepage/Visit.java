package io.github.coordinator.examples.livepage;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page in a window of its own. At its end, it must have asked nobody but its server, and reported no error. */
final class Visit implements AutoCloseable {
    private static final int DESKTOP = 1280;
    private static final int PHONE = 390;
    private static final int SMALL_PHONE = 360;
    private static final int HEIGHT = 900;
    private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);
    private static final Path PICTURES = Path.of("target", "pictures");

    private final BrowserContext context;
    private final String url;
    private final Page page;
    private final List<String> requests = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private boolean serverMayBeGone;

    Visit(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        page = context.newPage();
        context.onRequest(request -> requests.add(request.url()));
        page.onConsoleMessage(this::noteError);
        page.onPageError(errors::add);
        page.onDialog(dialog -> {
            errors.add("a dialog says " + dialog.message());
            dialog.dismiss();
        });
    }

    private void noteError(ConsoleMessage message) {
        boolean isOfTheNetwork = message.text().startsWith("Failed to load resource: net::");
        if (message.type().equals("error") && !(serverMayBeGone && isOfTheNetwork)) {
            errors.add(message.text());
        }
    }

    void open() {
        page.setViewportSize(DESKTOP, HEIGHT);
        page.navigate(url);
    }

    Page page() {
        return page;
    }

    /** From here on, the browser may say that it cannot reach the server. */
    void serverMayBeGone() {
        serverMayBeGone = true;
    }

    /** The element with an id. */
    Locator id(String id) {
        return page.locator("#" + id);
    }

    /** The rows of a table, or the items of a list, by its id. */
    Locator rows(String id) {
        return page.locator("#" + id + " > *");
    }

    /** How many requests the page has made. */
    int requestCount() {
        return requests.size();
    }

    /** Keeps pictures of the page in each width and each scheme of colors, in none of which it is wider than the window. */
    void picture(String name) {
        for (ColorScheme scheme : SCHEMES) {
            wear(scheme);
            for (int width : List.of(SMALL_PHONE, PHONE, DESKTOP)) {
                page.setViewportSize(width, HEIGHT);
                Object widest = page.evaluate("document.documentElement.scrollWidth");
                assertThat((Integer) widest).as("width of %s", name).isLessThanOrEqualTo(width);
                if (width != SMALL_PHONE) {
                    Path picture = PICTURES.resolve(name + "-" + width + "-" + scheme.name() + ".png");
                    page.screenshot(
                            new Page.ScreenshotOptions().setPath(picture).setFullPage(true));
                }
            }
        }
        wear(ColorScheme.LIGHT);
    }

    /** Also looks for what bars people who see badly or use no mouse. It takes a minute for hundreds of members. */
    void look(String name) {
        picture(name);
        for (ColorScheme scheme : SCHEMES) {
            wear(scheme);
            List<String> found = new AxeBuilder(page)
                    .analyze().getViolations().stream()
                            .map(rule -> rule.getId() + ": "
                                    + rule.getNodes().get(0).getTarget() + ", "
                                    + rule.getNodes().get(0).getFailureSummary())
                            .toList();
            assertThat(found).as("what axe finds in %s, %s", name, scheme).isEmpty();
        }
        wear(ColorScheme.LIGHT);
    }

    private void wear(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    @Override
    public void close() {
        context.close();
        assertThat(errors).isEmpty();
        assertThat(requests)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).startsWith(url));
    }
}

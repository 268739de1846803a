package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks the system how wide the terminal is, which Java does not know. */
final class Terminal {
    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    /** How many columns the terminal of this process has; the usual number where that cannot be found out. */
    static int columns() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size < /dev/tty")
                    .redirectError(Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return stty.waitFor(1, TimeUnit.SECONDS) ? columns(size) : USUAL_COLUMNS;
        } catch (IOException noShell) {
            return USUAL_COLUMNS;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        }
    }

    /** Reads rows and columns, as {@code stty size} prints them. */
    static int columns(String size) {
        String[] numbers = size.strip().split(" ", -1);
        boolean isSize = numbers.length == 2 && numbers[1].matches("[1-9]\\d{0,4}");
        return isSize ? Integer.parseInt(numbers[1]) : USUAL_COLUMNS;
    }
}

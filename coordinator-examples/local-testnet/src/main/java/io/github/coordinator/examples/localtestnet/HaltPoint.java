package io.github.coordinator.examples.localtestnet;

/**
 * Ends this process as kill -9 would, at a moment that a test chooses: {@code -Dtestnet.halt=commit:37} ends it when {@code
 * commit} is reached for the 37th time.
 */
final class HaltPoint {
    private static final int KILLED = 137;
    private static final String[] WANTED =
            System.getProperty("testnet.halt", ":0").split(":", 2);

    private static int left = Integer.parseInt(WANTED[1]);

    private HaltPoint() {}

    static synchronized void reached(String point) {
        if (point.equals(WANTED[0]) && --left == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}

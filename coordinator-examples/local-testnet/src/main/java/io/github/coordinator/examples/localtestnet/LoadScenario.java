package io.github.coordinator.examples.localtestnet;

import java.util.Locale;

/** What a load does to a server, beside whole epochs of honest clients. */
enum LoadScenario {
    /** Nothing else. */
    STEADY(0, 0),

    /** As many clients again join at once, in the middle of a round. */
    JOINS(0, 0),

    /** All clients drop their connections at once, in the middle of a round, and come back. */
    RECONNECTIONS(0, 0),

    /** One client in a hundred reads one message in a second. */
    SLOW(1, 0),

    /** Five clients in a hundred say something wrong each time they should say something. */
    GARBAGE(0, 5);

    /** The round in the middle of which something happens makes this step. */
    static final long EVENTFUL_STEP = 3;

    private final int slowPercent;
    private final int garbagePercent;

    LoadScenario(int slowPercent, int garbagePercent) {
        this.slowPercent = slowPercent;
        this.garbagePercent = garbagePercent;
    }

    /** How many of the clients are slow; at least one where some are. */
    int slowOf(int clients) {
        return share(slowPercent, clients);
    }

    /** How many of the clients say wrong things; at least one where some do. */
    int garbageOf(int clients) {
        return share(garbagePercent, clients);
    }

    private static int share(int percent, int clients) {
        return percent == 0 ? 0 : Math.max(1, clients * percent / 100);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

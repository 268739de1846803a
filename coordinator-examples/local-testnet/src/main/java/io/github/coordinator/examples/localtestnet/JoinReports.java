package io.github.coordinator.examples.localtestnet;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells people who joins, and where many do, how many more: a client may join as often as it likes. */
final class JoinReports {
    /** How many joins of a period are told one by one. */
    static final int MOST = 20;

    static final Duration PERIOD = Duration.ofSeconds(10);

    private final Consumer<RunReport> reports;
    private final LongSupplier nanoTime;
    private long periodBegan;
    private int inPeriod;

    JoinReports(Consumer<RunReport> reports, LongSupplier nanoTime) {
        this.reports = reports;
        this.nanoTime = nanoTime;
        periodBegan = nanoTime.getAsLong();
    }

    void report(RunReport.Joined joined) {
        long now = nanoTime.getAsLong();
        if (now - periodBegan >= PERIOD.toNanos()) {
            if (inPeriod > MOST) {
                reports.accept(new RunReport.Note((inPeriod - MOST) + " more joins"));
            }
            periodBegan = now;
            inPeriod = 0;
        }
        inPeriod++;
        if (inPeriod <= MOST) {
            reports.accept(joined);
        }
    }
}

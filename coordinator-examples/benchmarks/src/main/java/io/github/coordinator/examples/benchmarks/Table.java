package io.github.coordinator.examples.benchmarks;

import java.util.Locale;

/** The table as people read it, row by row, so that each can be printed as soon as it is measured. */
final class Table {
    private static final String FORMAT = "%-45s %15s %12s %12s  %-20s %-18s %s";

    private Table() {}

    static String header() {
        return String.format(Locale.ROOT, FORMAT, "work", "ns", "h", "bytes", "target", "original", "held");
    }

    static String row(Measurement measurement) {
        Work work = measurement.work();
        String held = work.target().limits().isEmpty() ? "" : measurement.held() ? "yes" : "NO";
        return String.format(
                Locale.ROOT,
                FORMAT,
                work.title(),
                number(measurement.nanos()),
                number(measurement.hashes()),
                number(Math.rint(measurement.bytes())),
                work.target(),
                work.original(),
                held);
    }

    /** Three digits, or all of them before the point; nothing for what is not a number. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (value == Math.rint(value) || value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value)
                .replaceAll("\\.?0+$", "");
    }
}

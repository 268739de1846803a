package io.github.coordinator.examples.benchmarks;

import java.util.Locale;

/**
 * What the same work costs here and in Kafka's group coordinator.
 *
 * @param title what was measured, and among how many clients
 * @param unit of what it costs
 * @param ours what it costs here
 * @param kafkas what it costs there
 * @param target how many times as much it shall cost there at least
 */
record Comparison(String title, String unit, double ours, double kafkas, double target) {
    private static final String FORMAT = "%-45s %15s %12s %12s  %-20s %-18s %s";

    static String header() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                "beside Kafka's ClassicGroup",
                "unit",
                "ours",
                "Kafka's",
                "times",
                "target",
                "held");
    }

    double times() {
        return kafkas / ours;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                title,
                unit,
                Table.number(ours),
                Table.number(kafkas),
                Table.number(times()),
                "≥ " + Table.number(target),
                times() >= target ? "yes" : "NO");
    }
}

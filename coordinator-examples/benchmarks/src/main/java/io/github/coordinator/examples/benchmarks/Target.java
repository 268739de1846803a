package io.github.coordinator.examples.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/** What a row may cost at most, in one unit or in several. */
record Target(List<Limit> limits) {
    enum Unit {
        HASHES("h"),
        MILLIS("ms"),
        BYTES("bytes");

        private final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        private double of(Measurement measurement) {
            return switch (this) {
                case HASHES -> measurement.hashes();
                case MILLIS -> measurement.nanos() / 1e6;
                // The gc profiler sees whatever else the process allocates, so bytes that round to none are none.
                case BYTES -> Math.rint(measurement.bytes());
            };
        }
    }

    record Limit(double most, Unit unit) {
        @Override
        public String toString() {
            return (most == 0 ? "" : "≤ ") + Table.number(most) + " " + unit.symbol;
        }
    }

    static final Target NONE = new Target(List.of());

    static Target hashes(double most) {
        return new Target(List.of(new Limit(most, Unit.HASHES)));
    }

    static Target millis(double most) {
        return new Target(List.of(new Limit(most, Unit.MILLIS)));
    }

    static Target bytes(double most) {
        return new Target(List.of(new Limit(most, Unit.BYTES)));
    }

    static Target hashesWithoutAllocation(double most) {
        return new Target(List.of(new Limit(most, Unit.HASHES), new Limit(0, Unit.BYTES)));
    }

    boolean heldBy(Measurement measurement) {
        return limits.stream().allMatch(limit -> limit.unit().of(measurement) <= limit.most());
    }

    @Override
    public String toString() {
        return limits.stream().map(Limit::toString).collect(Collectors.joining(", "));
    }
}

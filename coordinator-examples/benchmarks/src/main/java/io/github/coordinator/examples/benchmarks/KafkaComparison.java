package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.config.RunConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Measures the membership work of a run beside that of a group of Kafka's, in one process and in turn, so that whatever else
 * the machine does meets both. Of the samples of a figure the best counts, as in the other rows.
 */
final class KafkaComparison {
    /** The quotients that are wanted at least: for time, also where there are few clients, and for memory. */
    private enum Row {
        ADMIT("admit a member", "ns", 2, 2),
        HEAR("sign of life", "ns", 1, 3),
        BYTES("memory of a member", "bytes", 2, 2);

        private final String work;
        private final String unit;
        private final double targetOfFew;
        private final double targetOfMany;

        Row(String work, String unit, double targetOfFew, double targetOfMany) {
            this.work = work;
            this.unit = unit;
            this.targetOfFew = targetOfFew;
            this.targetOfMany = targetOfMany;
        }

        private String title(int clients) {
            return String.format(Locale.ROOT, "beside Kafka: %s, %,d", work, clients);
        }

        private double target(int clients) {
            return clients < MANY_CLIENTS ? targetOfFew : targetOfMany;
        }
    }

    private static final int FEWEST_SAMPLES = 3;
    private static final int MANY_CLIENTS = 100_000;
    private static final List<Integer> SIZES = List.of(256, MANY_CLIENTS, 1_000_000);

    private final Effort effort;
    private final MeasuredMembership<ClientId> ours;
    private final MeasuredMembership<String> kafkas;

    private KafkaComparison(int clients, Effort effort) {
        this.effort = effort;
        RunConfig config =
                Configs.builder(clients).healthCheckTimeout(Configs.STATE_TIME).build();
        ours = new MeasuredMembership<>(clients, () -> new HostedMembership(config), ClientId::of);
        kafkas = new MeasuredMembership<>(clients, ClassicGroupMembership::new, KafkaComparison::hashed);
    }

    /** A text keeps its hash once it was asked for it. */
    private static String hashed(byte[] text) {
        String id = new String(text, StandardCharsets.ISO_8859_1);
        if (id.hashCode() == 0) {
            throw new IllegalStateException(id + " would be hashed each time");
        }
        return id;
    }

    /** The names of the rows. */
    static Stream<String> titles() {
        return SIZES.stream().flatMap(clients -> Stream.of(Row.values()).map(row -> row.title(clients)));
    }

    /** Measures the rows that are wanted, and prints each. */
    static void run(Effort effort, Predicate<String> wanted, PrintStream out) {
        if (titles().noneMatch(wanted)) {
            return;
        }
        out.println(Comparison.header());
        for (int clients : SIZES) {
            KafkaComparison comparison = new KafkaComparison(Math.min(clients, effort.maxClients()), effort);
            for (Row row : Row.values()) {
                if (wanted.test(row.title(clients))) {
                    out.println(comparison.measure(row, clients).row());
                }
            }
        }
    }

    private Comparison measure(Row row, int clients) {
        return switch (row) {
            case ADMIT -> best(row, clients, ours::nanosToAdmit, kafkas::nanosToAdmit);
            case HEAR -> {
                Membership<ClientId> run = ours.admitted();
                Membership<String> group = kafkas.admitted();
                yield best(row, clients, () -> ours.nanosToHear(run), () -> kafkas.nanosToHear(group));
            }
            case BYTES -> best(row, clients, ours::bytes, kafkas::bytes);
        };
    }

    private Comparison best(Row row, int clients, DoubleSupplier sampleOfOurs, DoubleSupplier sampleOfKafkas) {
        double leastOfOurs = Double.MAX_VALUE;
        double leastOfKafkas = Double.MAX_VALUE;
        long end = System.nanoTime() + effort.nanosOfRow() * 2;
        for (int sample = 0; sample < FEWEST_SAMPLES || System.nanoTime() < end; sample++) {
            leastOfOurs = Math.min(leastOfOurs, sampleOfOurs.getAsDouble());
            leastOfKafkas = Math.min(leastOfKafkas, sampleOfKafkas.getAsDouble());
        }
        return new Comparison(row.title(clients), row.unit, leastOfOurs, leastOfKafkas, row.target(clients));
    }
}

package io.github.coordinator.round;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Many elections, and Pearson's chi-square of how often something happened in them. Each answer is a p-value: how likely a
 * fair election is to be at least as far off by chance. Every cell should be expected some 50 times or more.
 *
 * @param election what is judged
 * @param seeds a seed for each election; they must be independent, so other trials need another epoch
 * @param epoch the epoch whose seeds are taken
 * @param elections how many elections are held
 */
record ElectionTrial(Election election, SeedSource seeds, long epoch, int elections) {
    /** Any way to elect witnesses. */
    @FunctionalInterface
    interface Election {
        /** Distinct seats, by position. */
        int[] witnesses(long seed, int clients, int witnesses);
    }

    private int[] elect(int height, int clients, int witnesses) {
        return election.witnesses(seeds.seed(epoch, height), clients, witnesses);
    }

    /**
     * Whether every group of neighbouring seats is elected equally often. Witnesses of one election are drawn without
     * replacement, which makes all counts scatter less, by the same factor.
     */
    double pOfSeats(int clients, int witnesses, int groups) {
        int size = groupSize(clients, groups);
        long[] observed = new long[groups];
        for (int height = 0; height < elections; height++) {
            for (int seat : elect(height, clients, witnesses)) {
                observed[seat / size]++;
            }
        }
        double expected = (double) elections * witnesses / groups;
        double spread = (double) (clients - witnesses) / (clients - 1);
        return pValue(chiSquare(observed, expected) / spread, groups - 1);
    }

    /** Whether every two groups are equally often those of the witnesses at two positions, in this order. */
    double pOfPairs(int clients, int witnesses, int groups, int position, int otherPosition) {
        int size = groupSize(clients, groups);
        long[][] observed = new long[groups][groups];
        for (int height = 0; height < elections; height++) {
            int[] seats = elect(height, clients, witnesses);
            observed[seats[position] / size][seats[otherPosition] / size]++;
        }
        double eachPair = (double) elections / ((double) clients * (clients - 1));
        double chiSquare = 0;
        int cells = 0;
        for (int group = 0; group < groups; group++) {
            for (int other = 0; other < groups; other++) {
                // Nobody has two positions.
                double expected = eachPair * size * (group == other ? size - 1 : size);
                if (expected > 0) {
                    double difference = observed[group][other] - expected;
                    chiSquare += difference * difference / expected;
                    cells++;
                }
            }
        }
        return pValue(chiSquare, cells - 1);
    }

    /**
     * Whether every seat comes to every position equally often, where everybody witnesses. The cells of an order fix one
     * another in both directions, which leaves (n − 1)² degrees of freedom and makes the counts scatter n / (n − 1) times
     * as much.
     */
    double pOfOrders(int clients) {
        long[] observed = new long[clients * clients];
        for (int height = 0; height < elections; height++) {
            int[] seats = elect(height, clients, clients);
            for (int position = 0; position < clients; position++) {
                observed[position * clients + seats[position]]++;
            }
        }
        double chiSquare = chiSquare(observed, (double) elections / clients);
        return pValue(chiSquare * (clients - 1) / clients, (clients - 1) * (clients - 1));
    }

    private static int groupSize(int clients, int groups) {
        if (clients % groups != 0) {
            throw new IllegalArgumentException(clients + " seats cannot be divided into " + groups + " equal groups");
        }
        return clients / groups;
    }

    static double chiSquare(long[] observed, double expected) {
        double sum = 0;
        for (long count : observed) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    static double pValue(double chiSquare, int degreesOfFreedom) {
        return ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(chiSquare);
    }
}

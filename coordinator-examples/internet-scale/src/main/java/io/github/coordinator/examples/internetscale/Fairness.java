package io.github.coordinator.examples.internetscale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether elections are fair: how often each client was elected, and from which places of the roster, against what an
 * equal chance for every member of every round would give.
 */
final class Fairness {
    /** Into how many places the roster is divided. */
    private static final int PLACES = 40;

    /** Chi-square needs some elections in every cell; thinner cells are added to their neighbours. */
    private static final double LEAST_EXPECTED = 5;

    /**
     * How often something was observed, and how often it would be on average if elections are fair.
     *
     * @param observed the number
     * @param expected the average
     */
    record Cell(long observed, double expected) {
        Cell plus(Cell other) {
            return new Cell(observed + other.observed, expected + other.expected);
        }

        double chiSquare() {
            double difference = observed - expected;
            return difference * difference / expected;
        }
    }

    /**
     * What was observed and what a fair election would give.
     *
     * @param cells by place, or by how often a client was elected
     * @param pValue how likely a fair election is to be at least as far off by chance; NaN where there is too little to say
     */
    record Comparison(List<Cell> cells, double pValue) {}

    private final int[] elected;
    private final int[] rounds;
    private final double[] odds;
    private final long[] electedByPlace = new long[PLACES];
    private final double[] expectedByPlace = new double[PLACES];
    private double spreadByPlace;

    /** Sums over all rounds so far; what a client has of them is the difference between its coming and its going. */
    private int allRounds;

    private double allOdds;

    Fairness(int clients) {
        elected = new int[clients];
        rounds = new int[clients];
        odds = new double[clients];
    }

    /** A client has a seat from the next round on. */
    void seated(int client) {
        rounds[client] -= allRounds;
        odds[client] -= allOdds;
    }

    /** A client had a seat until the last round. */
    void unseated(int client) {
        rounds[client] += allRounds;
        odds[client] += allOdds;
    }

    /** A round has elected the clients at the given seats. */
    void elected(Seating seating, int[] seats) {
        int clients = seating.size();
        allRounds++;
        allOdds += (double) seats.length / clients;
        for (int seat : seats) {
            elected[seating.clientAt(seat)]++;
            electedByPlace[place(seat, clients)]++;
        }
        for (int place = 0; place < PLACES; place++) {
            int seatsOfPlace = firstSeat(place + 1, clients) - firstSeat(place, clients);
            expectedByPlace[place] += (double) seats.length * seatsOfPlace / clients;
        }
        // An elected client leaves one seat less to the others, so counts scatter a little less than with replacement.
        spreadByPlace += (double) (clients - seats.length) / (clients - 1);
    }

    private static int place(int seat, int clients) {
        return (int) ((long) seat * PLACES / clients);
    }

    private static int firstSeat(int place, int clients) {
        return (int) (((long) place * clients + PLACES - 1) / PLACES);
    }

    /** From which places of the roster, first to last, witnesses were elected. */
    Comparison byPlace() {
        List<Cell> cells = cells(electedByPlace, expectedByPlace);
        return new Comparison(cells, pValue(cells, spreadByPlace / allRounds, PLACES - 1));
    }

    /**
     * How many of those who ever had a seat were elected how often. A client's count is binomial: its odds hardly change
     * from round to round. All counts together are as many as there were elections, in what is observed and in what is
     * expected, and so one more degree of freedom is gone.
     */
    Comparison byCount() {
        long[] observed = new long[Arrays.stream(elected).max().orElse(0) + 2];
        double[] expected = new double[observed.length];
        for (int client = 0; client < elected.length; client++) {
            if (rounds[client] > 0) {
                observed[elected[client]]++;
                addBinomial(expected, rounds[client], odds[client]);
            }
        }
        List<Cell> cells = cells(observed, expected);
        List<Cell> merged = merged(cells);
        return new Comparison(cells, pValue(merged, 1, merged.size() - 2));
    }

    /** Adds the chances of being elected 0, 1, 2, … times; the last cell takes all that is left. */
    private static void addBinomial(double[] cells, int rounds, double odds) {
        double each = odds / rounds;
        double chance = StrictMath.pow(1 - each, rounds);
        double left = 1;
        for (int count = 0; count < cells.length - 1; count++) {
            cells[count] += chance;
            left -= chance;
            chance *= (rounds - count) / (count + 1.0) * each / (1 - each);
        }
        cells[cells.length - 1] += Math.max(0, left);
    }

    private static List<Cell> cells(long[] observed, double[] expected) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < observed.length; i++) {
            cells.add(new Cell(observed[i], expected[i]));
        }
        return cells;
    }

    /** The same with thin cells added to the next one, and what remains thin at the end to the one before. */
    private static List<Cell> merged(List<Cell> cells) {
        List<Cell> merged = new ArrayList<>();
        Cell thin = new Cell(0, 0);
        for (Cell cell : cells) {
            thin = thin.plus(cell);
            if (thin.expected >= LEAST_EXPECTED) {
                merged.add(thin);
                thin = new Cell(0, 0);
            }
        }
        if (!merged.isEmpty()) {
            merged.add(merged.remove(merged.size() - 1).plus(thin));
        }
        return merged;
    }

    private static double pValue(List<Cell> cells, double spread, int freedom) {
        boolean isEnough = freedom > 0 && cells.stream().allMatch(cell -> cell.expected >= LEAST_EXPECTED);
        double chiSquare = cells.stream().mapToDouble(Cell::chiSquare).sum() / spread;
        return isEnough ? ChiSquaredDistribution.of(freedom).survivalProbability(chiSquare) : Double.NaN;
    }
}

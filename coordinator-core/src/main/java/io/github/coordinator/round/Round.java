package io.github.coordinator.round;

/**
 * What everyone must know of a round to work out their own part in it; a few numbers, however many clients there are.
 *
 * @param epoch the epoch, counted from 0
 * @param height the round within the epoch, counted from 0
 * @param seed the 64 random bits from which witnesses, roles and data shares follow
 * @param firstDataIndex the index of the batch's first datum, at least 0
 * @param batchSize how many data are trained on in this round, all clients together, at least 1
 * @param rosterVersion the version of the roster that holds for the whole life of this round
 * @param clients how many clients that roster has, at least 1
 * @param witnesses how many of them witness the round, from 0 to {@code clients}
 * @param verificationPercent the share of clients that verify instead of training, from 0 to 100
 */
public record Round(
        long epoch,
        long height,
        long seed,
        long firstDataIndex,
        int batchSize,
        long rosterVersion,
        int clients,
        int witnesses,
        int verificationPercent) {
    /**
     * Checks the bounds.
     *
     * @param epoch as above
     * @param height as above
     * @param seed as above
     * @param firstDataIndex as above
     * @param batchSize as above
     * @param rosterVersion as above
     * @param clients as above
     * @param witnesses as above
     * @param verificationPercent as above
     * @throws IllegalArgumentException if a number is out of the bounds given above
     */
    public Round {
        require(epoch >= 0, "epoch", epoch);
        require(height >= 0, "height", height);
        require(firstDataIndex >= 0, "firstDataIndex", firstDataIndex);
        require(batchSize >= 1, "batchSize", batchSize);
        require(firstDataIndex <= Long.MAX_VALUE - batchSize, "firstDataIndex", firstDataIndex);
        require(rosterVersion >= 0, "rosterVersion", rosterVersion);
        require(clients >= 1, "clients", clients);
        require(witnesses >= 0 && witnesses <= clients, "witnesses", witnesses);
        require(verificationPercent >= 0 && verificationPercent <= 100, "verificationPercent", verificationPercent);
    }

    private static void require(boolean holds, String name, long value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is out of bounds: " + value);
        }
    }

    /**
     * The index of a seat in this round's roster.
     *
     * @param seat a client's seat
     * @return the seat's index, from 0 to {@code clients − 1}
     * @throws IllegalArgumentException if the seat belongs to another version of the roster, or is not in it
     */
    public int indexOf(Seat seat) {
        if (seat.rosterVersion() != rosterVersion || seat.index() >= clients) {
            throw new IllegalArgumentException(seat + " is not a seat of roster version " + rosterVersion);
        }
        return seat.index();
    }
}

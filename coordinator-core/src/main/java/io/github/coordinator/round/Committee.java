package io.github.coordinator.round;

import io.github.coordinator.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The election of one round: which clients witness it, and who trains or verifies. It depends on nothing but the round's
 * seed and numbers, so that anyone, in any language, can check a claim.
 *
 * <p>The algorithm is that of Psyche's coordinator: the seed is hashed to 32 bytes, and once more with a salt for each of
 * two independent {@linkplain SwapOrNotShuffle orders} of the clients. The first {@code witnesses} of the one witness the
 * round; the other gives the tie breakers, then the verifiers, then the trainers.
 *
 * <p>Instances belong to one thread at a time. Each order is prepared when first asked for.
 *
 * @since 0.1.0
 */
public final class Committee {
    private final long seed;
    private final int clients;
    private final int witnesses;
    private final int tieBreakers;
    private final int verifiers;

    @Nullable
    private SwapOrNotShuffle witnessOrder;

    @Nullable
    private SwapOrNotShuffle roleOrder;

    private Committee(long seed, int clients, int witnesses, int tieBreakers, int verificationPercent) {
        this.seed = seed;
        this.clients = clients;
        this.witnesses = witnesses;
        this.tieBreakers = tieBreakers;
        verifiers = (int) ((long) (clients - tieBreakers) * verificationPercent / 100);
    }

    /**
     * The committee of a round. Costs nothing yet.
     *
     * @param round the round
     * @return its committee
     */
    public static Committee of(Round round) {
        return of(round.seed(), round.clientCount(), round.witnessCount(), 0, round.verificationPercent());
    }

    /** The election in the general form of the original, tie breakers included. */
    static Committee of(long seed, int clients, int witnesses, int tieBreakers, int verificationPercent) {
        if (clients < 1
                || witnesses < 0
                || witnesses > clients
                || tieBreakers < 0
                || tieBreakers > clients
                || verificationPercent < 0
                || verificationPercent > 100) {
            throw new IllegalArgumentException("no committee of " + witnesses + " witnesses, " + tieBreakers
                    + " tie breakers and " + verificationPercent + " % verifiers among " + clients + " clients");
        }
        return new Committee(seed, clients, witnesses, tieBreakers, verificationPercent);
    }

    /**
     * The seats of the elected witnesses, by position: {@code witnessSeats()[p]} is the roster index of the witness at
     * position {@code p}. Costs about 90 hashes and 90 more for each witness, or for each 256 clients where that is less.
     *
     * @return a new array of as many roster indices as there are witnesses, all distinct
     */
    public int[] witnessSeats() {
        return witnesses == clients ? witnessOrder().order() : witnessOrder().firstIndices(witnesses);
    }

    /**
     * A client's position in the order of witnesses. It {@linkplain #isWitness witnesses} the round if that is less than
     * the number of witnesses. Costs at most 182 hashes, whatever the number of clients.
     *
     * @param index the client's roster index
     * @return its position, from 0 to {@code clients − 1}
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public int witnessPosition(int index) {
        return (int) witnessOrder().positionOf(Objects.checkIndex(index, clients));
    }

    /**
     * Whether a client is elected as a witness. Costs as much as {@link #witnessPosition}.
     *
     * @param index the client's roster index
     * @return whether it witnesses the round
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public boolean isWitness(int index) {
        return witnessPosition(index) < witnesses;
    }

    /**
     * A client's role. Costs at most 182 hashes, and none where everybody trains.
     *
     * @param index the client's roster index
     * @return its role
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public Role role(int index) {
        Objects.checkIndex(index, clients);
        return everybodyTrains() ? Role.TRAINER : roleAt(rolePosition(index));
    }

    /** A client's position in the order that gives the roles. */
    int rolePosition(int index) {
        return (int) roleOrder().positionOf(Objects.checkIndex(index, clients));
    }

    /** The role of the client at that position. No configuration asks for tie breakers, which would verify too. */
    Role roleAt(int position) {
        return position < tieBreakers + verifiers ? Role.VERIFIER : Role.TRAINER;
    }

    /** How many clients train. */
    int trainers() {
        return clients - tieBreakers - verifiers;
    }

    boolean everybodyTrains() {
        return trainers() == clients;
    }

    /** The first position of the order of roles that is a trainer's. */
    int firstTrainer() {
        return tieBreakers + verifiers;
    }

    /** The roster indices of all trainers, in the order of roles. Costs a whole order. */
    int[] trainersByRole() {
        return Arrays.copyOfRange(roleOrder().order(), firstTrainer(), clients);
    }

    /** The roster indices of all trainers, ascending. Costs a whole order where not everybody trains. */
    int[] trainerSeats() {
        boolean[] trains = new boolean[clients];
        int[] order = roleOrder().order();
        for (int position = tieBreakers + verifiers; position < clients; position++) {
            trains[order[position]] = true;
        }
        int[] seats = new int[trainers()];
        int found = 0;
        for (int seat = 0; seat < clients; seat++) {
            if (trains[seat]) {
                seats[found++] = seat;
            }
        }
        return seats;
    }

    private SwapOrNotShuffle witnessOrder() {
        SwapOrNotShuffle order = witnessOrder;
        if (order == null) {
            order = witnessOrder = new SwapOrNotShuffle(salted("witness"), clients);
        }
        return order;
    }

    private SwapOrNotShuffle roleOrder() {
        SwapOrNotShuffle order = roleOrder;
        if (order == null) {
            order = roleOrder = new SwapOrNotShuffle(salted("committee"), clients);
        }
        return order;
    }

    private byte[] salted(String salt) {
        MessageDigest sha256 = Sha256.digest();
        byte[] hashedSeed = sha256.digest(Sha256.littleEndian(seed));
        sha256.update(hashedSeed);
        return sha256.digest(salt.getBytes(StandardCharsets.US_ASCII));
    }
}

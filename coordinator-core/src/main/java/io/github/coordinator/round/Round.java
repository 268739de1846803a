package io.github.coordinator.round;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that anyone must know about a round to work out their own part in it: a few numbers, however many clients there are.
 * The coordinator makes rounds and puts them into its status. A client that received the numbers over a network makes an
 * equal round with a {@linkplain #builder builder}, and asks it for {@link #partOf its part}. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class Round {
    private final Fields fields;

    private record Fields(
            RoundId id,
            long seed,
            long firstDataIndex,
            int batchSize,
            long rosterVersion,
            int clientCount,
            int witnessCount,
            int verificationPercent,
            ParticipationKind participation,
            DataOrder dataOrder) {}

    private Round(Fields fields) {
        this.fields = fields;
    }

    /**
     * Begins to build a round. Every number must be set but {@code verificationPercent} (0 unless set),
     * {@code participation} ({@link ParticipationKind#BITMAP} unless set) and {@code dataOrder} ({@link DataOrder#UNIFORM}
     * unless set).
     *
     * @param id which round it is
     * @return a builder without any numbers
     */
    public static Builder builder(RoundId id) {
        return new Builder(Objects.requireNonNull(id, "id"));
    }

    /**
     * A builder that has all numbers of this round.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(fields.id)
                .seed(fields.seed)
                .data(fields.firstDataIndex, fields.batchSize)
                .roster(fields.rosterVersion, fields.clientCount)
                .witnessCount(fields.witnessCount)
                .verificationPercent(fields.verificationPercent)
                .participation(fields.participation)
                .dataOrder(fields.dataOrder);
    }

    /**
     * Which round of the run this is.
     *
     * @return its epoch and height
     */
    public RoundId id() {
        return fields.id;
    }

    /**
     * The epoch of the round.
     *
     * @return the epoch, counted from 0
     */
    public long epoch() {
        return fields.id.epoch();
    }

    /**
     * The number of the round within its epoch.
     *
     * @return the height, counted from 0
     */
    public long height() {
        return fields.id.height();
    }

    /**
     * The random bits from which witnesses, roles and data shares follow.
     *
     * @return 64 bits
     */
    public long seed() {
        return fields.seed;
    }

    /**
     * Where the batch of this round begins.
     *
     * @return the index of its first datum, at least 0
     */
    public long firstDataIndex() {
        return fields.firstDataIndex;
    }

    /**
     * How many data all clients together train on in this round.
     *
     * @return at least 1
     */
    public int batchSize() {
        return fields.batchSize;
    }

    /**
     * The version of the roster that holds for the whole life of this round.
     *
     * @return at least 0
     */
    public long rosterVersion() {
        return fields.rosterVersion;
    }

    /**
     * How many clients that roster has.
     *
     * @return at least 1
     */
    public int clientCount() {
        return fields.clientCount;
    }

    /**
     * How many of them witness the round.
     *
     * @return from 0 to {@code clientCount}
     */
    public int witnessCount() {
        return fields.witnessCount;
    }

    /**
     * How many in a hundred clients verify instead of training.
     *
     * @return from 0 to 100
     */
    public int verificationPercent() {
        return fields.verificationPercent;
    }

    /**
     * How a proof of this round says who took part.
     *
     * @return the kind of participation
     */
    public ParticipationKind participation() {
        return fields.participation;
    }

    /**
     * How the shares of the data are dealt.
     *
     * @return the order
     */
    public DataOrder dataOrder() {
        return fields.dataOrder;
    }

    /**
     * A client's part in this round. O(1).
     *
     * @param seat the client's seat
     * @return its part; empty if the seat belongs to another version of the roster, as it does when two messages that
     *     belong together arrive apart
     */
    public Optional<RoundPart> partOf(Seat seat) {
        Objects.requireNonNull(seat, "seat");
        return seat.rosterVersion() == fields.rosterVersion && seat.index() < fields.clientCount
                ? Optional.of(new RoundPart(this, seat.index()))
                : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Round that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "Round" + fields.toString().substring("Fields".length());
    }

    /**
     * Collects the numbers of a {@link Round}. Belongs to one thread.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private final RoundId id;
        private @Nullable Long seed;
        private long firstDataIndex;
        private int batchSize;
        private long rosterVersion;
        private int clientCount;
        private @Nullable Integer witnessCount;
        private int verificationPercent;
        private ParticipationKind participation = ParticipationKind.BITMAP;
        private DataOrder dataOrder = DataOrder.UNIFORM;

        private Builder(RoundId id) {
            this.id = id;
        }

        /**
         * Sets the seed.
         *
         * @param bits 64 random bits
         * @return this builder
         */
        public Builder seed(long bits) {
            seed = bits;
            return this;
        }

        /**
         * Sets the batch of the round.
         *
         * @param first the index of its first datum, at least 0
         * @param size how many data it has, at least 1
         * @return this builder
         */
        public Builder data(long first, int size) {
            firstDataIndex = first;
            batchSize = size;
            return this;
        }

        /**
         * Sets the roster of the round.
         *
         * @param version its version, at least 0
         * @param clients how many clients it has, at least 1
         * @return this builder
         */
        public Builder roster(long version, int clients) {
            rosterVersion = version;
            clientCount = clients;
            return this;
        }

        /**
         * Sets how many clients witness the round.
         *
         * @param witnesses from 0 to the number of clients
         * @return this builder
         */
        public Builder witnessCount(int witnesses) {
            witnessCount = witnesses;
            return this;
        }

        /**
         * Sets how many in a hundred clients verify.
         *
         * @param percent from 0 to 100
         * @return this builder
         */
        public Builder verificationPercent(int percent) {
            verificationPercent = percent;
            return this;
        }

        /**
         * Sets how a proof says who took part.
         *
         * @param kind the kind of participation
         * @return this builder
         */
        public Builder participation(ParticipationKind kind) {
            participation = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * Sets how the shares of the data are dealt.
         *
         * @param order the order
         * @return this builder
         */
        public Builder dataOrder(DataOrder order) {
            dataOrder = Objects.requireNonNull(order, "order");
            return this;
        }

        /**
         * Builds the round. The builder can be used on.
         *
         * @return the round
         * @throws IllegalArgumentException if a number is not set or out of its bounds
         */
        public Round build() {
            long bits = given("seed", seed);
            int witnesses = given("witnessCount", witnessCount);
            require(id.epoch() >= 0, "epoch", id.epoch(), "at least 0");
            require(id.height() >= 0, "height", id.height(), "at least 0");
            require(firstDataIndex >= 0, "firstDataIndex", firstDataIndex, "at least 0");
            require(batchSize >= 1, "batchSize", batchSize, "at least 1");
            require(
                    firstDataIndex <= Long.MAX_VALUE - batchSize,
                    "firstDataIndex",
                    firstDataIndex,
                    "at most " + (Long.MAX_VALUE - batchSize));
            require(rosterVersion >= 0, "rosterVersion", rosterVersion, "at least 0");
            require(clientCount >= 1, "clientCount", clientCount, "at least 1");
            require(
                    witnesses >= 0 && witnesses <= clientCount,
                    "witnessCount",
                    witnesses,
                    "from 0 to clientCount (" + clientCount + ")");
            require(
                    verificationPercent >= 0 && verificationPercent <= 100,
                    "verificationPercent",
                    verificationPercent,
                    "from 0 to 100");
            return new Round(new Fields(
                    id,
                    bits,
                    firstDataIndex,
                    batchSize,
                    rosterVersion,
                    clientCount,
                    witnesses,
                    verificationPercent,
                    participation,
                    dataOrder));
        }

        private static <N> N given(String name, @Nullable N number) {
            if (number == null) {
                throw new IllegalArgumentException(name + " is not set");
            }
            return number;
        }

        private static void require(boolean holds, String name, long value, String bound) {
            if (!holds) {
                throw new IllegalArgumentException(name + " is " + value + ", must be " + bound);
            }
        }
    }
}

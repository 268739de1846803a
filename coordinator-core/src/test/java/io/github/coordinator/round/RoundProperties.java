package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Forged;
import io.github.coordinator.internal.BatchSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for the election and the data assignment of any round. */
@Tag("slow")
class RoundProperties {
    private static Round round(long seed, int clients, int witnesses, int percent, long first, int batch) {
        return Forged.round(3, 4, seed, first, batch, 1, clients, Math.min(witnesses, clients), percent);
    }

    @Property(tries = 200)
    void theCommitteeIsExactlyAsManyDistinctClientsAsAreElected(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 700) int clients,
            @ForAll @IntRange(max = 700) int some) {
        Round round = round(seed, clients, some, 0, 0, 1);
        Committee committee = Committee.of(round);
        int[] seats = committee.witnessSeats();
        assertThat(seats).hasSize(round.witnessCount()).doesNotHaveDuplicates();
        for (int position = 0; position < seats.length; position++) {
            assertThat(committee.witnessPosition(seats[position])).isEqualTo(position);
        }
        int[] positions = IntStream.range(0, clients)
                .map(committee::witnessPosition)
                .sorted()
                .toArray();
        assertThat(positions).isEqualTo(IntStream.range(0, clients).toArray());
        assertThat(IntStream.range(0, clients).filter(committee::isWitness)).hasSize(round.witnessCount());
    }

    @Property(tries = 200)
    void theFirstOfAnOrderAreTheSameHoweverManyAreAskedFor(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3000) int clients,
            @ForAll @IntRange(max = 40) int some) {
        SwapOrNotShuffle shuffle = new SwapOrNotShuffle(seedBytes(seed), clients);
        int howMany = Math.min(some, clients);
        assertThat(shuffle.firstIndices(howMany)).isEqualTo(Arrays.copyOf(shuffle.order(), howMany));
    }

    /** No golden vector has any verifier, so this is what holds the assignment of data to its rules where there are. */
    @Property(tries = 1000)
    void everyDatumOfTheBatchGoesToExactlyOneTrainer(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int clients,
            @ForAll @IntRange(max = 99) int percent,
            @ForAll @LongRange(max = Long.MAX_VALUE / 2) long first,
            @ForAll @IntRange(min = 1, max = 2000) int batch) {
        Round round = round(seed, clients, 0, percent, first, batch);
        Committee committee = Committee.of(round);
        DataAssignment assignment = DataAssignment.of(round);
        long trainers = clients - (long) clients * percent / 100;
        List<DataAssignment.Share> shares = assignment.shares();

        assertThat(shares).hasSize((int) Math.min(trainers, batch));
        long next = first;
        for (DataAssignment.Share share : shares) {
            assertThat(share.data().first()).isEqualTo(next);
            assertThat(share.data().size()).isBetween(batch / trainers, batch / trainers + 1);
            assertThat(committee.role(share.index())).isEqualTo(Role.TRAINER);
            assertThat(assignment.rangeOf(share.index())).contains(share.data());
            next = share.data().last() + 1;
        }
        assertThat(next).isEqualTo(first + batch);

        List<Integer> served = new ArrayList<>();
        shares.forEach(share -> served.add(share.index()));
        for (int index = 0; index < clients; index++) {
            if (!served.contains(index)) {
                assertThat(assignment.rangeOf(index)).isEmpty();
            }
        }
    }

    @Property(tries = 1000)
    void batchesGrowOrShrinkInOneDirectionAndStayBetweenTheirEnds(
            @ForAll @IntRange(min = 1) int start,
            @ForAll @IntRange(min = 1) int end,
            @ForAll @LongRange(max = 1L << 50) long warmupTokens,
            @ForAll @LongRange(min = 1, max = 1L << 20) long sequenceLength,
            @ForAll @LongRange(max = Long.MAX_VALUE) long one,
            @ForAll @LongRange(max = Long.MAX_VALUE) long other) {
        BatchSchedule schedule = new BatchSchedule(start, end, warmupTokens, sequenceLength);
        int earlier = schedule.sizeAt(Math.min(one, other));
        int later = schedule.sizeAt(Math.max(one, other));
        assertThat(earlier).isBetween(Math.min(start, end), Math.max(start, end));
        assertThat(start <= end ? earlier <= later : earlier >= later).isTrue();
    }

    static byte[] seedBytes(long seed) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (seed >>> 8 * i);
        }
        return bytes;
    }
}

package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bitmaps are exact, whoever took part. */
class ParticipationProperties {
    @Property(tries = 300)
    void aBitmapSaysExactlyWhatItWasTold(
            @ForAll @IntRange(min = 1, max = 300) int clients, @ForAll Set<@IntRange(max = 299) Integer> seen) {
        ParticipationBitmap bitmap = ParticipationBitmap.of(clients, seen::contains);
        for (int index = 0; index < clients; index++) {
            assertThat(bitmap.includes(index)).isEqualTo(seen.contains(index));
        }
        ParticipationBitmap read = ParticipationBitmap.fromBytes(clients, bitmap.toBytes());
        assertThat(read).isEqualTo(bitmap).hasSameHashCodeAs(bitmap).hasToString(bitmap.toString());
        assertThat(bitmap.toString())
                .isEqualTo(seen.stream().filter(i -> i < clients).count() + " of " + clients);
        assertThat(bitmap).isNotEqualTo(ParticipationBitmap.of(clients + 1, seen::contains));
        assertThat(bitmap).isNotEqualTo(ParticipationBitmap.of(clients, index -> index == 0 != seen.contains(index)));
        assertThat(bitmap).isNotEqualTo("a bitmap");
    }

    @Property(tries = 300)
    void omissionsAreCountedAsByHand(
            @ForAll @IntRange(min = 1, max = 150) int clients,
            @ForAll @Size(max = 12) List<@Size(150) List<Boolean>> rows,
            @ForAll @IntRange(min = 1, max = 13) int quorum) {
        List<ParticipationBitmap> bitmaps = new ArrayList<>();
        rows.forEach(row -> bitmaps.add(ParticipationBitmap.of(clients, row::get)));
        int[] omitted = ParticipationBitmap.omittedByAtLeast(quorum, clients, bitmaps).stream()
                .toArray();
        int[] byHand = IntStream.range(0, clients)
                .filter(i -> rows.stream().filter(row -> !row.get(i)).count() >= quorum)
                .toArray();
        assertThat(omitted).isEqualTo(byHand);
    }
}

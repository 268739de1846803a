package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rows keep their clients, and what is known of each, in the order of a linked map. */
class PendingRowsProperties {
    private final PendingRows rows = new PendingRows();

    /** The sessions of the clients, which also say when each waits and when it was heard. */
    private Map<ClientId, Long> expected = new LinkedHashMap<>();

    @Property(tries = 200)
    void asInALinkedMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int names) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int call = 1; call <= 300; call++) {
            ClientId client = name(random.nextInt(names));
            int row = rows.rowOf(client);
            assertThat(row != PendingRows.NO_ROW).isEqualTo(expected.containsKey(client));
            if (random.nextInt(20) == 0) {
                bringForward(random, names);
            } else if (row == PendingRows.NO_ROW) {
                add(client, call);
            } else if (random.nextInt(3) == 0) {
                rows.remove(row);
                expected.remove(client);
            }
        }
        assertSame();
    }

    /** Every second id has the hash of its neighbour. */
    private static ClientId name(int number) {
        return ClientId.of((number % 2 == 0 ? "Aa" : "BB") + number / 2);
    }

    private void add(ClientId client, long session) {
        int row = rows.add(client, 2 * session, 3 * session);
        rows.setSession(row, session);
        rows.setDisconnected(row, session % 2 == 0);
        rows.setRemoved(row, session % 3 == 0);
        if (session % 5 == 0) {
            rows.hear(row);
        }
        expected.put(client, session);
    }

    private void bringForward(SplittableRandom random, int names) {
        Map<ClientId, Long> arranged = new LinkedHashMap<>();
        List<ClientId> first = new ArrayList<>();
        int from = random.nextInt(names);
        for (int number = from; number < names; number++) {
            ClientId client = name(number);
            first.add(client);
            if (expected.containsKey(client)) {
                arranged.put(client, expected.get(client));
            }
        }
        int places = arranged.size();
        expected.forEach(arranged::putIfAbsent);
        expected = arranged;
        rows.bringForward(first);
        assertThat(rows.taken().limit(places).boxed())
                .containsExactlyElementsOf(IntStream.range(0, places).boxed().toList());
        assertSame();
    }

    private void assertSame() {
        assertThat(rows.size()).isEqualTo(expected.size());
        assertThat(rows.taken().mapToObj(rows::client)).containsExactlyElementsOf(expected.keySet());
        assertThat(rows.disconnectedCount()).isEqualTo((int)
                expected.values().stream().filter(session -> session % 2 == 0).count());
        expected.forEach((client, session) -> {
            int row = rows.rowOf(client);
            assertThat(rows.session(row)).isEqualTo(session);
            assertThat(rows.waitingSince(row)).isEqualTo(2 * session);
            assertThat(rows.heardAt(row)).isEqualTo(3 * session);
            assertThat(rows.isDisconnected(row)).isEqualTo(session % 2 == 0);
            assertThat(rows.isRemoved(row)).isEqualTo(session % 3 == 0);
            assertThat(rows.isHeard(row)).isEqualTo(session % 5 == 0);
        });
    }
}

package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientTableTest {
    private static final ClientId STRANGER = ClientId.of("AaBBAaBBAaBBAaBBAaBBAaC#");

    /** More clients of one hash than there are slots to look into, which anyone can make for a hash that is no secret. */
    @Test
    void collidingIdsAreToldApart() {
        List<ClientId> clients = colliding();
        ClientTable table = tableOf(clients);
        assertThat(STRANGER.hashCode()).isEqualTo(clients.get(0).hashCode());
        assertThat(table.rowOf(STRANGER)).isEqualTo(ClientTable.NO_ROW);
        assertFindsAll(table, clients);
    }

    @Test
    void removedIdsAreNotFoundAndHideNoOthers() {
        List<ClientId> clients = colliding();
        ClientTable table = tableOf(clients);
        for (int row = 0; row < clients.size(); row += 2) {
            table.remove(row);
        }
        assertThat(table.size()).isEqualTo(clients.size() / 2);
        for (int row = 0; row < clients.size(); row++) {
            assertThat(table.rowOf(clients.get(row))).isEqualTo(row % 2 == 0 ? ClientTable.NO_ROW : row);
        }
        assertThat(table.nextRow(0)).isEqualTo(1);
        assertThat(table.nextRow(clients.size() - 1)).isEqualTo(clients.size() - 1);
    }

    @Test
    void arrangedRowsHaveNoGaps() {
        List<ClientId> clients = colliding();
        ClientTable table = tableOf(clients);
        table.remove(0);
        List<ClientId> reversed = new ArrayList<>();
        int[] order = IntStream.range(1, clients.size())
                .map(row -> clients.size() - row)
                .peek(row -> reversed.add(clients.get(row)))
                .toArray();
        table.arrange(order, order.length + 1);
        assertFindsAll(table, reversed);
        assertThat(table.isFull()).isFalse();
        assertThat(table.add(clients.get(0))).isEqualTo(order.length);
        assertThat(table.isFull()).isTrue();
    }

    @Test
    void manyIdsAreFound() {
        List<ClientId> clients = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            clients.add(ClientId.of("client-" + i));
        }
        assertFindsAll(tableOf(clients), clients);
    }

    private static List<ClientId> colliding() {
        List<ClientId> clients = new ArrayList<>();
        for (int bits = 0; bits < 1 << 12; bits++) {
            StringBuilder id = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                id.append((bits >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            clients.add(ClientId.of(id.toString()));
        }
        return clients;
    }

    private static ClientTable tableOf(List<ClientId> clients) {
        ClientTable table = new ClientTable(clients.size());
        clients.forEach(table::add);
        return table;
    }

    private static void assertFindsAll(ClientTable table, List<ClientId> clients) {
        for (int row = 0; row < clients.size(); row++) {
            assertThat(table.rowOf(clients.get(row))).isEqualTo(row);
            assertThat(table.client(row)).isEqualTo(clients.get(row));
        }
    }
}

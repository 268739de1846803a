package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClientIndexTest {
    @Property(tries = 300)
    void everyClientIsFoundWhereItIsAndNobodyElse(@ForAll Set<@Size(min = 1, max = 3) List<Byte>> ids) {
        List<ClientId> clients = new ArrayList<>();
        for (List<Byte> id : ids) {
            byte[] bytes = new byte[id.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = id.get(i);
            }
            clients.add(ClientId.of(bytes));
        }
        assertFindsAll(clients);
        ClientIndex index = indexOf(clients);
        assertThat(index.placeOf(ClientId.of("nobody"))).isEqualTo(-1);
    }

    /** Thousands of ids whose hashes are all the same, which anyone can make for a hash that is no secret. */
    @Test
    void collidingIdsAreToldApart() {
        List<ClientId> clients = new ArrayList<>();
        for (int bits = 0; bits < 1 << 12; bits++) {
            StringBuilder id = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                id.append((bits >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            clients.add(ClientId.of(id.toString()));
        }
        assertThat(clients.stream().map(ClientId::hashCode).distinct()).hasSize(1);
        assertFindsAll(clients);
        assertThat(indexOf(clients).placeOf(ClientId.of("AaBBAaBBAaBBAaBBAaBBAaC#")))
                .isEqualTo(-1);
    }

    @Test
    void manyClientsAreFound() {
        List<ClientId> clients = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            clients.add(ClientId.of("client-" + i));
        }
        assertFindsAll(clients);
    }

    @Property(tries = 300)
    void whoIsThereTwiceIsNoticed(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 60) Integer> names) {
        // Every second id collides with its neighbour.
        List<ClientId> clients = names.stream()
                .map(name -> ClientId.of((name % 2 == 0 ? "Aa" : "BB") + name / 2))
                .toList();
        assertThat(indexOf(clients).hasDuplicates()).isEqualTo(new HashSet<>(clients).size() < clients.size());
    }

    private static ClientIndex indexOf(List<ClientId> clients) {
        return new ClientIndex(clients.toArray(new ClientId[0]));
    }

    private static void assertFindsAll(List<ClientId> clients) {
        ClientIndex index = indexOf(clients);
        for (int place = 0; place < clients.size(); place++) {
            assertThat(index.placeOf(clients.get(place))).isEqualTo(place);
        }
        assertThat(index.hasDuplicates()).isFalse();
    }
}

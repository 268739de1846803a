package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientIndexTest {
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

    static ClientIndex indexOf(List<ClientId> clients) {
        return new ClientIndex(clients.toArray(new ClientId[0]));
    }

    static void assertFindsAll(List<ClientId> clients) {
        ClientIndex index = indexOf(clients);
        for (int place = 0; place < clients.size(); place++) {
            assertThat(index.placeOf(clients.get(place))).isEqualTo(place);
        }
        assertThat(index.hasDuplicates()).isFalse();
    }
}

package io.github.coordinator;

import static io.github.coordinator.ClientIndexTest.assertFindsAll;
import static io.github.coordinator.ClientIndexTest.indexOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The index finds each client and no other, and notices duplicates, for all ids. */
class ClientIndexProperties {
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

    @Property(tries = 300)
    void whoIsThereTwiceIsNoticed(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 60) Integer> names) {
        // Every second id collides with its neighbour.
        List<ClientId> clients = names.stream()
                .map(name -> ClientId.of((name % 2 == 0 ? "Aa" : "BB") + name / 2))
                .toList();
        assertThat(indexOf(clients).hasDuplicates()).isEqualTo(new HashSet<>(clients).size() < clients.size());
    }
}

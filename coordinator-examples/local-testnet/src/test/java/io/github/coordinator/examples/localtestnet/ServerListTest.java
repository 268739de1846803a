package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerListTest {
    private static final URI ONE = URI.create("ws://one:1/run");
    private static final URI TWO = URI.create("ws://two:1/run");
    private static final URI THREE = URI.create("ws://three:1/run");

    private final ServerList servers = new ServerList(List.of(ONE, TWO));

    @Test
    void eachIsTriedInTurnBeforeAWait() {
        assertThat(servers.next()).isEqualTo(ONE);
        assertThat(servers.isTimeToWait()).isFalse();
        assertThat(servers.next()).isEqualTo(TWO);
        assertThat(servers.isTimeToWait()).isTrue();
        servers.beginAnew();
        assertThat(servers.next()).isEqualTo(ONE);
    }

    @Test
    void theLeaderIsTriedNextEvenIfTheListDoesNotHaveIt() {
        servers.next();
        servers.next();
        servers.leads(THREE);
        assertThat(servers.isTimeToWait()).isFalse();
        assertThat(servers.next()).isEqualTo(THREE);
        assertThat(servers.isTimeToWait()).isTrue();
    }

    @Test
    void twoServersThatNameEachOtherAreNotTriedForEver() {
        servers.next();
        servers.leads(THREE);
        servers.next();
        servers.leads(ONE);
        assertThat(servers.next()).isEqualTo(TWO);
        servers.leads(ONE);
        assertThat(servers.isTimeToWait()).isTrue();
        servers.beginAnew();
        servers.leads(THREE);
        assertThat(servers.next()).isEqualTo(THREE);
    }
}

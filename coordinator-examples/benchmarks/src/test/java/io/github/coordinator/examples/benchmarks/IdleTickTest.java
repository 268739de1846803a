package io.github.coordinator.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClientSource;
import io.github.coordinator.Coordinator;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That an idle tick costs the same however many clients there are: what it asks of its host is counted. */
class IdleTickTest {
    private int looks;
    private int sizes;
    private int walks;
    private int seeds;

    private final class CountedClients extends AbstractSet<ClientId> implements ClientSource {
        private final ClientId[] ids;

        private CountedClients(int count) {
            ids = Clients.ids(count);
        }

        @Override
        public Set<ClientId> pending() {
            looks++;
            return this;
        }

        @Override
        public int size() {
            sizes++;
            return ids.length;
        }

        @Override
        public Iterator<ClientId> iterator() {
            walks++;
            return List.of(ids).iterator();
        }
    }

    @Test
    void belowTheMinimumATickAsksForTheSizeAndNothingElse() {
        int minimum = 1_000;
        SeedSource countedSeeds = (epoch, height) -> ++seeds;
        Coordinator coordinator = Coordinator.start(
                Configs.config(minimum), new CountedClients(minimum - 1), countedSeeds, Instant.EPOCH);
        int ticks = 100;
        for (int second = 1; second <= ticks; second++) {
            assertThat(coordinator.tick(Instant.ofEpochSecond(second)).changed())
                    .isFalse();
        }
        assertThat(looks).isLessThanOrEqualTo(ticks);
        assertThat(sizes).isLessThanOrEqualTo(ticks);
        assertThat(walks).isZero();
        assertThat(seeds).isZero();
    }

    @Test
    void inARoundATickAsksForNothing() {
        int clients = 1_000;
        SeedSource countedSeeds = (epoch, height) -> ++seeds;
        Coordinator coordinator =
                Coordinator.start(Configs.config(clients), new CountedClients(clients), countedSeeds, Instant.EPOCH);
        coordinator.tick(Instant.EPOCH);
        Instant training = Instant.EPOCH.plus(Configs.STATE_TIME);
        coordinator.tick(training);
        looks = sizes = walks = seeds = 0;
        for (int second = 1; second <= 100; second++) {
            assertThat(coordinator.tick(training.plusSeconds(second)).changed()).isFalse();
        }
        assertThat(looks + sizes + walks + seeds).isZero();
    }
}

package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.WarmupDrop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A warm-up that ends because its last member that was not ready is silent. */
class WarmupEndTest {
    @Test
    void disconnectedMembersThatWereKeptDoNotTrain() {
        ClientId dan = ClientId.of("dan");
        Scene scene = new Scene(Scene.config()
                .onWarmupDrop(WarmupDrop.KEEP)
                .warmupTime(Duration.ofHours(1))
                .healthCheckTimeout(Duration.ofSeconds(3)));
        scene.pending.add(dan);
        scene.warmUp();
        scene.run.ready(Scene.ADA, 0);
        scene.run.ready(Scene.BOB, 0);
        scene.run.disconnected(dan);
        TickResult result = scene.tick();
        for (int second = 0; result.transition().isEmpty() && second < 10; second++) {
            scene.run.healthCheck(Scene.ADA);
            scene.run.healthCheck(Scene.BOB);
            scene.now = scene.now.plusSeconds(1);
            result = scene.tick();
        }
        assertThat(result.transition().map(Transition::reason)).contains(TransitionReason.ALL_READY);
        assertThat(result.removals()).extracting(Removal::client).contains(Scene.CYD, dan);
        assertThat(result.roster().orElseThrow().clients()).containsExactlyInAnyOrder(Scene.ADA, Scene.BOB);
    }
}

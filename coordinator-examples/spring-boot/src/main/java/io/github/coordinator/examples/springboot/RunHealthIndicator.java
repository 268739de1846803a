package io.github.coordinator.examples.springboot;

import io.github.coordinator.RunStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up as long as the run makes turns. */
@Component
class RunHealthIndicator implements HealthIndicator {
    private final LiveRun run;

    RunHealthIndicator(LiveRun run) {
        this.run = run;
    }

    @Override
    public Health health() {
        return run.ask(asked -> up(asked.status()))
                .orElseGet(() -> Health.down()
                        .withDetail("reason", "the run makes no turns")
                        .build());
    }

    private static Health up(RunStatus status) {
        return Health.up()
                .withDetail("state", status.state())
                .withDetail("epoch", status.epoch())
                .withDetail("step", status.step())
                .build();
    }
}

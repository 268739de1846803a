package app;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.runfile.RunConfigLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A program that knows nothing of the library but its jar. Takes a run file, or makes a configuration of its own. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        RunConfig config = arguments.length > 0 ? RunConfigLoader.load(Path.of(arguments[0])) : configuration();
        HostedRun run = HostedRun.start(config, SeedSource.fixed(7), Instant.EPOCH);
        run.apply(new RunInput.Join(config.runId(), ClientId.of("ada")));
        System.out.println(run.tick(Instant.EPOCH).status().state());
    }

    private static RunConfig configuration() {
        return RunConfig.builder("outside")
                .minClients(1)
                .warmupTime(Duration.ofMinutes(5))
                .maxRoundTrainTime(Duration.ofMinutes(10))
                .roundWitnessTime(Duration.ofSeconds(30))
                .cooldownTime(Duration.ofMinutes(2))
                .roundsPerEpoch(20)
                .totalSteps(1_000)
                .globalBatchSizeStart(64)
                .build();
    }
}

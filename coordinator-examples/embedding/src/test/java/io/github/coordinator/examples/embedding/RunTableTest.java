package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a table: what was committed is found by another connection, and goes on. */
class RunTableTest {
    private static final SeedSource SEEDS = SeedSource.fixed(7);

    @TempDir
    Path directory;

    private Connection database;

    @BeforeEach
    void open() throws SQLException {
        database = connect();
        execute(RunTable.TABLE);
        database.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("host.db"));
    }

    private void execute(String statement) throws SQLException {
        try (Statement one = database.createStatement()) {
            one.execute(statement);
        }
    }

    private static HostedRun run() {
        RunConfig config = RunConfig.builder("demo")
                .minClients(1)
                .warmupTime(Duration.ofMinutes(5))
                .maxRoundTrainTime(Duration.ofMinutes(10))
                .roundWitnessTime(Duration.ofSeconds(30))
                .cooldownTime(Duration.ofMinutes(2))
                .roundsPerEpoch(20)
                .totalSteps(1_000)
                .globalBatchSizeStart(64)
                .build();
        HostedRun run = HostedRun.start(config, SEEDS, Instant.EPOCH);
        run.join("demo", ClientId.of("ada"));
        return run;
    }

    @Test
    void aRunGoesOnWhereItWasCommittedLast() throws SQLException {
        HostedRun run = run();
        RunTable.save(database, run);
        run.tick(Instant.EPOCH);
        RunTable.save(database, run);
        database.commit();
        run.tick(Instant.EPOCH.plus(Duration.ofMinutes(5)));
        RunTable.save(database, run);
        database.close();

        database = connect();
        HostedRun found = RunTable.load(database, "demo", SEEDS).orElseThrow();
        assertThat(found.status().state()).isEqualTo(RunState.WARMUP);
        assertThat(found.tick(Instant.EPOCH.plus(Duration.ofMinutes(5))).status())
                .isEqualTo(run.status());
        assertThat(RunTable.load(database, "another", SEEDS)).isEmpty();
    }

    @Test
    void aChangedRowIsRefused() throws SQLException {
        RunTable.save(database, run());
        execute("update run set state = substr(state, 1, length(state) - 1)");
        assertThatIllegalArgumentException().isThrownBy(() -> RunTable.load(database, "demo", SEEDS));
    }
}

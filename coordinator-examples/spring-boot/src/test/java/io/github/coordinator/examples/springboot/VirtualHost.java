package io.github.coordinator.examples.springboot;

import io.github.coordinator.HostedRun;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.ManualTime;
import io.github.coordinator.examples.embedding.TrainingHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The beans of the run without sockets, and with a clock that the test moves. */
final class VirtualHost implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    final ManualTime time = new ManualTime(Instant.EPOCH);
    final List<Throwable> failures = new ArrayList<>();
    final RunConfig config;
    final RunProtocol protocol;
    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .addScript("schema.sql")
            .build();
    private final RunProperties properties;

    /** What was sent on one connection. */
    static final class RecordingWire implements Visitor.Wire {
        private final List<JsonNode> sent = new ArrayList<>();
        private boolean isClosed;

        @Override
        public void send(String text) {
            if (!isClosed) {
                sent.add(JSON.readTree(text));
            }
        }

        @Override
        public void hangUp() {
            isClosed = true;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        boolean isClosed() {
            return isClosed;
        }

        /** What was sent since this was last asked for. */
        List<JsonNode> take() {
            List<JsonNode> taken = List.copyOf(sent);
            sent.clear();
            return taken;
        }
    }

    /**
     * Starts a run of one client.
     *
     * @param runId the id of the run
     * @param serverKey the key of the server
     * @param nonce what each client has to sign
     */
    VirtualHost(String runId, String serverKey, String nonce) {
        Map<String, Object> settings = Map.of(
                "run-id",
                runId,
                "min-clients",
                1,
                "warmup-time",
                "5m",
                "max-round-train-time",
                "600",
                "round-witness-time",
                30,
                "cooldown-time",
                "PT2M",
                "rounds-per-epoch",
                "20",
                "total-steps",
                1_000,
                "global-batch-size-start",
                64,
                "health-check-timeout",
                "1h");
        properties = new RunProperties(null, settings, "00".repeat(16), serverKey, Duration.ofSeconds(30));
        config = properties.config();
        RunBeans beans = new RunBeans();
        RunStore store = store();
        EventLoop loop = new EventLoop(time, time, 100, failures::add);
        HostedRun run = beans.run(config, properties, store, time);
        ClientTransport transport = beans.transport(run);
        TrainingHost<Visitor> host = beans.host(run, properties, transport, loop, store);
        protocol = new RunProtocol(runId, serverKey, host, transport, loop, () -> nonce);
        time.run();
    }

    RunStore store() {
        return new RunStore(
                new JdbcTemplate(database), new TransactionTemplate(new DataSourceTransactionManager(database)));
    }

    /** The run as a restarted server would find it. */
    HostedRun stored() {
        return new RunBeans().run(config, properties, store(), time);
    }

    /** Makes each further commit fail. */
    void losesItsTable() {
        new JdbcTemplate(database).execute("drop table run");
    }

    @Override
    public void close() {
        database.shutdown();
    }
}

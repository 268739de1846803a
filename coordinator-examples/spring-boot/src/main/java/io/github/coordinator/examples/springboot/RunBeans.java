package io.github.coordinator.examples.springboot;

import io.github.coordinator.HostedRun;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.examples.embedding.CommittedTransport;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.examples.embedding.TrainingHost;
import io.github.coordinator.round.SeedSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The run, and what it consists of. */
@Configuration(proxyBeanMethods = false)
class RunBeans {
    /** How many messages wait for the thread of the run. */
    private static final int INBOX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RunBeans.class);

    @Bean
    RunConfig runConfig(RunProperties properties) {
        return properties.config();
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    EventLoop loop(InstantSource clock) {
        return new EventLoop(
                EventLoop.newThread(), clock, INBOX, failure -> LOG.error("the run's thread failed", failure));
    }

    /** Goes on with the run of the table, or begins it. */
    @Bean
    HostedRun run(RunConfig config, RunProperties properties, RunStore store, InstantSource clock) {
        SeedSource seeds = SeedSource.keyed(HexFormat.of().parseHex(properties.secret()), config.runId());
        return store.load(config, seeds).orElseGet(() -> HostedRun.start(config, seeds, clock.instant()));
    }

    @Bean
    ClientTransport transport(HostedRun run) {
        return new ClientTransport(run);
    }

    @Bean
    RunMetrics runMetrics(ClientTransport transport) {
        return transport.metrics();
    }

    /** Calls the run, on the thread of the loop. Nothing else may call it once this is there. */
    @Bean
    TrainingHost<Visitor> host(
            HostedRun run, RunProperties properties, ClientTransport transport, EventLoop loop, RunStore store) {
        loop.measure(transport.metrics()::turned);
        return new TrainingHost<>(
                run, properties.grace(), new CommittedTransport<>(transport, loop, () -> store.save(run)), loop);
    }

    @Bean
    RunProtocol protocol(
            RunConfig config,
            RunProperties properties,
            TrainingHost<Visitor> host,
            ClientTransport transport,
            EventLoop loop) {
        SecureRandom random = new SecureRandom();
        return new RunProtocol(config.runId(), properties.serverKey(), host, transport, loop, () -> {
            byte[] nonce = new byte[JoinProof.NONCE_BYTES];
            random.nextBytes(nonce);
            return HexFormat.of().formatHex(nonce);
        });
    }
}

package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.SeedSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMetricsTest {
    private static final ClientId ADA = ClientId.of("ada");
    private static final RunConfig CONFIG = RunConfig.builder("demo")
            .minClients(1)
            .warmupTime(Duration.ofMinutes(5))
            .maxRoundTrainTime(Duration.ofMinutes(10))
            .roundWitnessTime(Duration.ofSeconds(30))
            .cooldownTime(Duration.ofMinutes(2))
            .roundsPerEpoch(20)
            .totalSteps(1_000)
            .globalBatchSizeStart(64)
            .build();

    private final MockClock clock = new MockClock();
    private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final Instant start = Instant.ofEpochMilli(clock.wallTime());
    private final HostedRun run = HostedRun.start(CONFIG, SeedSource.fixed(7), start);
    private final RunMetrics metrics = new RunMetrics(() -> 4_711);

    RunMetricsTest() {
        metrics.bindTo(registry);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private void tick(Duration later) {
        metrics.ticked(run.tick(start.plus(later)), run.pendingCount());
    }

    @Test
    void whatTheLastTickLeftIsShown() {
        assertThat(gauge("coordinator.members")).isNaN();
        metrics.answered(run.join("demo", ADA));
        tick(Duration.ZERO);
        assertThat(gauge("coordinator.members")).isEqualTo(1);
        assertThat(gauge("coordinator.pending")).isEqualTo(1);
        assertThat(gauge("coordinator.state", "state", "warmup")).isEqualTo(1);
        assertThat(gauge("coordinator.state", "state", "paused")).isZero();
        assertThat(gauge("coordinator.state.remaining")).isEqualTo(300);
        clock.add(Duration.ofMinutes(2));
        assertThat(gauge("coordinator.state.remaining")).isEqualTo(180);
        assertThat(gauge("coordinator.round")).isNaN();

        tick(Duration.ofMinutes(5));
        assertThat(gauge("coordinator.round")).isZero();
        assertThat(gauge("coordinator.step")).isEqualTo(1);
        assertThat(gauge("coordinator.epoch")).isZero();
        assertThat(gauge("coordinator.queued")).isEqualTo(4_711);

        metrics.ended();
        assertThat(gauge("coordinator.step")).isNaN();
    }

    @Test
    void proofsRemovalsAndTurnsAreCounted() {
        run.join("demo", ADA);
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(5));
        RoundPart part = run.status()
                .round()
                .flatMap(round -> run.seat(ADA).flatMap(round::partOf))
                .orElseThrow();
        metrics.answered(run.witness(ADA, part.proof(index -> true).orElseThrow()));
        metrics.answered(run.witness(ADA, part.proof(index -> true).orElseThrow()));
        metrics.answered(run.leave(ADA));
        tick(Duration.ofMinutes(16));
        tick(Duration.ofMinutes(17));
        metrics.turned(Duration.ofMillis(3));

        assertThat(count("coordinator.proofs", "outcome", "accepted")).isEqualTo(1);
        assertThat(count("coordinator.proofs", "outcome", "duplicate")).isEqualTo(1);
        assertThat(count("coordinator.proofs", "outcome", "gone")).isZero();
        assertThat(count("coordinator.removals", "cause", "left")).isEqualTo(1);
        assertThat(count("coordinator.removals", "cause", "silent")).isZero();
        assertThat(registry.get("coordinator.turn").timer().count()).isEqualTo(1);
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    /** Meters are named as Micrometer's own are, and there are as many whatever the clients do. */
    @Test
    void namesAreConventionalAndTagsAreBounded() {
        // This registry makes a meter of its own for each bucket.
        List<Meter> meters = registry.getMeters().stream()
                .filter(meter -> !meter.getId().getName().endsWith(".histogram"))
                .toList();
        assertThat(meters).hasSizeGreaterThan(20).allSatisfy(meter -> {
            assertThat(meter.getId().getName()).matches("coordinator(\\.[a-z]+)+");
            assertThat(meter.getId().getDescription()).isNotBlank();
            assertThat(meter.getId().getTags()).hasSizeLessThanOrEqualTo(1);
        });
        int before = registry.getMeters().size();
        for (int client = 0; client < 100; client++) {
            metrics.answered(run.join("demo", ClientId.of("client-" + client)));
        }
        tick(Duration.ZERO);
        assertThat(registry.getMeters()).hasSize(before);
    }

    /** The file may be copied to a host that has this Micrometer or an older one. */
    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"this", "older"})
    void theFileCompilesAgainstBothVersions(String version, @TempDir Path classes) throws IOException {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> version.equals("this") || !each.contains("micrometer-"))
                .collect(Collectors.joining(File.pathSeparator));
        if (version.equals("older")) {
            try (Stream<Path> jars = Files.list(Path.of("target/older-micrometer"))) {
                List<String> older = jars.map(Path::toString).sorted().toList();
                assertThat(older).hasSize(2).allMatch(each -> each.contains("-1.16."));
                path += File.pathSeparator + String.join(File.pathSeparator, older);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
            boolean isCompiled = compiler.getTask(
                            null,
                            files,
                            problems,
                            List.of("-proc:none", "-d", classes.toString(), "-cp", path),
                            null,
                            files.getJavaFileObjects(
                                    Path.of("src/main/java/io/github/coordinator/examples/embedding/RunMetrics.java")))
                    .call();
            assertThat(isCompiled).as(problems.getDiagnostics().toString()).isTrue();
        }
        assertThat(classes.resolve("io/github/coordinator/examples/embedding/RunMetrics.class"))
                .exists();
    }
}

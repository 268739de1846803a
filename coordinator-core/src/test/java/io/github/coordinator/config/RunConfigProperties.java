package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.runfile.RunConfigLoader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every configuration. */
class RunConfigProperties {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void survivesItsBuilder(@ForAll("configs") RunConfig config) {
        assertThat(config.toBuilder().build()).isEqualTo(config).hasSameHashCodeAs(config);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void survivesTheListOfItsSettings(@ForAll("configs") RunConfig config) {
        RunConfigBuilder builder = RunConfig.builder("other");
        config.settings().forEach(builder::set);

        assertThat(builder.build()).isEqualTo(config).hasToString(config.toString());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void survivesItsFile(@ForAll("configs") RunConfig config) {
        assertThat(RunConfigLoader.parse(write(config), "data.toml")).isEqualTo(config);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void alwaysHasTwoQuorumsThatMeet(@ForAll("configs") RunConfig config, @ForAll @IntRange(min = 1) int clients) {
        int witnesses = config.witnessesAmong(Math.max(clients, config.minClients()));
        int quorum = config.quorum(witnesses);

        assertThat(witnesses).isPositive();
        assertThat(quorum == 0 || 2L * quorum > witnesses).isTrue();
        assertThat(quorum).isLessThanOrEqualTo(witnesses);
        assertThat(config.evidenceQuorum(witnesses)).isBetween(1, witnesses);
        assertThat(3L * config.evidenceQuorum(witnesses)).isGreaterThan(2L * witnesses);
    }

    @Provide
    Arbitrary<RunConfig> configs() {
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 40);
        Arbitrary<Duration> durations = Arbitraries.longs()
                .between(1, Duration.ofDays(18_250).toMillis())
                .map(Duration::ofMillis);
        Arbitrary<Integer> counts = Arbitraries.integers().between(1, Integer.MAX_VALUE);
        Arbitrary<RunConfigBuilder> clients = Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(RunConfigProperties::isText),
                        few,
                        few,
                        few,
                        Arbitraries.of(0.0, 0.5, 1.0),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(ParticipationKind.class))
                .as((runId, min, more, most, share, quorum, kind) -> {
                    int witnesses = (int) (share * min);
                    RunConfigBuilder builder = RunConfig.builder(runId)
                            .minClients(min)
                            .initMinClients(min + more)
                            .maxClients(Math.min(88, min + more + most))
                            .witnessNodes(witnesses)
                            .participation(kind);
                    int[] quorums = {0, witnesses / 2 + 1, witnesses};
                    return witnesses == 0 ? builder : builder.witnessQuorum(quorums[quorum]);
                });
        Arbitrary<RunConfigBuilder> times = Combinators.combine(clients, durations, durations, durations, durations)
                .as((builder, warmup, train, witness, cooldown) -> builder.warmupTime(warmup)
                        .waitingForMembersExtraTime(cooldown)
                        .maxRoundTrainTime(train)
                        .roundWitnessTime(witness)
                        .cooldownTime(cooldown)
                        .epochTime(train.plus(witness)));
        Arbitrary<RunConfig> counted = Combinators.combine(times, counts, counts, counts, counts, counts)
                .as((builder, steps, start, end, tokens, rounds) -> builder.totalSteps(2L * steps)
                        .globalBatchSizeStart(start)
                        .globalBatchSizeEnd(end)
                        .globalBatchSizeWarmupTokens((long) tokens * steps)
                        .sequenceLength(tokens)
                        .roundsPerEpoch(rounds)
                        .verificationPercent(rounds % 100)
                        .maxMissedAttestations(start)
                        .maxAbsentRounds(end)
                        .dataServerLocation("there")
                        .build());
        return Combinators.combine(
                        counted,
                        durations,
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of(DataOrder.class),
                        Arbitraries.of(WarmupDrop.class),
                        Arbitraries.of(EarlyEnd.class))
                .as((config, timeout, participants, order, drop, end) -> config.toBuilder()
                        .healthCheckTimeout(timeout)
                        .minParticipants(Math.min(participants, mostParticipants(config)))
                        .dataOrder(order)
                        .onWarmupDrop(drop)
                        .earlyEnd(end)
                        .build());
    }

    /** How many clients the smallest round of a run gives work to. */
    private static int mostParticipants(RunConfig config) {
        int verifiers = config.minClients() * config.verificationPercent() / 100;
        int batch = Math.min(config.globalBatchSizeStart(), config.globalBatchSizeEnd());
        return Math.min(config.minClients() - verifiers, batch);
    }

    /** Whether a text can stand in a TOML file, which half a surrogate pair cannot. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static String write(RunConfig config) {
        StringBuilder top = new StringBuilder();
        StringBuilder table = new StringBuilder("[config]\n");
        config.settings().forEach((key, value) -> {
            switch (key) {
                case "run_id" -> top.append("run_id = ").append(toml(value)).append('\n');
                case "model" -> assertThat(value).isEqualTo(Map.of());
                case "location" ->
                    top.append("data_server.location = ").append(toml(value)).append('\n');
                default -> table.append(key).append(" = ").append(toml(value)).append('\n');
            }
        });
        return top.toString() + table;
    }

    private static String toml(Object value) {
        if (value instanceof Duration duration) {
            return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.codePoints().forEach(point -> escaped.append(String.format(Locale.ROOT, "\\U%08X", point)));
        return escaped.append('"').toString();
    }
}

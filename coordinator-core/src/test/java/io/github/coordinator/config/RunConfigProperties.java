package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.ParticipationKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
        assertThat(config.absenceQuorum(witnesses)).isBetween(quorum, witnesses);
        assertThat(3L * config.absenceQuorum(witnesses)).isGreaterThan(2L * witnesses);
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
        return Combinators.combine(times, counts, counts, counts, counts, counts)
                .as((builder, steps, start, end, tokens, rounds) -> builder.totalSteps(2L * steps)
                        .globalBatchSizeStart(start)
                        .globalBatchSizeEnd(end)
                        .globalBatchSizeWarmupTokens((long) tokens * steps)
                        .sequenceLength(tokens)
                        .roundsPerEpoch(rounds)
                        .verificationPercent(rounds % 100)
                        .maxMissedHealthChecks(start)
                        .maxAbsentRounds(end)
                        .dataServerLocation("there")
                        .build());
    }

    /** Whether a text can stand in a TOML file, which half a surrogate pair cannot. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static String write(RunConfig config) {
        StringBuilder toml = new StringBuilder("run_id = " + quoted(config.runId()) + "\n[config]\n");
        Map<String, Duration> durations = new TreeMap<>(Map.of(
                "waiting_for_members_extra_time", config.waitingForMembersExtraTime(),
                "warmup_time", config.warmupTime(),
                "max_round_train_time", config.maxRoundTrainTime(),
                "round_witness_time", config.roundWitnessTime(),
                "cooldown_time", config.cooldownTime(),
                "epoch_time", config.epochTime()));
        durations.forEach((key, value) ->
                toml.append(key).append(" = ").append(seconds(value)).append('\n'));
        Map<String, Long> counts = new TreeMap<>(Map.of(
                "init_min_clients", (long) config.initMinClients(),
                "min_clients", (long) config.minClients(),
                "max_clients", (long) config.maxClients(),
                "rounds_per_epoch", (long) config.roundsPerEpoch(),
                "total_steps", config.totalSteps(),
                "witness_nodes", (long) config.witnessNodes(),
                "verification_percent", (long) config.verificationPercent(),
                "global_batch_size_start", (long) config.globalBatchSizeStart(),
                "global_batch_size_end", (long) config.globalBatchSizeEnd(),
                "global_batch_size_warmup_tokens", config.globalBatchSizeWarmupTokens()));
        counts.put("sequence_length", config.sequenceLength());
        counts.put("max_missed_health_checks", (long) config.maxMissedHealthChecks());
        counts.put("max_absent_rounds", (long) config.maxAbsentRounds());
        config.witnessQuorum().ifPresent(quorum -> counts.put("witness_quorum", (long) quorum));
        counts.forEach(
                (key, value) -> toml.append(key).append(" = ").append(value).append('\n'));
        String kind = config.participation().name().toLowerCase(Locale.ROOT);
        toml.append("participation = ").append(quoted(kind)).append("\n[data_server]\nlocation = ");
        return toml.append(quoted(config.dataServerLocation().orElseThrow())).toString();
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
    }

    private static String quoted(String text) {
        StringBuilder escaped = new StringBuilder("\"");
        text.codePoints().forEach(point -> escaped.append(String.format(Locale.ROOT, "\\U%08X", point)));
        return escaped.append('"').toString();
    }
}

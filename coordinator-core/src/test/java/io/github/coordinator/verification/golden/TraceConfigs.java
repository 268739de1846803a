package io.github.coordinator.verification.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.DataOrder;
import java.time.Duration;

/** The configurations of the traces, with the rules that the original lacks switched off. */
final class TraceConfigs {
    private TraceConfigs() {}

    /** The original as the mission describes it: no quorum, no epoch time, one minimum of clients. */
    static RunConfig mission(JsonNode header) {
        JsonNode config = header.get("config");
        int batch = config.get("batches_per_round").asInt()
                * config.get("data_indicies_per_batch").asInt();
        return common(config)
                .initMinClients(config.get("min_clients").asInt())
                .roundsPerEpoch(config.get("rounds_per_epoch").asInt())
                .witnessQuorum(config.get("witness_quorum").asInt())
                .globalBatchSizeStart(batch)
                .globalBatchSizeEnd(batch)
                .build();
    }

    /** The version of 2026-03. Its extra time of waiting is left to the source of {@link TraceReplay}. */
    static RunConfig head(JsonNode header) {
        JsonNode config = header.get("config");
        Duration epochTime = seconds(config, "epoch_time");
        Duration round = seconds(config, "max_round_train_time").plus(seconds(config, "round_witness_time"));
        RunConfigBuilder builder = common(config)
                .initMinClients(config.get("init_min_clients").asInt())
                .globalBatchSizeStart(config.get("global_batch_size_start").asInt())
                .globalBatchSizeEnd(config.get("global_batch_size_end").asInt())
                .globalBatchSizeWarmupTokens(
                        config.get("global_batch_size_warmup_tokens").asLong())
                .sequenceLength(header.get("max_seq_len").asLong());
        // We refuse an epoch that cannot fit a round; where the original takes it, it ends with its first round.
        return epochTime.compareTo(round) < 0
                ? builder.roundsPerEpoch(1).build()
                : builder.epochTime(epochTime).build();
    }

    private static RunConfigBuilder common(JsonNode config) {
        return RunConfig.builder("trace")
                .minClients(config.get("min_clients").asInt())
                .warmupTime(seconds(config, "warmup_time"))
                .maxRoundTrainTime(seconds(config, "max_round_train_time"))
                .roundWitnessTime(seconds(config, "round_witness_time"))
                .cooldownTime(seconds(config, "cooldown_time"))
                .totalSteps(config.get("total_steps").asLong())
                .witnessNodes(config.get("witness_nodes").asInt())
                .verificationPercent(config.get("verification_percent").asInt())
                .maxAbsentRounds(0)
                .maxMissedAttestations(0)
                .minParticipants(0)
                .dataOrder(DataOrder.PSYCHE);
    }

    private static Duration seconds(JsonNode config, String key) {
        return Duration.ofSeconds(GoldenFiles.count(config.get(key)));
    }
}

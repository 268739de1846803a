package io.github.coordinator.verification.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.verification.model.Reach;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All states that two small runs can reach within 14 and 8 operations, and in the shorter search within 7 and 5. Everyone is
 * pending at the start. What is counted are {@link Situation}s: their number changes with the rules, and not with the form in
 * which a snapshot is kept.
 */
class ExhaustiveTest {
    /** Epochs of one round, so that a run of two steps can reach its end within the depth; of three clients, one verifies. */
    private static final RunConfig OF_THREE =
            config().witnessNodes(2).roundsPerEpoch(1).verificationPercent(34).build();

    private static final List<Integer> THREE =
            List.of(9, 50, 246, 1004, 3149, 7997, 17198, 31462, 49703, 69587, 88654, 106309, 127019, 159888);

    /** Epochs of two rounds, in which missed attestations make no difference. */
    private static final RunConfig OF_FOUR =
            config().witnessNodes(2).roundsPerEpoch(2).maxMissedAttestations(0).build();

    private static final List<Integer> FOUR = List.of(11, 73, 458, 2520, 10614, 34624, 94151, 223442);

    private static RunConfigBuilder config() {
        return RunConfig.builder("run")
                .minClients(2)
                .warmupTime(Alphabet.STATE_TIME)
                .maxRoundTrainTime(Alphabet.STATE_TIME)
                .roundWitnessTime(Alphabet.STATE_TIME)
                .cooldownTime(Alphabet.STATE_TIME)
                .totalSteps(2)
                .globalBatchSizeStart(8)
                .maxMissedAttestations(1)
                .maxAbsentRounds(1);
    }

    private static void search(Reach reach, RunConfig config, List<Integer> counts, String... names) {
        long began = System.nanoTime();
        Search search = new Search(Stream.of(names).map(ClientId::of).toList(), reach);
        List<Integer> found = search.run(config, counts.size());
        System.out.printf(
                Locale.ROOT,
                "exhaustive: %d clients, %d operations: %,d states, %,d steps, %d pairs compared, %.1f seconds: %s%n",
                names.length,
                counts.size(),
                1 + found.stream().mapToInt(Integer::intValue).sum(),
                search.steps(),
                search.compared(),
                (System.nanoTime() - began) / 1e9,
                found);
        assertThat(found).as("new states at each depth").isEqualTo(counts);
        assertThat(search.compared()).isPositive();
    }

    @Test
    @Tag("slow")
    void allStatesWithinAShorterReachKeepTheInvariants() {
        search(new Reach(), OF_THREE, THREE.subList(0, 7), "ada", "grace", "joan");
        search(new Reach(), OF_FOUR, FOUR.subList(0, 5), "ada", "grace", "joan", "mary");
    }

    @Test
    @Tag("full")
    void allStatesWithinReachKeepTheInvariants() {
        Reach reach = new Reach();
        search(reach, OF_THREE, THREE, "ada", "grace", "joan");
        search(reach, OF_FOUR, FOUR, "ada", "grace", "joan", "mary");

        assertThat(reach.below(1))
                .as("not reached")
                .containsExactlyInAnyOrder(
                        // Filters take runs of another configuration.
                        "WitnessOutcome WRONG_PARTICIPATION_KIND",
                        "WitnessOutcome FOREIGN_FILTER_KEYS",
                        "WitnessOutcome SATURATED_FILTER",
                        // All clients speak of the epoch that is, and no epoch is limited by time.
                        "MemberOutcome WRONG_EPOCH",
                        "TransitionReason EPOCH_TIME_OVER",
                        // Nobody reconfigures these runs, and they keep the defaults of these settings.
                        "OperatorOutcome WRONG_STATE",
                        "OperatorOutcome CONFIG_REFUSED",
                        "Cause SILENT",
                        "TransitionReason QUORUM_ATTESTED",
                        "TransitionReason WARMUP_DROP");
    }
}

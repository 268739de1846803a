package io.github.coordinator.verification.model;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The configurations of the random runs: small, so that rare things are near, and varied in everything that decides. */
record Setup(RunConfig config, long seed) {
    static final String RUN_ID = "run";

    private record Sizes(int min, int initial, int room, int witnesses, int verifiers, long batch) {}

    private record Policies(OptionalInt quorum, int missed, int absent, ParticipationKind kind, long steps) {}

    private record Times(Duration extra, Duration warmup, Duration train, Duration witness, Duration cooldown) {}

    private record Epochs(int rounds, boolean timed) {}

    private record Rules(DataOrder data, WarmupDrop drop, EarlyEnd end, Duration timeout) {}

    static Arbitrary<Setup> any() {
        return Combinators.combine(sizes(), times(), epochs(), rules(), Arbitraries.longs())
                .flatAs((sizes, times, epochs, rules, seed) -> policies(sizes)
                        .map(policies -> new Setup(config(sizes, policies, times, epochs, rules), seed)));
    }

    private static Arbitrary<Sizes> sizes() {
        return Arbitraries.of(1, 2, 3, 3)
                .flatMap(min -> Combinators.combine(
                                Arbitraries.integers().between(min, min + 1),
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.integers().between(0, min + 1),
                                Arbitraries.of(0, 0, 34, 50, 99),
                                Arbitraries.longs().between(1, 9))
                        .as((initial, room, witnesses, verifiers, batch) ->
                                new Sizes(min, initial, initial + room, witnesses, verifiers, batch)));
    }

    private static Arbitrary<Policies> policies(Sizes sizes) {
        Arbitrary<OptionalInt> quorum = sizes.witnesses == 0
                ? Arbitraries.of(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0))
                : Arbitraries.of(
                        OptionalInt.empty(),
                        OptionalInt.of(0),
                        OptionalInt.of(sizes.witnesses / 2 + 1),
                        OptionalInt.of(sizes.witnesses));
        return Combinators.combine(
                        quorum,
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(0, 1, 1, 1, 1, 1, 2),
                        Arbitraries.of(ParticipationKind.values()),
                        Arbitraries.of(1L, 3L, 9L, 9L))
                .as(Policies::new);
    }

    private static Arbitrary<Times> times() {
        Arbitrary<Duration> positive =
                Arbitraries.of(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofNanos(1));
        Arbitrary<Duration> any = Arbitraries.oneOf(positive, Arbitraries.just(Duration.ZERO));
        return Combinators.combine(any, any, positive, positive, any).as(Times::new);
    }

    private static Arbitrary<Rules> rules() {
        return Combinators.combine(
                        Arbitraries.of(DataOrder.values()),
                        Arbitraries.of(WarmupDrop.values()),
                        Arbitraries.of(EarlyEnd.WITNESSES, EarlyEnd.WITNESSES, EarlyEnd.QUORUM, EarlyEnd.NEVER),
                        Arbitraries.of(
                                Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(25)))
                .as(Rules::new);
    }

    private static Arbitrary<Epochs> epochs() {
        return Combinators.combine(Arbitraries.of(0, 1, 2, 3, 3, 4), Arbitraries.of(false, true))
                .as(Epochs::new)
                .filter(epochs -> epochs.rounds > 0 || epochs.timed);
    }

    private static RunConfig config(Sizes sizes, Policies policies, Times times, Epochs epochs, Rules rules) {
        RunConfigBuilder builder = RunConfig.builder(RUN_ID)
                .minClients(sizes.min)
                .initMinClients(sizes.initial)
                .maxClients(sizes.room)
                .witnessNodes(sizes.witnesses)
                .verificationPercent(sizes.verifiers)
                .globalBatchSizeStart((int) sizes.batch)
                .globalBatchSizeEnd(5)
                // A power of two, so that sizes half-way between two numbers are exact however they are worked out.
                .globalBatchSizeWarmupTokens(sizes.batch % 2 == 0 ? 0 : 64)
                .sequenceLength(4)
                .witnessQuorum(policies.quorum)
                .maxMissedAttestations(policies.missed)
                .minParticipants(1)
                .dataOrder(rules.data)
                .onWarmupDrop(rules.drop)
                .earlyEnd(rules.end)
                .healthCheckTimeout(rules.timeout)
                .maxAbsentRounds(policies.absent)
                .participation(policies.kind)
                .totalSteps(policies.steps)
                .waitingForMembersExtraTime(times.extra)
                .warmupTime(times.warmup)
                .maxRoundTrainTime(times.train)
                .roundWitnessTime(times.witness)
                .cooldownTime(times.cooldown)
                .roundsPerEpoch(epochs.rounds);
        if (epochs.timed) {
            builder.epochTime(times.train.plus(times.witness).multipliedBy(2));
        }
        return builder.build();
    }
}

package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;

/** A run with an open round, and what the clients of that round know. Nobody leaves it unless a benchmark removes them. */
final class OpenRun {
    /** Rounds repeat their seeds after this many, which is often enough to keep predictors of branches guessing. */
    private static final int SEEDS = 64;

    static final SeedSource SEED_SOURCE =
            SeedSource.fixed(new SplittableRandom(90).longs(SEEDS).toArray());

    final Coordinator coordinator;
    private final ClientId[] senders;
    private final int[][] committees = new int[SEEDS][];
    private Instant now = Instant.EPOCH;

    OpenRun(RunConfig config, int clients) {
        this(config, Clients.pending(Clients.ids(clients)), Clients.ids(clients));
    }

    /** A run of those clients, whose messages come from senders of the same ids in the same order. */
    OpenRun(RunConfig config, Set<ClientId> clients, ClientId[] senders) {
        this.senders = senders;
        coordinator = Coordinator.start(config, () -> clients, SEED_SOURCE, now);
        tickInto(RunState.WARMUP);
        passTime();
        tickInto(RunState.ROUND_TRAIN);
        for (int height = 0; height < SEEDS; height++) {
            committees[height] = committeeOf(height, senders.length);
        }
    }

    private int[] committeeOf(long height, int clients) {
        return Committee.of(Round.builder(new RoundId(0, height))
                        .seed(SEED_SOURCE.seed(0, height))
                        .data(0, 1)
                        .roster(0, clients)
                        .witnessCount(coordinator.config().witnessesAmong(clients))
                        .build())
                .witnessSeats();
    }

    Round round() {
        return coordinator.status().round().orElseThrow();
    }

    ClientId sender(int index) {
        return senders[index];
    }

    /** The roster indices of the open round's witnesses, by position; looked up, for they were elected in advance. */
    int[] committee() {
        return committees[(int) (round().height() % SEEDS)];
    }

    /** What the elected witness at a position would send. */
    WitnessProof proof(int position, Participation participation) {
        return new WitnessProof(round().id(), committee()[position], position, participation);
    }

    /** Every member gives a sign of life, and a tick dates it. */
    void hearEveryone() {
        for (ClientId sender : senders) {
            coordinator.healthCheck(sender);
        }
        coordinator.tick(now);
    }

    /** Ends the training: at once where all witnesses have attested, else by its timeout. */
    void endTraining(boolean allAttested) {
        if (!allAttested) {
            passTime();
        }
        tickInto(RunState.ROUND_WITNESS);
    }

    /** Evaluates the round and opens the next one. */
    TickResult openNextRound() {
        passTime();
        return tickInto(RunState.ROUND_TRAIN);
    }

    void passTime() {
        now = now.plus(Configs.STATE_TIME);
    }

    Instant now() {
        return now;
    }

    private TickResult tickInto(RunState expected) {
        TickResult result = coordinator.tick(now);
        if (coordinator.status().state() != expected) {
            throw new IllegalStateException(
                    "expected " + expected + ", not " + coordinator.status().state());
        }
        return result;
    }
}

package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClientSource;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.witness.Participation;
import io.github.coordinator.witness.WitnessProof;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/** A run with its round open, and what the clients of that round know. Nobody ever leaves it, unless it is told so. */
final class OpenRun {
    /** Rounds repeat their seeds after so many, which is often enough to keep predictors of branches guessing. */
    private static final int SEEDS = 64;

    static final SeedSource SEED_SOURCE =
            SeedSource.fixed(new SplittableRandom(90).longs(SEEDS).toArray());

    final Coordinator coordinator;
    private final ClientId[] senders;
    private final int[][] committees = new int[SEEDS][];
    private Instant now = Instant.EPOCH;

    OpenRun(RunConfig config, int clients) {
        this(config, Clients.ids(clients), Clients.ids(clients));
    }

    /** A run of those clients, whose messages come from senders of the same ids. */
    OpenRun(RunConfig config, ClientId[] clients, ClientId[] senders) {
        this.senders = senders;
        ClientSource source = () -> Arrays.asList(clients);
        coordinator = Coordinator.start(config, source, SEED_SOURCE, now);
        tickInto(RunState.WARMUP);
        passTime();
        tickInto(RunState.ROUND_TRAIN);
        for (int height = 0; height < SEEDS; height++) {
            committees[height] = committeeOf(SEED_SOURCE.seed(0, height), clients.length);
        }
    }

    private int[] committeeOf(long seed, int clients) {
        int witnesses = coordinator.config().witnessesAmong(clients);
        return Committee.of(new Round(0, 0, seed, 0, 1, 0, clients, witnesses, 0))
                .witnessSeats();
    }

    Round round() {
        return Objects.requireNonNull(coordinator.status().round(), "a round is open");
    }

    ClientId sender(int seat) {
        return senders[seat];
    }

    /** The seats of the open round's witnesses, by position; looked up, for they were elected in advance. */
    int[] committee() {
        return committees[(int) (round().height() % SEEDS)];
    }

    /** What the elected witness at a position would send. */
    WitnessProof proof(int position, Participation participation) {
        Round round = round();
        return new WitnessProof(round.epoch(), round.height(), committee()[position], position, participation);
    }

    /** Ends the training: at once where all witnesses have attested, else by its timeout. */
    void endTraining(boolean allAttested) {
        if (!allAttested) {
            passTime();
        }
        tickInto(RunState.ROUND_WITNESS);
    }

    /** Evaluates the round and opens the next one. */
    void openNextRound() {
        passTime();
        tickInto(RunState.ROUND_TRAIN);
    }

    void passTime() {
        now = now.plus(Configs.STATE_TIME);
    }

    Instant now() {
        return now;
    }

    private void tickInto(RunState expected) {
        coordinator.tick(now);
        if (coordinator.status().state() != expected) {
            throw new IllegalStateException(
                    "expected " + expected + ", not " + coordinator.status().state());
        }
    }
}

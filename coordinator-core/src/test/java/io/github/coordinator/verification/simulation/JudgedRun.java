package io.github.coordinator.verification.simulation;

import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Invariants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The run that a host has inside. Every input goes through here, and before the referee. */
final class JudgedRun {
    /** After one call in so many, the run is written to bytes and read: more than a million times in the full profile. */
    private static final int CALLS_WRITTEN = 3;

    /** What a seed source throws that cannot tell a seed. */
    static final class SeedFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        SeedFailure() {
            super("no seed this time");
        }
    }

    private final World world;
    private final Referee referee;
    private final SeedSource seeds;

    private HostedRun run;
    private HostedRunSnapshot snapshot;
    private HostedRunSnapshot saved;
    private long calls;

    /** When the run wants its next tick, as it said when it was last asked. */
    private Optional<Instant> deadline = Optional.empty();

    JudgedRun(World world, Referee referee, Instant start) {
        this.world = world;
        this.referee = referee;
        long secret = world.chance.any();
        seeds = (epoch, height) -> new Chance(secret + 1_000_003 * epoch + height).any();
        run = HostedRun.start(world.plan.config(), failingSeeds(), start);
        snapshot = run.snapshot();
        saved = snapshot;
    }

    private SeedSource failingSeeds() {
        return (epoch, height) -> {
            if (world.strikes(Disturbance.SEED_FAILURE)) {
                throw new SeedFailure();
            }
            return seeds.seed(epoch, height);
        };
    }

    /** The run itself, for questions; whatever is done to it must be done by {@link #give}. */
    HostedRun run() {
        return run;
    }

    RunSnapshot snapshot() {
        return snapshot.run();
    }

    /** Asks the run when it wants its next tick. */
    Optional<Instant> askDeadline() {
        deadline = run.nextDeadline();
        return deadline;
    }

    /** Saves the run, to go on from here after a crash. */
    void save() {
        saved = snapshot;
        referee.save();
    }

    /** Goes on from what was saved, and returns the clients that were connected then, whose connections are gone. */
    List<PendingClient> restore() {
        HostedRunSnapshot found = world.sabotage.tamperedWith(saved);
        run = HostedRun.restore(found, failingSeeds());
        snapshot = run.snapshot();
        Invariants.requireSame(5, found, snapshot);
        referee.restore();
        return run.pendingClients();
    }

    /** Ticks, and returns what happened; nothing if the tick failed. */
    Optional<TickResult> tick(Instant now) {
        Optional<Instant> promised = deadline;
        RunSnapshot before = snapshot.run();
        if (!(give(new RunInput.Tick(now)) instanceof TickResult result)) {
            return Optional.empty();
        }
        referee.judgeDeadline(promised, before, snapshot.run(), result.events());
        if (result.changed()) {
            save();
        }
        return Optional.of(result);
    }

    /** Gives an input, and has it judged. What it throws is its answer, and the referee's to condemn. */
    Object give(RunInput input) {
        Object answer;
        try {
            answer = run.apply(input);
        } catch (RuntimeException thrown) {
            answer = thrown;
        }
        HostedRunSnapshot before = snapshot;
        snapshot = run.snapshot();
        if (++calls % CALLS_WRITTEN == 0) {
            Invariants.requireSame(5, snapshot, HostedRunSnapshot.fromBytes(snapshot.toBytes()));
        }
        if (world.plan.savesEachCall()) {
            save();
        }
        if (world.trace.isOn()) {
            world.say("host", input + " -> " + answer);
        }
        referee.judge(new JudgedStep(before, input, answer, snapshot), run, seeds);
        return answer;
    }
}

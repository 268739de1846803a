package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.HostedRun;
import io.github.coordinator.Removal;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.History;
import io.github.coordinator.verification.model.Invariants;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges each input by the invariants that a single step shows and those that a whole run does, and by what only the whole
 * world can know: who is honest, what they did and saw, and what they were told.
 */
final class Referee {
    /** One in this many steps is made once more, by a run that was restored just before it. */
    private static final int RESTORED_STEPS = 64;

    /** What an honest client may be told for its proof: it may be late, or unheard of, or say so twice, but never wrong. */
    private static final Set<WitnessOutcome> FAIR = EnumSet.of(
            WitnessOutcome.ACCEPTED,
            WitnessOutcome.WRONG_STATE,
            WitnessOutcome.NOT_A_MEMBER,
            WitnessOutcome.GONE,
            WitnessOutcome.WRONG_EPOCH,
            WitnessOutcome.WRONG_ROUND,
            WitnessOutcome.DUPLICATE);

    private final World world;
    private final History history = new History();
    private final SilenceReferee silence;
    private final RoundReferee rounds;
    private int calls;

    Referee(World world) {
        this.world = world;
        silence = new SilenceReferee(world);
        rounds = new RoundReferee(world);
    }

    int calls() {
        return calls;
    }

    /** What was left of the faults has passed, and each client has been heard since. */
    void settle() {
        silence.settle();
        rounds.settle();
    }

    /** The host saved the run. */
    void save() {
        silence.save();
    }

    /** The host went on from what it saved. */
    void restore() {
        silence.restore();
    }

    void judge(JudgedStep step, HostedRun run, SeedSource seeds) {
        calls++;
        world.tally.count(step);
        if (step.answer() instanceof JudgedRun.SeedFailure) {
            judgeFailure(step);
            return;
        }
        step.ofCoordinator().ifPresent(inside -> {
            if (step.showsWhoCounts()) {
                Invariants.check(inside);
            }
            history.follow(inside);
        });
        if (step.input() instanceof RunInput.Restarted restarted) {
            world.tally.count(Tally.Mark.RESTARTS);
            RestartReferee.judge(step, restarted.now());
        }
        judgeTaking(step);
        judgeFairness(step);
        silence.judge(step);
        rounds.judge(step);
        if (calls % RESTORED_STEPS == 0) {
            judgeRestoration(step, run, seeds);
        }
    }

    private void judgeFailure(JudgedStep step) {
        world.tally.count(Tally.Mark.FAILED_TICKS);
        if (!(step.input() instanceof RunInput.Tick) || !step.before().equals(step.after())) {
            throw broken(28, "a tick that throws changed something", step);
        }
    }

    private void judgeTaking(JudgedStep step) {
        if (step.beginsEpoch()
                && !new HashSet<>(step.present())
                        .containsAll(clients(step.after().run()))) {
            throw broken(10, "an epoch takes a client that is not there", step);
        }
    }

    static List<ClientId> clients(RunSnapshot run) {
        return run.members().stream().map(RunSnapshot.Member::client).toList();
    }

    /** The other direction of invariant 16: an honest witness is never refused for a lie. */
    private void judgeFairness(JudgedStep step) {
        if (step.input() instanceof RunInput.Witness call
                && rounds.tellsTheTruth(call.client())
                && !FAIR.contains(step.answer())) {
            throw broken(16, "an honest witness is called a liar", step);
        }
    }

    /**
     * What the documentation of the deadline promises: before it, a tick that nothing preceded changes nothing. Where
     * something waits for a tick already, the deadline is the time of the last tick, and any time will do.
     */
    void judgeDeadline(Optional<Instant> deadline, RunSnapshot before, RunSnapshot after, List<RunEvent> events) {
        Instant due = deadline.orElse(Instant.MAX);
        if (due.isAfter(before.clock().now()) && due.isAfter(after.clock().now())) {
            world.tally.count(Tally.Mark.EARLY_TICKS);
            if (!events.stream().allMatch(ClockWentBack.class::isInstance)) {
                throw broken(30, "a tick did something before the deadline " + deadline, events);
            }
        }
    }

    private void judgeRestoration(JudgedStep step, HostedRun run, SeedSource seeds) {
        world.tally.count(Tally.Mark.STEPS_RESTORED);
        HostedRun restored = HostedRun.restore(step.before(), seeds);
        Invariants.requireSame(5, step.before(), restored.snapshot());
        Invariants.requireSame(5, step.answer(), restored.apply(step.input()));
        Invariants.requireSame(5, step.after(), restored.snapshot());
        Invariants.requireSame(5, run.status(), restored.status());
        Invariants.requireSame(5, run.roster(), restored.roster());
        Invariants.requireSame(5, run.removals(), restored.removals());
        Invariants.requireSame(5, run.pendingClients(), restored.pendingClients());
        Invariants.requireSame(5, run.nextDeadline(), restored.nextDeadline());
    }

    /** The removals that a step reports. */
    static List<Removal> removals(JudgedStep step) {
        return step.answer() instanceof TickResult result ? result.removals() : List.of();
    }

    static AssertionError broken(int invariant, String claim, Object culprit) {
        return new AssertionError("[" + invariant + "] does not hold: " + claim + "\n  " + culprit);
    }
}

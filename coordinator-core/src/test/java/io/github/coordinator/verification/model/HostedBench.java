package io.github.coordinator.verification.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinResult;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.ReconfigureResult;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A hosted run and the naive host side by side: what is given to the one is given to the other, and all is compared. */
final class HostedBench {
    /** One in this many steps is made once more, by a run that was restored just before it. */
    private static final int RESTORED_STEPS = 8;

    private final RunConfig config;
    private final PendingLimits limits;
    private final SeedSource seeds;
    private final Reach reach;
    private final List<RunInput> inputs = new ArrayList<>();
    private final List<RunAnswer> answers = new ArrayList<>();
    private final NaiveHost naive;
    private HostedRun run;
    private HostedRunSnapshot snapshot;

    /** The pending clients of the last restart whose connections may be gone. */
    private List<PendingClient> doubtful = List.of();

    HostedBench(RunConfig config, PendingLimits limits, long seed, Reach reach) {
        this.config = config;
        this.limits = limits;
        this.reach = reach;
        seeds = (epoch, height) -> (seed + epoch) * 31 + height;
        run = HostedRun.start(config, seeds, Bench.START, limits);
        snapshot = run.snapshot();
        naive = new NaiveHost(config, seeds, Bench.START, limits);
    }

    HostedRunSnapshot snapshot() {
        return snapshot;
    }

    int inputCount() {
        return inputs.size();
    }

    Optional<Instant> nextDeadline() {
        return run.nextDeadline();
    }

    /** The sessions that ever began, each with its client. */
    NaiveHost naive() {
        return naive;
    }

    /** Gives an input, on both sides. */
    void give(RunInput input) {
        inputs.add(input);
        long session = HostedStep.clientOf(input).map(naive::session).orElse(0L);
        Optional<Instant> deadline = run.nextDeadline();
        long revision = run.revision();
        RunAnswer answer = run.apply(input);
        HostedStep step =
                new HostedStep(snapshot, deadline, session, input, answer, run.snapshot(), run.revision() != revision);
        try {
            assertEquals(naive.apply(input), answer, "answer");
            assertEquals(naive.snapshot(), step.after(), "snapshot");
            assertEquals(step.after().pendingClients(), run.pendingClients(), "pending clients");
            long connected = run.pendingClients().stream()
                    .filter(PendingClient::connected)
                    .count();
            assertEquals(connected, run.pendingCount(), "number of pending clients");
            assertEquals(naive.nextDeadline(), run.nextDeadline(), "deadline");
            HostedInvariants.check(step);
            assertEquals(input, RunInput.fromBytes(input.toBytes()), "input from bytes");
            assertEquals(step.after(), HostedRunSnapshot.fromBytes(step.after().toBytes()), "snapshot from bytes");
            if (inputs.size() % RESTORED_STEPS == 0) {
                repeatRestored(step);
            }
        } catch (AssertionError failure) {
            throw new AssertionError(
                    failure.getMessage() + "\n  " + limits + "\n  " + config + "\n  after " + lines(), failure);
        }
        answers.add(answer);
        reach.countAnswer(outcome(answer));
        HostedReach.count(step, reach);
        snapshot = step.after();
    }

    /** What an answer says of its input: an outcome, or the result of a tick. */
    static Object outcome(RunAnswer answer) {
        if (answer instanceof ReconfigureResult result) {
            return result.outcome();
        }
        return answer instanceof JoinResult join ? join.outcome() : answer;
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        inputs.forEach(input -> lines.append("\n    ").append(input));
        return lines.toString();
    }

    private void repeatRestored(HostedStep step) {
        HostedRun restored = HostedRun.restore(step.before(), seeds);
        Invariants.requireSame(5, step.before(), restored.snapshot());
        Invariants.requireSame(5, step.deadline(), restored.nextDeadline());
        Invariants.requireSame(5, step.answer(), restored.apply(step.input()));
        Invariants.requireSame(5, step.after(), restored.snapshot());
        Invariants.requireSame(5, run.pendingClients(), restored.pendingClients());
        Invariants.requireSame(5, run.pendingCount(), restored.pendingCount());
        Invariants.requireSame(5, run.nextDeadline(), restored.nextDeadline());
        Invariants.requireSame(5, run.status(), restored.status());
        Invariants.requireSame(5, run.roster(), restored.roster());
        Invariants.requireSame(5, run.removals(), restored.removals());
    }

    /** The server dies, another one restores the run, and the time away counts for nothing. */
    void crash(Instant now) {
        run = HostedRun.restore(snapshot, seeds);
        doubtful = run.pendingClients();
        give(new RunInput.Restarted(now));
    }

    /** The grace time after the last crash is over: the sessions of before it are reported as ended. */
    void endGrace() {
        List<PendingClient> late = doubtful;
        doubtful = List.of();
        late.forEach(client -> give(new RunInput.Disconnected(client.client(), client.session())));
    }

    /** Gives all inputs again to new runs that are never restored, once as values, and once to the methods. */
    void replay() {
        replay(HostedRun::apply);
        replay(HostedMethods::call);
    }

    private void replay(BiFunction<HostedRun, RunInput, RunAnswer> apply) {
        HostedRun again = HostedRun.start(config, seeds, Bench.START, limits);
        for (int i = 0; i < inputs.size(); i++) {
            Invariants.requireSame(4, answers.get(i), apply.apply(again, inputs.get(i)));
        }
        Invariants.requireSame(4, snapshot, again.snapshot());
    }
}

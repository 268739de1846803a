package io.github.coordinator.verification.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** A coordinator and the naive run side by side: what is done to the one is done to the other, and all is compared. */
final class Bench {
    /** When each run starts. */
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    /** One in this many steps is made once more, by a coordinator that was restored just before it. */
    private static final int RESTORED_STEPS = 8;

    private final RunConfig config;
    private final SeedSource seeds;
    private final Reach reach;
    private final List<ClientId> pending = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Object> answers = new ArrayList<>();
    private final History history = new History();
    private final NaiveRun model;
    private Coordinator coordinator;
    private RunSnapshot snapshot;

    Bench(RunConfig config, long seed, Reach reach) {
        this.config = config;
        this.reach = reach;
        seeds = (epoch, height) -> (seed + epoch) * 31 + height;
        coordinator = Coordinator.start(config, () -> new LinkedHashSet<>(pending), seeds, START);
        snapshot = coordinator.snapshot();
        model = new NaiveRun(config, seeds, pending, START);
    }

    RunSnapshot snapshot() {
        return snapshot;
    }

    int callCount() {
        return calls.size();
    }

    List<ClientId> pending() {
        return List.copyOf(pending);
    }

    /** Makes a call, on both sides. */
    void make(Call call) {
        calls.add(call);
        Optional<Instant> deadline = coordinator.nextDeadline();
        Object answer = answer(coordinator, call, pending);
        Step step = new Step(snapshot, pending(), call, answer, coordinator.snapshot());
        try {
            compare(call, answer);
            Invariants.check(step);
            Invariants.checkDeadline(deadline, step);
            history.follow(step);
            if (calls.size() % RESTORED_STEPS == 0) {
                repeatRestored(step);
            }
        } catch (AssertionError failure) {
            throw new AssertionError(failure.getMessage() + "\n  " + config + "\n  after " + lines(), failure);
        }
        answers.add(answer);
        reach.countAnswer(answer);
        snapshot = step.after();
    }

    /** A call that throws answers with what it threw. */
    private static Object answer(Coordinator coordinator, Call call, List<ClientId> pending) {
        try {
            return call.apply(coordinator, pending);
        } catch (RuntimeException thrown) {
            return thrown;
        }
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        calls.forEach(call -> lines.append("\n    ").append(call));
        return lines.toString();
    }

    private void compare(Call call, Object answer) {
        assertEquals(NaiveMessages.answer(model, call), answer, "answer");
        assertEquals(NaiveView.snapshot(model), coordinator.snapshot(), "snapshot");
        assertEquals(NaiveView.status(model), coordinator.status(), "status");
        assertEquals(NaiveView.roster(model), coordinator.roster(), "roster");
        assertEquals(NaiveView.nextDeadline(model), coordinator.nextDeadline(), "deadline");
        assertEquals(model.removals, coordinator.removals(), "removals");
        for (ClientId client : CollidingClients.ALL) {
            assertEquals(NaiveView.seat(model, client), coordinator.seat(client), "seat");
        }
    }

    private void repeatRestored(Step step) {
        List<ClientId> thenPending = new ArrayList<>(step.pending());
        Coordinator restored = Coordinator.restore(step.before(), () -> new LinkedHashSet<>(thenPending), seeds);
        Invariants.requireSame(5, step.before(), restored.snapshot());
        Invariants.requireSame(5, step.answer(), answer(restored, step.call(), thenPending));
        Invariants.requireSameAnswers(coordinator, restored);
    }

    /** Puts in the coordinator's place what is restored from its snapshot. */
    void restore() {
        coordinator = Coordinator.restore(snapshot, () -> new LinkedHashSet<>(pending), seeds);
        Invariants.requireSame(5, snapshot, coordinator.snapshot());
    }

    /** Makes all calls again to a new coordinator, which was never restored. */
    void replay() {
        List<ClientId> nowPending = new ArrayList<>();
        Coordinator again = Coordinator.start(config, () -> new LinkedHashSet<>(nowPending), seeds, START);
        for (int i = 0; i < calls.size(); i++) {
            Invariants.requireSame(4, answers.get(i), answer(again, calls.get(i), nowPending));
        }
        Invariants.requireSame(4, snapshot, again.snapshot());
    }
}

package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinResult;
import io.github.coordinator.Outcome;
import io.github.coordinator.ReconfigureResult;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.verification.model.Reach;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server does around its run, and what is checked of every input. */
abstract class ScenarioHost {
    private final boolean restoring;
    private final Reach reach;
    private Instant now = VirtualTime.START;
    private @Nullable RoundEvaluation lastEvaluation;

    /** Where asked for, the run is restored from its snapshot after each input. */
    ScenarioHost(boolean restoring, Reach reach) {
        this.restoring = restoring;
        this.reach = reach;
    }

    /** The coordinator, or an equal one, to ask it. */
    abstract Coordinator coordinator();

    abstract Optional<Instant> nextDeadline();

    /** The pending clients in order, as a scenario writes them. */
    abstract String pending();

    /** The session that the client's last join began; 0 where there is none. */
    abstract long session(ClientId client);

    /** The complete state, which an input that is refused leaves equal. */
    abstract Object state();

    abstract RunAnswer apply(RunInput input);

    /** Replaces the run by one that is restored from its snapshot, and compares the two. */
    abstract void restoreAndCompare();

    /** Keeps the state. */
    abstract void keep();

    /** Goes back to the state that was kept. The host's clock stays as it is. */
    abstract void goBack();

    Instant now() {
        return now;
    }

    /** The evaluation of the round that ended last. */
    Optional<RoundEvaluation> lastEvaluation() {
        return Optional.ofNullable(lastEvaluation);
    }

    /** Gives an input that is no tick, and returns what became of it. */
    Outcome give(RunInput input) {
        return outcome(answer(input));
    }

    ReconfigureResult give(RunInput.Reconfigure input) {
        return (ReconfigureResult) answer(input);
    }

    private RunAnswer answer(RunInput input) {
        Object before = state();
        RunAnswer answer = apply(input);
        if (input instanceof RunInput.Restarted restarted) {
            now = restarted.now();
        }
        if (!isAccepted(answer)) {
            Checks.refusedCallChangesNothing(outcome(answer), before, state());
        }
        reach.countAnswer(outcome(answer));
        restoreIfAsked();
        return answer;
    }

    private static Outcome outcome(RunAnswer answer) {
        if (answer instanceof JoinResult joined) {
            return joined.outcome();
        }
        return answer instanceof ReconfigureResult result ? result.outcome() : (Outcome) answer;
    }

    /** The join of a member begins a session although there is nothing else to do. */
    private static boolean isAccepted(RunAnswer answer) {
        return answer instanceof JoinResult joined
                ? joined.accepted()
                : outcome(answer).accepted();
    }

    List<RunEvent> tick(Instant reading) {
        RunSnapshot before = coordinator().snapshot();
        Optional<Instant> deadline = nextDeadline();
        TickResult result = (TickResult) apply(new RunInput.Tick(reading));
        List<RunEvent> events = result.events();
        RunSnapshot after = coordinator().snapshot();
        Checks.tickTakesAtMostOneStep(events, before, after);
        Checks.idleTickChangesNothing(events, before, after);
        Checks.deadlineIsTrue(deadline, before, reading, events);
        reach.countAnswer(result);
        now = reading;
        result.evaluation().ifPresent(evaluation -> lastEvaluation = evaluation);
        restoreIfAsked();
        return events;
    }

    private void restoreIfAsked() {
        if (restoring) {
            restoreAndCompare();
        }
    }
}

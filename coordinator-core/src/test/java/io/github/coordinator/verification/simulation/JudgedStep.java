package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.ReconfigureResult;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was given to a hosted run, and what came of it.
 *
 * @param before its snapshot before
 * @param input what was given
 * @param answer what it answered, or threw
 * @param after its snapshot after
 */
record JudgedStep(HostedRunSnapshot before, RunInput input, Object answer, HostedRunSnapshot after) {
    /** The outcome of a call, or the result of a tick, or what was thrown. */
    Object outcome() {
        if (answer instanceof JoinResult join) {
            return join.outcome();
        }
        return answer instanceof ReconfigureResult result ? result.outcome() : answer;
    }

    /** Whether a client was heard that gave the input. */
    boolean hears() {
        return outcome() instanceof Outcome outcome && outcome.accepted() || outcome() == JoinOutcome.ALREADY_MEMBER;
    }

    Optional<Transition> transition() {
        return answer instanceof TickResult result ? result.transition() : Optional.empty();
    }

    Optional<RoundEvaluation> evaluation() {
        return answer instanceof TickResult result ? result.evaluation() : Optional.empty();
    }

    /** Whether an epoch took its members. */
    boolean beginsEpoch() {
        return transition().filter(change -> change.to() == RunState.WARMUP).isPresent();
    }

    /** The clients that are connected and not ejected. */
    List<ClientId> present() {
        return before.pendingClients().stream()
                .filter(PendingClient::connected)
                .map(PendingClient::client)
                .filter(client -> !before.run().ejected().contains(client))
                .toList();
    }

    /**
     * Whether it is seen from outside whom a tick counts: nobody where the run does not wait, and all that are present where
     * none of them may be silent or be passed over.
     */
    boolean showsWhoCounts() {
        if (!(input instanceof RunInput.Tick) || before.run().state() != RunState.WAITING_FOR_MEMBERS) {
            return true;
        }
        List<ClientId> present = present();
        return before.run().config().healthCheckTimeout().isZero()
                && before.run().removals().stream().map(Removal::client).noneMatch(present::contains);
    }

    /** Those that are present; first those that the epoch took, since it is up to the hosted run who comes first. */
    private List<ClientId> asked() {
        Set<ClientId> asked = new LinkedHashSet<>();
        if (beginsEpoch()) {
            after.run().members().forEach(member -> asked.add(member.client()));
        }
        asked.addAll(present());
        return List.copyOf(asked);
    }

    /**
     * The same as a step of the coordinator inside; nothing for what a coordinator alone is not told, and for what concerned
     * the pending clients alone.
     */
    Optional<Step> ofCoordinator() {
        if (outcome() == MemberOutcome.RECORDED && before.run().equals(after.run())) {
            return Optional.empty();
        }
        List<ClientId> asked = asked();
        if (outcome() == JoinOutcome.ALREADY_MEMBER) {
            Call heard = new Call.HealthCheck(((RunInput.Join) input).client());
            return Optional.of(new Step(before.run(), asked, heard, MemberOutcome.RECORDED, after.run()));
        }
        return call().map(call -> new Step(before.run(), asked, call, outcome(), after.run()));
    }

    private Optional<Call> call() {
        if (input instanceof RunInput.Tick tick) {
            return Optional.of(new Call.Tick(tick.now()));
        } else if (input instanceof RunInput.Join join) {
            return Optional.of(new Call.Join(join.runId(), join.client()));
        } else if (input instanceof RunInput.Ready ready) {
            return Optional.of(new Call.Ready(ready.client(), ready.epoch()));
        } else if (input instanceof RunInput.HealthCheck check) {
            return Optional.of(new Call.HealthCheck(check.client()));
        } else if (input instanceof RunInput.Witness witness) {
            return Optional.of(new Call.Witness(witness.client(), witness.proof()));
        } else if (input instanceof RunInput.Leave leave) {
            return Optional.of(new Call.Leave(leave.client()));
        } else if (input instanceof RunInput.Disconnected end) {
            return Optional.of(new Call.Disconnect(end.client()));
        } else if (input instanceof RunInput.Eject eject) {
            return Optional.of(new Call.Eject(eject.client()));
        } else if (input instanceof RunInput.Reinstate reinstate) {
            return Optional.of(new Call.Reinstate(reinstate.client()));
        } else if (input instanceof RunInput.Pause) {
            return Optional.of(new Call.Pause());
        } else if (input instanceof RunInput.Resume) {
            return Optional.of(new Call.Resume());
        } else if (input instanceof RunInput.Stop) {
            return Optional.of(new Call.Stop());
        } else if (input instanceof RunInput.Reconfigure reconfigure) {
            return Optional.of(new Call.Reconfigure(reconfigure.config()));
        } else if (input instanceof RunInput.Checkpoint checkpoint) {
            return Optional.of(new Call.Checkpoint(checkpoint.reference()));
        }
        return Optional.empty();
    }
}

package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What a hosted run is to do, written down as plainly as possible: a coordinator, a list of pending clients, a list of joins. */
final class NaiveHost {
    private final Coordinator coordinator;

    /** The pending clients in order. */
    private final List<ClientId> pending = new ArrayList<>();

    /** Those of them whose connections are gone. */
    private final List<ClientId> disconnected = new ArrayList<>();

    /** The client of each join that was not refused, by session; the first is session 1. */
    private final List<ClientId> joins = new ArrayList<>();

    NaiveHost(RunConfig config, SeedSource seeds, Instant now) {
        coordinator = Coordinator.start(config, this::connected, seeds, now);
    }

    private Set<ClientId> connected() {
        Set<ClientId> connected = new LinkedHashSet<>(pending);
        connected.removeAll(disconnected);
        return connected;
    }

    /** The session that the client's last join began, 0 if it never joined. */
    long session(ClientId client) {
        return joins.lastIndexOf(client) + 1L;
    }

    /** The client of each join that was not refused, by session; the first is session 1. */
    List<ClientId> joins() {
        return List.copyOf(joins);
    }

    HostedRunSnapshot snapshot() {
        List<PendingClient> clients = pending.stream()
                .map(client -> Forged.pendingClient(
                        client, session(client), !disconnected.contains(client), 1, false, Duration.ZERO))
                .toList();
        return Forged.hostedSnapshot(coordinator.snapshot(), clients, joins.size(), 0, PendingLimits.DEFAULT);
    }

    RunAnswer apply(RunInput input) {
        if (input instanceof RunInput.Tick tick) {
            return tick(tick.now());
        } else if (input instanceof RunInput.Join join) {
            return join(join.runId(), join.client());
        } else if (input instanceof RunInput.Ready ready) {
            return coordinator.ready(ready.client(), ready.epoch());
        } else if (input instanceof RunInput.HealthCheck check) {
            return coordinator.healthCheck(check.client());
        } else if (input instanceof RunInput.Witness witness) {
            return coordinator.witness(witness.client(), witness.proof());
        } else if (input instanceof RunInput.Leave leave) {
            return leave(leave.client());
        } else if (input instanceof RunInput.Disconnected end) {
            return disconnected(end.client(), end.session());
        } else if (input instanceof RunInput.Eject eject) {
            return eject(eject.client());
        } else if (input instanceof RunInput.Pause) {
            return coordinator.pause();
        } else if (input instanceof RunInput.Resume) {
            return coordinator.resume();
        } else if (input instanceof RunInput.Restarted restarted) {
            return coordinator.restarted(restarted.now());
        }
        throw new IllegalArgumentException("the naive host does not know " + input);
    }

    private TickResult tick(Instant now) {
        RunState before = coordinator.status().state();
        TickResult result = coordinator.tick(now);
        for (Removal removal : result.removals()) {
            forget(removal.client());
        }
        if (before == RunState.WAITING_FOR_MEMBERS) {
            List.copyOf(disconnected).forEach(this::forget);
        }
        return result;
    }

    private JoinResult join(String runId, ClientId client) {
        JoinOutcome outcome = coordinator.join(runId, client);
        if (outcome.kind() == Outcome.Kind.REFUSED) {
            return Forged.joinResult(outcome, OptionalLong.empty());
        }
        joins.add(client);
        disconnected.remove(client);
        if (!pending.contains(client)) {
            pending.add(client);
        }
        return Forged.joinResult(outcome, OptionalLong.of(joins.size()));
    }

    private MemberOutcome leave(ClientId client) {
        MemberOutcome outcome = coordinator.leave(client);
        return forget(client) ? MemberOutcome.RECORDED : outcome;
    }

    private MemberOutcome disconnected(ClientId client, long session) {
        if (!pending.contains(client)) {
            return coordinator.disconnected(client);
        }
        if (session != session(client)) {
            return MemberOutcome.OLD_SESSION;
        }
        MemberOutcome outcome = coordinator.disconnected(client);
        if (disconnected.contains(client)) {
            return outcome;
        }
        disconnected.add(client);
        return MemberOutcome.RECORDED;
    }

    private OperatorOutcome eject(ClientId client) {
        forget(client);
        return coordinator.eject(client);
    }

    private boolean forget(ClientId client) {
        disconnected.remove(client);
        return pending.remove(client);
    }
}

package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a hosted run is to do, written down as plainly as possible: a coordinator, a list of pending clients, a list of joins.
 * {@link NaiveChoice} says which clients the next epoch takes.
 */
final class NaiveHost {
    private final Coordinator coordinator;
    private final PendingLimits limits;

    /** In the order of their places. */
    private final List<NaivePending> pending = new ArrayList<>();

    /** The client of each join that was not refused, by session; the first is session 1. */
    private final List<ClientId> joins = new ArrayList<>();

    /** Those that the tick in progress found silent. */
    private List<NaivePending> silent = List.of();

    /** Those that were removed in this epoch, or the last. */
    private List<ClientId> removed = List.of();

    private long turn;

    NaiveHost(RunConfig config, SeedSource seeds, Instant now, PendingLimits limits) {
        this.limits = limits;
        coordinator = Coordinator.start(config, () -> choice().asSet(), seeds, now);
    }

    private NaiveChoice choice() {
        List<NaivePending> here = pending.stream()
                .filter(each -> each.connected && !silent.contains(each))
                .toList();
        return new NaiveChoice(here, removed, coordinator.config(), limits);
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
        return Forged.hostedSnapshot(
                coordinator.snapshot(),
                pending.stream().map(NaivePending::snapshot).toList(),
                joins.size(),
                turn,
                limits);
    }

    Optional<Instant> nextDeadline() {
        boolean drops = isWaiting() && pending.stream().anyMatch(each -> !each.connected);
        return drops ? Optional.of(coordinator.snapshot().clock().now()) : coordinator.nextDeadline();
    }

    RunAnswer apply(RunInput input) {
        if (input instanceof RunInput.Tick tick) {
            return tick(tick.now());
        } else if (input instanceof RunInput.Join join) {
            return join(join.runId(), join.client());
        } else if (input instanceof RunInput.Ready ready) {
            MemberOutcome outcome = coordinator.ready(ready.client(), ready.epoch());
            hear(ready.client(), outcome.accepted());
            return outcome;
        } else if (input instanceof RunInput.HealthCheck check) {
            return healthCheck(check.client());
        } else if (input instanceof RunInput.Witness witness) {
            WitnessOutcome outcome = coordinator.witness(witness.client(), witness.proof());
            hear(witness.client(), outcome.accepted());
            return outcome;
        } else if (input instanceof RunInput.Leave leave) {
            MemberOutcome outcome = coordinator.leave(leave.client());
            return forget(leave.client()) ? MemberOutcome.RECORDED : outcome;
        } else if (input instanceof RunInput.Disconnected end) {
            return disconnected(end.client(), end.session());
        } else {
            return order(input);
        }
    }

    private RunAnswer order(RunInput input) {
        if (input instanceof RunInput.Eject eject) {
            forget(eject.client());
            return coordinator.eject(eject.client());
        } else if (input instanceof RunInput.Reinstate reinstate) {
            return coordinator.reinstate(reinstate.client());
        } else if (input instanceof RunInput.Pause) {
            return coordinator.pause();
        } else if (input instanceof RunInput.Resume) {
            return coordinator.resume();
        } else if (input instanceof RunInput.Stop) {
            return coordinator.stop();
        } else if (input instanceof RunInput.Reconfigure reconfigure) {
            return coordinator.reconfigure(reconfigure.config());
        } else if (input instanceof RunInput.Checkpoint checkpoint) {
            return coordinator.checkpoint(checkpoint.reference());
        } else if (input instanceof RunInput.Restarted restarted) {
            pending.forEach(each -> each.silentFor = Duration.ZERO);
            return coordinator.restarted(restarted.now());
        }
        throw new IllegalArgumentException("the naive host does not know " + input);
    }

    private boolean isWaiting() {
        return coordinator.status().state() == RunState.WAITING_FOR_MEMBERS;
    }

    private TickResult tick(Instant now) {
        boolean waited = isWaiting();
        List<ClientId> members = coordinator.roster().clients();
        boolean looks = waited && isDue(now);
        passTime(now);
        silent = looks ? pending.stream().filter(this::isSilent).toList() : List.of();
        RunConfig before = coordinator.config();
        TickResult result = coordinator.tick(now);
        boolean isOff = coordinator.config().healthCheckTimeout().isZero();
        boolean beginsAnew = isOff || !coordinator.config().equals(before);
        for (NaivePending each : pending) {
            each.silentFor = each.heard || beginsAnew ? Duration.ZERO : each.silentFor;
            each.heard = false;
        }
        if (waited) {
            pending.removeIf(each -> !each.connected || silent.contains(each));
        }
        silent = List.of();
        result.removals().forEach(this::follow);
        removed = coordinator.removals().stream().map(Removal::client).toList();
        if (waited && !coordinator.roster().clients().isEmpty()) {
            putFirst(coordinator.roster().clients());
        }
        if (!members.isEmpty() && coordinator.roster().clients().isEmpty()) {
            endEpoch(members);
        }
        return result;
    }

    /** Before its deadline a tick must not find anybody silent. */
    private boolean isDue(Instant now) {
        boolean wentBack = now.isBefore(coordinator.snapshot().clock().now());
        return wentBack
                || nextDeadline().filter(deadline -> !deadline.isAfter(now)).isPresent();
    }

    /** Observes what passed since the last tick: at most a third of the timeout, and at most up to the deadline it named. */
    private void passTime(Instant now) {
        Instant before = coordinator.snapshot().clock().now();
        Duration third = coordinator.config().healthCheckTimeout().dividedBy(3);
        List<Duration> bounds = new ArrayList<>(List.of(third, Duration.between(before, now)));
        coordinator.snapshot().clock().namedDeadline().ifPresent(named -> bounds.add(Duration.between(before, named)));
        Duration observed = bounds.stream().min(Duration::compareTo).orElseThrow();
        for (NaivePending each : pending) {
            each.silentFor = observed.isNegative() ? each.silentFor : each.silentFor.plus(observed);
        }
    }

    private boolean isSilent(NaivePending each) {
        Duration timeout = coordinator.config().healthCheckTimeout();
        return !timeout.isZero() && each.connected && !each.heard && each.silentFor.compareTo(timeout) >= 0;
    }

    /** Those that left or were ejected are forgotten when they do; if they are pending now, they joined again. */
    private void follow(Removal removal) {
        if (removal.cause() != Removal.Cause.LEFT && removal.cause() != Removal.Cause.EJECTED) {
            forget(removal.client());
        }
    }

    private void putFirst(List<ClientId> members) {
        List<NaivePending> others = new ArrayList<>(pending);
        pending.clear();
        for (ClientId member : members) {
            NaivePending first = others.stream()
                    .filter(each -> each.client.equals(member))
                    .findFirst()
                    .orElseThrow();
            others.remove(first);
            pending.add(first);
        }
        pending.addAll(others);
    }

    /** The members that are left have taken part until now. */
    private void endEpoch(List<ClientId> members) {
        turn++;
        for (NaivePending each : pending) {
            if (members.contains(each.client) && !removed.contains(each.client)) {
                each.waitingSince = turn;
            }
        }
    }

    private JoinResult join(String runId, ClientId client) {
        if (find(client).isEmpty() && isAdmissible(runId, client) && !hasRoom()) {
            return Forged.joinResult(JoinOutcome.FULL, OptionalLong.empty());
        }
        JoinOutcome outcome = coordinator.join(runId, client);
        if (!isAdmissible(runId, client)) {
            return Forged.joinResult(outcome, OptionalLong.empty());
        }
        if (outcome == JoinOutcome.ALREADY_MEMBER) {
            coordinator.healthCheck(client);
        }
        if (find(client).isEmpty()) {
            turn++;
            pending.add(new NaivePending(client, turn));
        }
        joins.add(client);
        NaivePending joined = find(client).orElseThrow();
        joined.connected = true;
        joined.session = joins.size();
        hear(client, true);
        return Forged.joinResult(outcome, OptionalLong.of(joins.size()));
    }

    private boolean isAdmissible(String runId, ClientId client) {
        return runId.equals(coordinator.config().runId())
                && !coordinator.snapshot().ejected().contains(client)
                && coordinator.status().state() != RunState.FINISHED;
    }

    /** Makes room for one more, if that can be done by dropping clients that are disconnected or silent, and no members. */
    private boolean hasRoom() {
        if (pending.size() >= limits.maxPending()) {
            List<ClientId> members = coordinator.roster().clients();
            pending.removeIf(each -> !members.contains(each.client) && (!each.connected || isSilent(each)));
        }
        return pending.size() < limits.maxPending();
    }

    private MemberOutcome healthCheck(ClientId client) {
        if (find(client).filter(each -> each.connected).isEmpty()) {
            boolean isMember = coordinator.roster().clients().contains(client);
            return isMember ? MemberOutcome.GONE : MemberOutcome.NOT_A_MEMBER;
        }
        coordinator.healthCheck(client);
        hear(client, true);
        return MemberOutcome.RECORDED;
    }

    private void hear(ClientId client, boolean accepted) {
        boolean isOn = !coordinator.config().healthCheckTimeout().isZero();
        find(client).ifPresent(each -> each.heard |= accepted && isOn);
    }

    private MemberOutcome disconnected(ClientId client, long session) {
        if (find(client).isEmpty()) {
            return coordinator.disconnected(client);
        }
        if (session != session(client)) {
            return MemberOutcome.OLD_SESSION;
        }
        MemberOutcome outcome = coordinator.disconnected(client);
        NaivePending each = find(client).orElseThrow();
        if (!each.connected) {
            return outcome;
        }
        each.connected = false;
        return MemberOutcome.RECORDED;
    }

    private Optional<NaivePending> find(ClientId client) {
        return pending.stream().filter(each -> each.client.equals(client)).findFirst();
    }

    private boolean forget(ClientId client) {
        return pending.removeIf(each -> each.client.equals(client));
    }
}

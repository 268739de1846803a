package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClientSource;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.JoinedClients;
import io.github.coordinator.verification.model.Reach;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a server does around its coordinator, and what is checked of every call. */
final class ScenarioHost {
    private final SeedSource seeds;
    private final boolean restoring;
    private final Reach reach;
    private final JoinedClients joined = new JoinedClients();
    private @Nullable List<ClientId> listed;
    private Coordinator coordinator;
    private Instant now = VirtualTime.START;

    /** A new run; where asked for, its coordinator is restored from its snapshot after each call. */
    ScenarioHost(RunConfig config, SeedSource seeds, boolean restoring, Reach reach) {
        this.seeds = seeds;
        this.restoring = restoring;
        this.reach = reach;
        coordinator = Coordinator.start(config, source(), seeds, now);
    }

    Coordinator coordinator() {
        return coordinator;
    }

    Instant now() {
        return now;
    }

    Collection<ClientId> pending() {
        return listed != null ? listed : joined.pending();
    }

    /** From here on the pending clients are these, whoever joins. With a client twice, the source is no longer a set. */
    void list(List<ClientId> clients) {
        listed = new ArrayList<>(clients);
    }

    private ClientSource source() {
        return () -> {
            Collection<ClientId> pending = pending();
            return new AbstractSet<>() {
                @Override
                public Iterator<ClientId> iterator() {
                    return pending.iterator();
                }

                @Override
                public int size() {
                    return pending.size();
                }
            };
        };
    }

    JoinOutcome join(String runId, ClientId client) {
        JoinOutcome outcome = answer(run -> run.join(runId, client));
        if (outcome.accepted()) {
            joined.add(client);
        }
        return outcome;
    }

    WitnessOutcome witness(ClientId client, WitnessProof proof) {
        return answer(run -> run.witness(client, proof));
    }

    MemberOutcome ready(ClientId client, long epoch) {
        return answer(run -> run.ready(client, epoch));
    }

    MemberOutcome healthCheck(ClientId client) {
        return answer(run -> run.healthCheck(client));
    }

    /** The client's connection is gone, and so it is not pending either, whatever the coordinator answers. */
    MemberOutcome disconnect(ClientId client) {
        joined.remove(client);
        return answer(run -> run.disconnected(client));
    }

    /** A client that says goodbye is no longer pending either, until it joins again. */
    MemberOutcome leave(ClientId client) {
        joined.remove(client);
        return answer(run -> run.leave(client));
    }

    OperatorOutcome eject(ClientId client) {
        return answer(run -> run.eject(client));
    }

    OperatorOutcome pause() {
        return answer(Coordinator::pause);
    }

    OperatorOutcome resume() {
        return answer(Coordinator::resume);
    }

    private <A extends Outcome> A answer(Function<Coordinator, A> call) {
        RunSnapshot before = coordinator.snapshot();
        A answer = call.apply(coordinator);
        if (!answer.accepted()) {
            Checks.refusedCallChangesNothing(answer, before, coordinator.snapshot());
        }
        reach.countAnswer(answer);
        restoreIfAsked();
        return answer;
    }

    List<RunEvent> tick(Instant reading) {
        RunSnapshot before = coordinator.snapshot();
        Optional<Instant> deadline = coordinator.nextDeadline();
        TickResult result = coordinator.tick(reading);
        List<RunEvent> events = result.events();
        Checks.tickTakesAtMostOneStep(events, before, coordinator.snapshot());
        Checks.idleTickChangesNothing(events, before, coordinator.snapshot());
        Checks.deadlineIsTrue(deadline, before, reading, events);
        reach.countAnswer(result);
        now = reading;
        takeOutRemoved(events);
        restoreIfAsked();
        return events;
    }

    private void takeOutRemoved(List<RunEvent> events) {
        joined.apply(events);
        if (listed != null) {
            for (RunEvent event : events) {
                if (event instanceof Removal removal) {
                    listed.removeIf(removal.client()::equals);
                }
            }
        }
    }

    /** Goes back to a snapshot. The pending clients and the host's clock stay as they are. */
    void restore(RunSnapshot snapshot) {
        coordinator = Coordinator.restore(snapshot, source(), seeds);
    }

    private void restoreIfAsked() {
        if (restoring) {
            Coordinator original = coordinator;
            restore(original.snapshot());
            Invariants.requireSameAnswers(original, coordinator);
        }
    }
}

package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClientSource;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.JoinedClients;
import io.github.coordinator.verification.model.Reach;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server with a coordinator and a plain set of pending clients. */
final class PlainHost extends ScenarioHost {
    private final SeedSource seeds;
    private final JoinedClients joined = new JoinedClients();
    private @Nullable List<ClientId> listed;
    private @Nullable RunSnapshot kept;
    private Coordinator coordinator;

    PlainHost(RunConfig config, SeedSource seeds, boolean restoring, Reach reach) {
        super(restoring, reach);
        this.seeds = seeds;
        coordinator = Coordinator.start(config, source(), seeds, now());
    }

    private ClientSource source() {
        return () -> {
            Collection<ClientId> pending = clients();
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

    private Collection<ClientId> clients() {
        return listed != null ? listed : joined.pending();
    }

    /** From here on these clients are pending, whichever join. With a client twice, the source is no longer a set. */
    void list(List<ClientId> clients) {
        listed = new ArrayList<>(clients);
    }

    @Override
    Coordinator coordinator() {
        return coordinator;
    }

    @Override
    Optional<Instant> nextDeadline() {
        return coordinator.nextDeadline();
    }

    @Override
    String pending() {
        return Wording.names(clients());
    }

    @Override
    long session(ClientId client) {
        return 0;
    }

    @Override
    Object state() {
        return coordinator.snapshot();
    }

    @Override
    RunAnswer apply(RunInput input) {
        if (input instanceof RunInput.Tick tick) {
            TickResult result = coordinator.tick(tick.now());
            result.removals().forEach(this::takeOut);
            return result;
        } else if (input instanceof RunInput.Join join) {
            JoinOutcome outcome = coordinator.join(join.runId(), join.client());
            if (outcome.accepted()) {
                joined.add(join.client());
            }
            return outcome;
        } else if (input instanceof RunInput.Disconnected end) {
            joined.remove(end.client());
            return coordinator.disconnected(end.client());
        } else if (input instanceof RunInput.Leave leave) {
            joined.remove(leave.client());
            return coordinator.leave(leave.client());
        } else if (input instanceof RunInput.Eject eject) {
            joined.remove(eject.client());
            return coordinator.eject(eject.client());
        }
        return pass(input);
    }

    /** Inputs that are no concern of the pending clients. */
    private RunAnswer pass(RunInput input) {
        if (input instanceof RunInput.Ready ready) {
            return coordinator.ready(ready.client(), ready.epoch());
        } else if (input instanceof RunInput.HealthCheck check) {
            return coordinator.healthCheck(check.client());
        } else if (input instanceof RunInput.Witness witness) {
            return coordinator.witness(witness.client(), witness.proof());
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
            return coordinator.restarted(restarted.now());
        }
        throw new IllegalArgumentException("no such input: " + input);
    }

    /** A client that left or was ejected was taken out then, and is pending again if it joined since. */
    private void takeOut(Removal removal) {
        switch (removal.cause()) {
            case LEFT, EJECTED -> {}
            case DISCONNECTED, SILENT, ABSENT, NOT_ATTESTING -> {
                joined.remove(removal.client());
                if (listed != null) {
                    listed.removeIf(removal.client()::equals);
                }
            }
        }
    }

    @Override
    void restoreAndCompare() {
        Coordinator original = coordinator;
        restore(original.snapshot());
        Invariants.requireSameAnswers(original, coordinator);
    }

    private void restore(RunSnapshot snapshot) {
        coordinator = Coordinator.restore(snapshot, source(), seeds);
    }

    @Override
    void keep() {
        kept = coordinator.snapshot();
    }

    /** The pending clients stay as they are. */
    @Override
    void goBack() {
        restore(Objects.requireNonNull(kept, "there is no snapshot to restore"));
    }
}

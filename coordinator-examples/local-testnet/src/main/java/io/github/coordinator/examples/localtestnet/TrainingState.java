package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinResult;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * All that a server must not lose: the run, the model with the updates of the open round, and the clients' names. It is
 * deterministic: no clock, no input or output, no randomness. The same start and the same inputs give the same results, and
 * the same bytes. Belongs to one thread.
 */
final class TrainingState {
    private final HostedRun run;
    private final SharedModel model;
    private final Names names;

    TrainingState(HostedRun run, SharedModel model, Names names) {
        this.run = run;
        this.model = model;
        this.names = names;
    }

    /** A new run with a new model. */
    static TrainingState start(TestnetConfig file, Digits digits, SeedSource seeds, Instant now) {
        PendingLimits limits = new PendingLimits(file.room(), PendingLimits.DEFAULT.rotatingPercent());
        HostedRun run = HostedRun.start(file.config(), seeds, now, limits);
        return new TrainingState(run, SharedModel.start(file, digits), new Names());
    }

    /**
     * Goes on from {@link #toBytes}.
     *
     * @throws IllegalArgumentException if the bytes are no state, or it contradicts itself
     */
    static TrainingState restore(byte[] bytes, Digits digits, SeedSource seeds) {
        return StateFormat.readState(bytes, digits, seeds);
    }

    byte[] toBytes() {
        return StateFormat.write(run.snapshot(), model, names);
    }

    /** The SHA-256 hash of all of the state, in hexadecimal. Equal states have equal ones. */
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toBytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Applies the inputs of a turn, one by one. */
    List<ServerResult> apply(List<ServerInput> turn) {
        List<ServerResult> results = new ArrayList<>(turn.size());
        turn.forEach(input -> results.add(apply(input)));
        return results;
    }

    ServerResult apply(ServerInput input) {
        if (input instanceof ServerInput.OfRun ofRun) {
            return apply(ofRun.input());
        } else if (input instanceof ServerInput.Update update) {
            return update(update);
        }
        ServerInput.Name name = (ServerInput.Name) input;
        names.put(name.client(), name.name());
        return new ServerResult.Named();
    }

    private ServerResult.Updated update(ServerInput.Update update) {
        Optional<Seat> seat = run.seat(update.client());
        UpdateOutcome outcome = model.take(seat, update);
        if (seat.isEmpty() || outcome != UpdateOutcome.RECORDED) {
            return new ServerResult.Updated(outcome, Optional.empty(), List.of());
        }
        List<ClientId> members = run.roster().clients();
        return new ServerResult.Updated(
                outcome,
                Optional.of(ToClient.PeerUpdate.of(update.round(), seat.get().index(), update.change())),
                model.openWitnesses().stream().map(members::get).toList());
    }

    private ServerResult apply(RunInput input) {
        // Who was there before: the restart itself changes nothing of that.
        List<PendingClient> before = input instanceof RunInput.Restarted ? run.pendingClients() : List.of();
        RunAnswer answer = run.apply(input);
        if (answer instanceof TickResult ticked) {
            return tick(ticked);
        } else if (answer instanceof JoinResult joined && input instanceof RunInput.Join join) {
            return join(join.client(), joined);
        } else if (input instanceof RunInput.Restarted) {
            return new ServerResult.Restarted(before);
        }
        return new ServerResult.Answered(answer);
    }

    private ServerResult.Ticked tick(TickResult result) {
        List<RunReport> reports = new ArrayList<>();
        Optional<ToClient.RoundResult> ended = model.ticked(result, run.roster(), names, reports);
        return new ServerResult.Ticked(result, ended, reports, view());
    }

    private ServerResult.Joined join(ClientId client, JoinResult joined) {
        Optional<Seat> seat = joined.session().isPresent() ? run.seat(client) : Optional.empty();
        boolean isWitness =
                seat.isPresent() && model.openWitnesses().contains(seat.get().index());
        return new ServerResult.Joined(joined, names.of(client), seat, isWitness ? model.openUpdates() : List.of());
    }

    RunView view() {
        return new RunView(run.status(), run.roster(), model.weights(), model.hash());
    }

    /** The run, to be looked at. */
    HostedRun run() {
        return run;
    }

    SharedModel model() {
        return model;
    }

    Names names() {
        return names;
    }
}

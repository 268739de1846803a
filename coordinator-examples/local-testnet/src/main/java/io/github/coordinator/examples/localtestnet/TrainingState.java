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
 * All that a server must not lose: the run, the model with the updates of the open round, the clients' names, and what has
 * happened. It is deterministic: no clock, no input or output, no randomness. The same start and the same inputs give the same results, and
 * the same bytes. Belongs to one thread.
 */
final class TrainingState {
    /** How many clients may be pending. */
    static final int MAX_CLIENTS = 512;

    private final HostedRun run;
    private final SharedModel model;
    private final Names names;
    private final History history;

    /** How often something beside the run has changed. */
    private long changes;

    TrainingState(HostedRun run, SharedModel model, Names names, History history) {
        this.run = run;
        this.model = model;
        this.names = names;
        this.history = history;
    }

    /** A new run with a new model. */
    static TrainingState start(TestnetConfig file, Digits digits, SeedSource seeds, Instant now) {
        PendingLimits limits = new PendingLimits(MAX_CLIENTS, PendingLimits.DEFAULT.rotatingPercent());
        HostedRun run = HostedRun.start(file.config(), seeds, now, limits);
        return new TrainingState(run, SharedModel.start(file, digits), new Names(), new History());
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
        return StateFormat.write(run.snapshot(), model, names, history);
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
            Optional<Seat> seat = run.seat(update.client());
            UpdateOutcome outcome = model.take(seat, update);
            changes++;
            return new ServerResult.Updated(
                    outcome,
                    seat.filter(some -> outcome == UpdateOutcome.RECORDED)
                            .map(some -> ToClient.PeerUpdate.of(update.round(), some.index(), update.change())));
        }
        ServerInput.Name name = (ServerInput.Name) input;
        names.put(name.client(), name.name());
        changes++;
        return new ServerResult.Named();
    }

    private ServerResult apply(RunInput input) {
        // Who was there before: the restart itself changes nothing of that.
        List<PendingClient> before = input instanceof RunInput.Restarted ? run.pendingClients() : List.of();
        RunAnswer answer = run.apply(input);
        if (answer instanceof TickResult ticked && input instanceof RunInput.Tick tick) {
            return tick(tick.now(), ticked);
        } else if (answer instanceof JoinResult joined && input instanceof RunInput.Join join) {
            return join(join.client(), joined);
        } else if (input instanceof RunInput.Restarted) {
            history.restarted();
            return new ServerResult.Restarted(before);
        }
        OperatorCall.of(input)
                .ifPresent(
                        call -> history.operated(call, OperatorCall.argumentOf(input), OperatorCall.outcomeOf(answer)));
        return new ServerResult.Answered(answer);
    }

    private ServerResult.Ticked tick(Instant now, TickResult result) {
        List<RunReport> reports = new ArrayList<>();
        Optional<ToClient.RoundResult> ended = model.ticked(result, run.roster(), names, reports);
        history.ticked(now, result, reports, names);
        return new ServerResult.Ticked(result, ended, reports, view());
    }

    private ServerResult.Joined join(ClientId client, JoinResult joined) {
        Optional<Seat> seat = joined.session().isPresent() ? run.seat(client) : Optional.empty();
        return new ServerResult.Joined(
                joined, names.of(client), seat, seat.isPresent() ? model.openUpdates() : List.of());
    }

    RunView view() {
        return new RunView(run.status(), run.roster(), run.pendingCount(), model.weights(), model.hash());
    }

    /** Grows with each change since this object was made. */
    long revision() {
        return run.revision() + changes;
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

    History history() {
        return history;
    }
}

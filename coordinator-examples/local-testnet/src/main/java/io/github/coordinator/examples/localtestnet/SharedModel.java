package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Removal;
import io.github.coordinator.Roster;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RoundEvaluation.Credit;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model as the server keeps it, for clients that come late: it takes the updates of a round, merges them when the round is
 * confirmed, and reports what the run does. All methods but {@link #check} belong to the thread of the run.
 */
final class SharedModel {
    private final TestnetConfig file;
    private final Digits digits;
    private final Names names;
    private final Consumer<RunReport> reports;
    private final Classifier classifier;

    private Weights weights;
    private String hash;
    private @Nullable Text message;
    private @Nullable RoundUpdates openRound;
    private Roster roster;

    SharedModel(TestnetConfig file, Digits digits, Names names, Roster roster, Consumer<RunReport> reports) {
        this.file = file;
        this.digits = digits;
        this.names = names;
        this.roster = roster;
        this.reports = reports;
        classifier = new Classifier(file.settings());
        weights = classifier.initialWeights(file.initialSeed());
        hash = weights.hash();
    }

    /**
     * Checks an update, and clips its norm. Any thread may call.
     *
     * @throws RefusedException if it does not fit the model, or has numbers that are none
     */
    Weights check(Weights change) throws RefusedException {
        if (change.size() != classifier.size() || !change.areFinite()) {
            throw new RefusedException(ErrorCode.BAD_FIELD.about(
                    "change", "a change must have " + classifier.size() + " floats, all finite"));
        }
        return change.clippedTo(file.settings().maxUpdateNorm());
    }

    /** Takes a checked update of the client with that seat. */
    UpdateOutcome take(Optional<Seat> seat, ToServer.Update update) {
        RoundUpdates open = openRound;
        if (open == null || !open.isOf(update.epoch(), update.height())) {
            return UpdateOutcome.WRONG_ROUND;
        }
        if (seat.isEmpty()) {
            return UpdateOutcome.NOT_A_MEMBER;
        }
        int index = seat.get().index();
        if (!open.trains(index)) {
            return UpdateOutcome.NO_SHARE;
        }
        return open.offer(index, update.change()) ? UpdateOutcome.RECORDED : UpdateOutcome.DUPLICATE;
    }

    /** The model, for a client that asks for it. */
    Text message() {
        Text known = message;
        if (known == null) {
            known = message = Text.of(new ToClient.Model(hash, weights));
        }
        return known;
    }

    /** The status, with the model that everyone should have. */
    ToClient.Status message(RunStatus status) {
        return new ToClient.Status(
                status.runId(),
                status.state(),
                status.epoch(),
                status.step(),
                status.totalSteps(),
                status.stateLimit().map(Duration::toMillis).orElse(null),
                status.healthCheckTimeout().toMillis(),
                status.coldStart(),
                status.tokens(),
                status.checkpoint().orElse(null),
                status.round().map(ToClient.OpenRound::of).orElse(null),
                file.settings(),
                hash);
    }

    /** Follows the run, and returns what clients have to hear of a round that is over. */
    Optional<ToClient.RoundResult> ticked(TickResult result) {
        result.roster().ifPresent(changed -> roster = changed);
        Optional<ToClient.RoundResult> ended = Optional.empty();
        for (RunEvent event : result.events()) {
            if (event instanceof RoundEvaluation evaluation) {
                ended = Optional.of(endRound(evaluation));
            } else if (event instanceof Removal removal) {
                reports.accept(new RunReport.Removed(
                        names.of(removal.client()),
                        removal.cause(),
                        removal.epoch(),
                        removal.round().map(RoundId::height).orElse(-1L)));
            } else if (event instanceof Transition transition) {
                change(transition, result.status());
            } else if (event instanceof ClockWentBack) {
                reports.accept(new RunReport.Note("the clock of this machine went back"));
            }
        }
        return ended;
    }

    private ToClient.RoundResult endRound(RoundEvaluation evaluation) {
        RoundUpdates ended = Objects.requireNonNull(openRound, "a round was open");
        openRound = null;
        Map<Integer, ClientId> contributors = contributors(evaluation, ended);
        List<Integer> indices = List.copyOf(contributors.keySet());
        if (evaluation.confirmed()) {
            weights = weights.plusMeanOf(ended.changesOf(indices));
            hash = weights.hash();
            message = null;
        }
        Classifier.Score score = classifier.score(weights, digits.heldOut());
        RoundId round = evaluation.round();
        reports.accept(new RunReport.RoundOver(
                round.epoch(),
                round.height(),
                evaluation.step(),
                file.config().totalSteps(),
                evaluation.confirmed(),
                names.of(List.copyOf(contributors.values())),
                omitted(evaluation),
                names.of(evaluation.attested()),
                names.of(evaluation.notAttested()),
                score.loss(),
                score.accuracy()));
        return new ToClient.RoundResult(round.epoch(), round.height(), evaluation.confirmed(), indices, hash);
    }

    /**
     * The clients whose updates count, by index: those that took part, or all where no quorum is asked, as far as their
     * updates came in.
     */
    private static Map<Integer, ClientId> contributors(RoundEvaluation evaluation, RoundUpdates ended) {
        Map<Integer, ClientId> contributors = new TreeMap<>();
        List<Credit> credits = evaluation.credits();
        for (int place = 0; evaluation.confirmed() && place < credits.size(); place++) {
            // Shares and credits are in the order of the data.
            Credit credit = credits.get(place);
            int index = ended.shares.get(place).index();
            if ((credit.tookPart() || evaluation.quorum() == 0) && ended.updates.containsKey(index)) {
                contributors.put(index, credit.client());
            }
        }
        return contributors;
    }

    private List<RunReport.Omitted> omitted(RoundEvaluation evaluation) {
        return evaluation.credits().stream()
                .filter(credit -> !credit.tookPart())
                .map(credit -> new RunReport.Omitted(names.of(credit.client()), credit.data()))
                .toList();
    }

    private void change(Transition transition, RunStatus status) {
        Optional<Round> round = status.round();
        if (transition.to() == RunState.ROUND_TRAIN) {
            openRound = new RoundUpdates(round.orElseThrow());
        }
        List<ClientId> members = roster.clients();
        reports.accept(new RunReport.Transition(
                transition.from(),
                transition.to(),
                status.epoch(),
                round.map(Round::height).orElse(-1L),
                status.step(),
                status.totalSteps(),
                names.of(members),
                IntStream.range(0, members.size())
                        .filter(index -> !roster.hasModel(index))
                        .mapToObj(index -> names.of(members.get(index)))
                        .toList()));
        if (transition.to() == RunState.FINISHED) {
            reports.accept(new RunReport.Note("the model has the hash " + hash));
            // The last round ends the run without a cooldown, so the epoch number was not incremented after it.
            reports.accept(new RunReport.Finished(
                    status.epoch() + 1,
                    status.step() - 1,
                    classifier.score(weights, digits.heldOut()).accuracy()));
        }
    }
}

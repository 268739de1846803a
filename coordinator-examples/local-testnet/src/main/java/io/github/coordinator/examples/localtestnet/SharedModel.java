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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model as the server keeps it: it takes the updates of a round, merges them when the round is confirmed, and says what
 * people have to hear of what the run does. A part of the {@link TrainingState}.
 */
final class SharedModel {
    private final Digits digits;
    private final Classifier classifier;

    private Weights weights;
    private String hash;
    private @Nullable RoundUpdates openRound;

    SharedModel(Digits digits, Classifier classifier, Weights weights, @Nullable RoundUpdates openRound) {
        this.digits = digits;
        this.classifier = classifier;
        this.weights = weights;
        this.openRound = openRound;
        hash = weights.hash();
    }

    /** A new model. */
    static SharedModel start(TestnetConfig file, Digits digits) {
        Classifier classifier = new Classifier(file.settings());
        return new SharedModel(digits, classifier, classifier.initialWeights(file.initialSeed()), null);
    }

    Weights weights() {
        return weights;
    }

    String hash() {
        return hash;
    }

    /** The updates of the open round; null while none is open. */
    @Nullable
    RoundUpdates openRound() {
        return openRound;
    }

    /** The indices of the clients whose updates of the open round have come. */
    Set<Integer> openIndices() {
        return openRound == null ? Set.of() : Set.copyOf(openRound.updates.keySet());
    }

    /** The updates of the open round as they were relayed, by the index of the client. */
    List<ToClient.PeerUpdate> openUpdates() {
        RoundUpdates open = openRound;
        return open == null
                ? List.of()
                : open.updates.entrySet().stream()
                        .map(each -> ToClient.PeerUpdate.of(open.round.id(), each.getKey(), each.getValue()))
                        .toList();
    }

    /** Takes an update of the client with that seat. */
    UpdateOutcome take(Optional<Seat> seat, ServerInput.Update update) {
        RoundUpdates open = openRound;
        if (open == null || !open.isOf(update.round().epoch(), update.round().height())) {
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

    /**
     * Follows the run.
     *
     * @param result what the run did
     * @param roster the members after it
     * @param names what people call the clients
     * @param reports takes what people have to hear
     * @return what clients have to hear of a round that is over
     */
    Optional<ToClient.RoundResult> ticked(TickResult result, Roster roster, Names names, List<RunReport> reports) {
        Optional<ToClient.RoundResult> ended = Optional.empty();
        for (RunEvent event : result.events()) {
            if (event instanceof RoundEvaluation evaluation) {
                ended = Optional.of(endRound(evaluation, result.status(), names, reports));
            } else if (event instanceof Removal removal) {
                reports.add(new RunReport.Removed(
                        names.of(removal.client()),
                        removal.cause(),
                        removal.epoch(),
                        removal.round().map(RoundId::height).orElse(-1L)));
            } else if (event instanceof Transition transition) {
                change(transition, result.status(), roster, names, reports);
            } else if (event instanceof ClockWentBack) {
                reports.add(new RunReport.Note("the clock of this machine went back"));
            }
        }
        return ended;
    }

    private ToClient.RoundResult endRound(
            RoundEvaluation evaluation, RunStatus status, Names names, List<RunReport> reports) {
        RoundUpdates ended = Objects.requireNonNull(openRound, "a round was open");
        openRound = null;
        Map<Integer, ClientId> contributors = contributors(evaluation, ended);
        List<Integer> indices = List.copyOf(contributors.keySet());
        if (evaluation.confirmed()) {
            weights = weights.plusMeanOf(ended.changesOf(indices));
            hash = weights.hash();
        }
        Classifier.Score score = classifier.score(weights, digits.heldOut());
        RoundId round = evaluation.round();
        reports.add(new RunReport.RoundOver(
                round.epoch(),
                round.height(),
                evaluation.step(),
                status.totalSteps(),
                evaluation.confirmed(),
                names.of(List.copyOf(contributors.values())),
                omitted(evaluation, names),
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

    private static List<RunReport.Omitted> omitted(RoundEvaluation evaluation, Names names) {
        return evaluation.credits().stream()
                .filter(credit -> !credit.tookPart())
                .map(credit -> new RunReport.Omitted(names.of(credit.client()), credit.data()))
                .toList();
    }

    private void change(Transition transition, RunStatus status, Roster roster, Names names, List<RunReport> reports) {
        Optional<Round> round = status.round();
        if (transition.to() == RunState.ROUND_TRAIN) {
            openRound = new RoundUpdates(round.orElseThrow());
        }
        List<ClientId> members = roster.clients();
        reports.add(new RunReport.Transition(
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
            reports.add(new RunReport.Note("the model has the hash " + hash));
            // The last round ends the run without a cooldown, so the epoch number was not incremented after it.
            reports.add(new RunReport.Finished(
                    status.epoch() + 1,
                    status.step() - 1,
                    classifier.score(weights, digits.heldOut()).accuracy()));
        }
    }
}

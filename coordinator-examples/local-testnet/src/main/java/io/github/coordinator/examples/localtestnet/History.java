package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What has happened to the run, for people who look in later. A part of the {@link TrainingState}. */
final class History {
    /** How many entries are kept, the newest ones. */
    static final int KEPT = 1_000;

    private final Deque<HistoryEntry> entries = new ArrayDeque<>();
    private long last;

    /** What has happened since the last tick. The next one says when. */
    private final List<HistoryEntry.Event> untimed = new ArrayList<>();

    /** The entries, oldest first. */
    Collection<HistoryEntry> entries() {
        return Collections.unmodifiableCollection(entries);
    }

    List<HistoryEntry.Event> untimed() {
        return Collections.unmodifiableList(untimed);
    }

    /** Goes on from what {@link #entries} and {@link #untimed} were. */
    static History restore(List<HistoryEntry> entries, List<HistoryEntry.Event> untimed) {
        History history = new History();
        history.entries.addAll(entries);
        history.untimed.addAll(untimed);
        entries.forEach(each -> history.last = each.number());
        return history;
    }

    private void add(Instant at, HistoryEntry.Event event) {
        last++;
        entries.add(new HistoryEntry(last, at, event));
        if (entries.size() > KEPT) {
            entries.remove();
        }
    }

    /** A server has begun to serve the run. */
    void restarted() {
        untimed.add(new HistoryEntry.Restarted());
    }

    /** The operator has made a call. */
    void operated(OperatorCall call, Optional<String> argument, OperatorOutcome outcome) {
        untimed.add(new HistoryEntry.Operated(call, argument, outcome));
    }

    /**
     * The run has ticked.
     *
     * @param now the time of the tick
     * @param result what it did
     * @param reports what the server reports of it
     * @param names what people call the clients
     */
    void ticked(Instant now, TickResult result, List<RunReport> reports, Names names) {
        untimed.forEach(event -> add(now, event));
        untimed.clear();
        for (RunEvent event : result.events()) {
            if (event instanceof Transition transition) {
                add(now, changed(transition, result));
            } else if (event instanceof Removal removal) {
                add(now, removed(removal, names));
            } else if (event instanceof RoundEvaluation evaluation) {
                reports.forEach(report -> {
                    if (report instanceof RunReport.RoundOver over) {
                        add(now, over(evaluation, over));
                    }
                });
            }
        }
    }

    private static HistoryEntry.Changed changed(Transition transition, TickResult result) {
        return new HistoryEntry.Changed(
                transition.from(),
                transition.to(),
                transition.reason(),
                result.status().epoch(),
                result.status().step());
    }

    private static HistoryEntry.Removed removed(Removal removal, Names names) {
        return new HistoryEntry.Removed(
                removal.client(), names.of(removal.client()), removal.cause(), removal.during(), removal.epoch());
    }

    private static HistoryEntry.RoundOver over(RoundEvaluation evaluation, RunReport.RoundOver over) {
        return new HistoryEntry.RoundOver(
                over.epoch(),
                over.height(),
                over.step(),
                over.confirmed(),
                evaluation.participantCount(),
                evaluation.attestedCount(),
                evaluation.witnessCount(),
                over.loss(),
                over.accuracy());
    }
}

package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as somebody remembers it who has watched every step: invariants 9, 10, 12, 13, 23 and 24 over a whole run, pauses and
 * restorations included. It believes nothing that a snapshot says of the past.
 */
public final class History {
    private final List<DataRange> confirmed = new ArrayList<>();
    private final Set<ClientId> barred = new LinkedHashSet<>();
    private final Set<ClientId> members = new HashSet<>();
    private final Set<ClientId> exited = new HashSet<>();
    private List<ClientId> seats = List.of();
    private @Nullable Round latest;

    /**
     * Follows a run by one step, from its start.
     *
     * @param step what was done and what came of it
     * @throws AssertionError if an invariant is broken; the message begins with its number in brackets
     */
    public void follow(Step step) {
        followMembers(step);
        followRound(step);
        followData(step);
    }

    private void followMembers(Step step) {
        RunSnapshot after = step.after();
        if (step.call() instanceof Call.Eject eject && !Call.isRefusal(step.answer())) {
            require(13, barred.add(eject.client()), "nobody is barred twice", step);
        } else if (step.call() instanceof Call.Reinstate reinstate) {
            boolean wasBarred = barred.remove(reinstate.client());
            require(13, wasBarred != Call.isRefusal(step.answer()), "only who is barred is reinstated", step);
        }
        require(
                13,
                List.copyOf(barred).equals(after.ejected()),
                "a bar is for the run, or until the operator lifts it",
                step);
        if (after.state() == RunState.WARMUP && step.leaves()) {
            members.clear();
            exited.clear();
            members.addAll(step.pending());
            members.removeAll(barred);
        }
        for (Removal exit : step.drops()) {
            require(13, exited.add(exit.client()), "nobody leaves twice", step);
        }
        for (ClientId client : Step.clients(after)) {
            require(10, members.contains(client), "all members were pending when the epoch began", step);
            require(9, !exited.contains(client), "who has left is no member", step);
        }
    }

    private void followRound(Step step) {
        Round round = step.after().round().orElse(null);
        if (round == null) {
            return;
        }
        Round known = latest;
        if (!round.equals(known)) {
            boolean isLater = known == null
                    || round.epoch() > known.epoch()
                    || round.epoch() == known.epoch() && round.height() > known.height();
            require(23, isLater, "rounds do not go back", step);
            latest = round;
            seats = Step.clients(step.after());
        }
        if (step.after().state().isRound()) {
            require(12, Step.clients(step.after()).equals(seats), "seats are those of the round for its life", step);
        }
    }

    private void followData(Step step) {
        Round ended = step.before().round().orElse(null);
        long next =
                confirmed.isEmpty() ? 0 : confirmed.get(confirmed.size() - 1).last() + 1;
        if (step.confirms() && ended != null) {
            require(24, ended.firstDataIndex() == next, "confirmed rounds train on all data in turn", step);
            next += ended.batchSize();
            confirmed.add(new DataRange(ended.firstDataIndex(), next - 1));
        }
        require(24, step.after().nextDataIndex() == next, "what is not confirmed is trained on again", step);
        require(24, step.after().step() == confirmed.size() + 1, "steps count confirmed rounds", step);
    }
}

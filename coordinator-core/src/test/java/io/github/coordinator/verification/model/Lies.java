package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Counts;
import io.github.coordinator.Forged;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.SnapshotEdit;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps as they were, but for one lie. */
final class Lies {
    private Lies() {}

    /** A lie about how the run was behind the step. */
    static Step after(Step step, UnaryOperator<SnapshotEdit> edit) {
        return new Step(step.before(), step.pending(), step.call(), step.answer(), edited(step.after(), edit));
    }

    /** A lie about how the run was before the step. */
    static Step before(Step step, UnaryOperator<SnapshotEdit> edit) {
        return new Step(edited(step.before(), edit), step.pending(), step.call(), step.answer(), step.after());
    }

    /** The same lie about both. */
    static Step both(Step step, UnaryOperator<SnapshotEdit> edit) {
        return after(before(step, edit), edit);
    }

    private static RunSnapshot edited(RunSnapshot snapshot, UnaryOperator<SnapshotEdit> edit) {
        return edit.apply(new SnapshotEdit(snapshot)).build();
    }

    static Step answer(Step step, Object answer) {
        return new Step(step.before(), step.pending(), step.call(), answer, step.after());
    }

    static Step pending(Step step, List<ClientId> pending) {
        return new Step(step.before(), pending, step.call(), step.answer(), step.after());
    }

    static Step events(Step step, List<RunEvent> events) {
        TickResult told = (TickResult) step.answer();
        return answer(
                step,
                Forged.tickResult(
                        told.status(), told.changed(), told.roster().orElse(null), told.nextDeadline(), events));
    }

    /** A lie about one kind of event, of which nothing is left where it becomes null. */
    static <T extends RunEvent> Step events(Step step, Class<T> kind, UnaryOperator<@Nullable T> edit) {
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event : step.events()) {
            RunEvent told = kind.isInstance(event) ? edit.apply(kind.cast(event)) : event;
            if (told != null) {
                events.add(told);
            }
        }
        return events(step, events);
    }

    /** A lie about a removal, told by the event and by the snapshot alike. */
    static Step removal(Step step, UnaryOperator<Removal> edit) {
        Step told = events(step, Removal.class, edit);
        return after(
                told,
                run -> run.removals(removals -> removals.stream().map(edit).toList()));
    }

    /** A drop that did not happen, of the client at that seat. */
    static Step drop(Step step, int seat, Removal.Cause cause) {
        RunSnapshot before = step.before();
        Removal removal = Forged.removal(
                before.members().get(seat).client(),
                cause,
                before.state(),
                before.epoch(),
                before.round().map(Round::id).orElse(null),
                step.after().clock().now());
        List<RunEvent> events = new ArrayList<>(step.events());
        events.add(0, removal);
        return after(
                events(step, events),
                run -> run.rosterVersion(step.after().rosterVersion() + 1)
                        .members(members -> without(members, seat))
                        .removals(removals -> with(removals, removal)));
    }

    private static <T> List<T> without(List<T> list, int index) {
        list.remove(index);
        return list;
    }

    static <T> List<T> with(List<T> list, T more) {
        list.add(more);
        return list;
    }

    static <T> List<T> reversed(List<T> list) {
        Collections.reverse(list);
        return list;
    }

    static RunSnapshot.Member fresh(ClientId client) {
        return new RunSnapshot.Member(client, Presence.ACTIVE, false, false, false, Duration.ZERO, Counts.NONE);
    }

    static List<RunSnapshot.Member> ready(List<RunSnapshot.Member> members) {
        members.replaceAll(member -> new RunSnapshot.Member(
                member.client(), member.presence(), true, false, false, Duration.ZERO, Counts.NONE));
        return members;
    }

    /** The members as they were, but for what is known of each. */
    static List<RunSnapshot.Member> fresh(List<RunSnapshot.Member> members) {
        members.replaceAll(member -> fresh(member.client()));
        return members;
    }

    /** A lie about the first member. */
    static Step first(Step step, UnaryOperator<RunSnapshot.Member> edit) {
        return after(step, run -> run.members(members -> first(members, edit)));
    }

    static List<RunSnapshot.Member> first(List<RunSnapshot.Member> members, UnaryOperator<RunSnapshot.Member> edit) {
        members.set(0, edit.apply(members.get(0)));
        return members;
    }

    static RunSnapshot.Member gone(RunSnapshot.Member member, Presence presence) {
        return new RunSnapshot.Member(
                member.client(),
                presence,
                false,
                member.hasModel(),
                member.heard(),
                member.silentFor(),
                member.counts());
    }

    static RunSnapshot.Member counted(RunSnapshot.Member member, int absent, int missed) {
        return new RunSnapshot.Member(
                member.client(),
                member.presence(),
                member.ready(),
                member.hasModel(),
                member.heard(),
                member.silentFor(),
                new Counts(absent, missed));
    }

    static RunSnapshot.Member silent(RunSnapshot.Member member, Duration silentFor) {
        return new RunSnapshot.Member(
                member.client(),
                member.presence(),
                member.ready(),
                member.hasModel(),
                false,
                silentFor,
                member.counts());
    }

    /** The clock of a run that has not found enough clients. */
    static RunSnapshot.Clock uncounted(RunSnapshot.Clock clock) {
        return new RunSnapshot.Clock(
                clock.now(),
                clock.stateBegan(),
                clock.stateAnchor(),
                clock.epochAnchor(),
                Optional.empty(),
                clock.namedDeadline(),
                clock.signsDue());
    }

    /** The clock of a state that has lasted longer by so much, or less where it is negative. */
    static RunSnapshot.Clock lasting(RunSnapshot.Clock clock, Duration more) {
        return new RunSnapshot.Clock(
                clock.now(),
                clock.stateBegan(),
                clock.stateAnchor().minus(more),
                clock.epochAnchor(),
                clock.enoughAnchor(),
                clock.namedDeadline(),
                clock.signsDue());
    }

    /** The same state, of which it is told that it had lasted longer, before and after. */
    static Step longer(Step step, Duration more) {
        return after(
                before(step, run -> run.clock(lasting(step.before().clock(), more))),
                run -> run.clock(lasting(step.after().clock(), more)));
    }

    /** The same state, of which it is told that it had lasted less before the step. */
    static Step shorter(Step step, Duration less) {
        return before(step, run -> run.clock(lasting(step.before().clock(), less.negated())));
    }

    static Step proofs(Step step, UnaryOperator<List<WitnessProof>> edit) {
        return both(step, run -> run.proofs(edit));
    }

    static Step evaluation(Step step, UnaryOperator<RoundEvaluation> edit) {
        return events(step, RoundEvaluation.class, edit);
    }
}

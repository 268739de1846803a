package io.github.coordinator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a host has to act on after a tick: what to broadcast, which clients to tell of their removal, which seats to send,
 * and when to tick again. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class TickResult implements RunAnswer {
    private final Fields fields;
    private final Optional<Transition> transition;
    private final Optional<RoundEvaluation> evaluation;
    private final List<Removal> removals;

    private record Fields(
            RunStatus status,
            boolean changed,
            Optional<Roster> roster,
            Optional<Instant> nextDeadline,
            List<RunEvent> events) {}

    TickResult(
            RunStatus status,
            boolean changed,
            @Nullable Roster newRoster,
            Optional<Instant> nextDeadline,
            List<RunEvent> events) {
        fields = new Fields(status, changed, Optional.ofNullable(newRoster), nextDeadline, List.copyOf(events));
        transition = all(Transition.class).stream().findFirst();
        evaluation = all(RoundEvaluation.class).stream().findFirst();
        removals = all(Removal.class);
    }

    private <E extends RunEvent> List<E> all(Class<E> type) {
        List<E> found = new ArrayList<>();
        for (RunEvent event : fields.events) {
            if (type.isInstance(event)) {
                found.add(type.cast(event));
            }
        }
        return List.copyOf(found);
    }

    /**
     * The status after the tick, to be broadcast if there was a {@link #transition}. Other changes concern the removed
     * clients alone, or the next round.
     *
     * @return the status
     */
    public RunStatus status() {
        return fields.status;
    }

    /**
     * Whether the tick changed anything that the status shows or the events tell.
     *
     * @return whether there is something to broadcast
     */
    public boolean changed() {
        return fields.changed;
    }

    /**
     * The way from one state to another, at most one in a tick.
     *
     * @return the transition, if there was one
     */
    public Optional<Transition> transition() {
        return transition;
    }

    /**
     * What the round that ended came to.
     *
     * @return the evaluation, if a round ended
     */
    public Optional<RoundEvaluation> evaluation() {
        return evaluation;
    }

    /**
     * The members that were removed. The host tells each of them why.
     *
     * @return the removals in the order of the roster; immutable
     */
    public List<Removal> removals() {
        return removals;
    }

    /**
     * The roster, if it changed. If it {@linkplain Roster#isSeated() is seated}, each member is sent its new seat.
     *
     * @return the roster after the tick, if the tick changed it
     */
    public Optional<Roster> roster() {
        return fields.roster;
    }

    /**
     * When a tick can next change something, if no message comes before.
     *
     * @return the time, by the host's clock; empty where time alone changes nothing
     * @see Coordinator#nextDeadline()
     */
    public Optional<Instant> nextDeadline() {
        return fields.nextDeadline;
    }

    /**
     * What the tick did: first {@link ClockWentBack}, then {@link RoundEvaluation}, then each {@link Removal}, then the
     * {@link Transition}, as far as there are any.
     *
     * @return the events in order; immutable
     */
    public List<RunEvent> events() {
        return fields.events;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TickResult that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** For logs: the state, and the events if there are any. */
    @Override
    public String toString() {
        return fields.status.state() + (changed() ? " " + fields.events : "");
    }
}

package io.github.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run's idea of time, which is what passes between ticks. How long a state has lasted is not added up, which would
 * cost every idle tick, but measured from an anchor; when the host's clock goes back, the anchors go back with it.
 */
final class RunClock {
    /** The least time in which a state whose duration is zero is over: more than none. */
    private static final Duration SHORTEST = Duration.ofNanos(1);

    private Instant now;
    private Instant stateBegan;
    private Instant stateAnchor;
    private Instant epochAnchor;

    private @Nullable Duration stateLimit;
    private @Nullable Instant stateDue;
    private Optional<Instant> stateDueToReturn = Optional.empty();

    /** The time before the clock last went back, for {@link #undo}. */
    private RunSnapshot.@Nullable Clock beforeItWentBack;

    RunClock(Instant start) {
        this(new RunSnapshot.Clock(start, start, start, start));
    }

    RunClock(RunSnapshot.Clock clock) {
        now = clock.now();
        stateBegan = clock.stateBegan();
        stateAnchor = clock.stateAnchor();
        epochAnchor = clock.epochAnchor();
    }

    RunSnapshot.Clock snapshot() {
        return new RunSnapshot.Clock(now, stateBegan, stateAnchor, epochAnchor);
    }

    Instant now() {
        return now;
    }

    Instant stateBegan() {
        return stateBegan;
    }

    /** Takes the next reading, and says whether the clock went back. */
    boolean advance(Instant reading) {
        boolean wentBack = reading.isBefore(now);
        if (wentBack) {
            beforeItWentBack = snapshot();
            Duration leap = Duration.between(reading, now);
            stateAnchor = earlier(stateAnchor, leap);
            epochAnchor = earlier(epochAnchor, leap);
            limitState(stateLimit);
        }
        now = reading;
        return wentBack;
    }

    /** Takes the last reading back, and returns to the one before it. */
    void undo(Instant before) {
        if (beforeItWentBack != null && now.isBefore(before)) {
            stateAnchor = beforeItWentBack.stateAnchor();
            epochAnchor = beforeItWentBack.epochAnchor();
            limitState(stateLimit);
        }
        now = before;
    }

    /** Goes on from a reading as if no time had passed since the last one, and begins the state's time anew. */
    void restart(Instant reading) {
        Duration away = Duration.between(now, reading);
        epochAnchor = away.isNegative() ? earlier(epochAnchor, away.negated()) : epochAnchor.plus(away);
        now = reading;
        beginState(stateLimit);
    }

    void beginEpoch() {
        epochAnchor = now;
    }

    void beginState(@Nullable Duration limit) {
        stateBegan = now;
        stateAnchor = now;
        limitState(limit);
    }

    /** Says how long the state may last, null for ever. Apart from {@link #beginState} this is for a restored state. */
    void limitState(@Nullable Duration limit) {
        stateLimit = limit;
        stateDue = limit == null ? null : later(stateAnchor, limit);
        stateDueToReturn = Optional.ofNullable(stateDue);
    }

    /** When the state's time is over, as the host's clock now goes; empty where no reading can be late enough. */
    Optional<Instant> stateDue() {
        return stateDueToReturn;
    }

    boolean stateIsOver() {
        Instant due = stateDue;
        return due != null && !now.isBefore(due);
    }

    boolean epochHasLasted(Duration limit) {
        Instant due = later(epochAnchor, limit);
        return due != null && !now.isBefore(due);
    }

    /** A duration is over when at least it, and more than no time at all, has passed. */
    static Duration atLeastSomeTime(Duration duration) {
        return duration.isZero() ? SHORTEST : duration;
    }

    private static @Nullable Instant later(Instant instant, Duration by) {
        return instant.isAfter(Instant.MAX.minus(by)) ? null : instant.plus(by);
    }

    private static Instant earlier(Instant instant, Duration by) {
        return instant.isBefore(Instant.MIN.plus(by)) ? Instant.MIN : instant.minus(by);
    }
}

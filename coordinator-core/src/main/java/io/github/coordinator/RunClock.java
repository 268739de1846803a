package io.github.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run's idea of time, which is what passes between ticks. How long a state has lasted is not added up, which would
 * cost every idle tick, but measured from an anchor; when the host's clock goes back, the anchors go back with it.
 *
 * <p>Silence is measured in observed time: a tick adds at most a third of the timeout, and at most the time to the deadline
 * that the tick before named. So a server that was suspended, or a clock that leaps, makes nobody silent.
 */
final class RunClock {
    /** The least time in which a state whose duration is zero is over: more than none. */
    private static final Duration SHORTEST = Duration.ofNanos(1);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The last reading, in two numbers: an idle tick writes nothing but numbers, which is what it costs least to write. */
    private long seconds;

    private int nano;

    private Instant stateBegan;
    private Instant stateAnchor;
    private Instant epochAnchor;

    /** From where the extra time of waiting is counted: from the tick that found enough clients. */
    private @Nullable Instant enoughAnchor;

    private Duration extraTime = Duration.ZERO;
    private Optional<Instant> extraTimeDue = Optional.empty();

    private @Nullable Duration stateLimit;
    private Optional<Instant> stateDue = Optional.empty();

    /** When the last tick asked for the next one. */
    private Optional<Instant> namedDeadline;

    /** A third of the timeout for signs of life, at least a nanosecond; 0 where the rule is off. */
    private long thirdNanos;

    private Optional<Instant> signsDue;
    private long observedNanos;

    /** What {@link #undo} goes back to: the last reading, and where the clock went back, the anchors too. */
    private long secondsBefore;

    private int nanoBefore;
    private long observedBefore;
    private RunSnapshot.@Nullable Clock allBefore;

    RunClock(Instant start) {
        this(new RunSnapshot.Clock(start, start, start, start, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    RunClock(RunSnapshot.Clock clock) {
        read(clock.now());
        secondsBefore = seconds;
        nanoBefore = nano;
        stateBegan = clock.stateBegan();
        stateAnchor = clock.stateAnchor();
        epochAnchor = clock.epochAnchor();
        enoughAnchor = clock.enoughAnchor().orElse(null);
        namedDeadline = clock.namedDeadline();
        signsDue = clock.signsDue();
    }

    RunSnapshot.Clock snapshot() {
        return new RunSnapshot.Clock(
                now(),
                stateBegan,
                stateAnchor,
                epochAnchor,
                Optional.ofNullable(enoughAnchor),
                namedDeadline,
                signsDue);
    }

    Instant now() {
        return Instant.ofEpochSecond(seconds, nano);
    }

    /** The reading before the last one. */
    Instant before() {
        return Instant.ofEpochSecond(secondsBefore, nanoBefore);
    }

    private void read(Instant reading) {
        seconds = reading.getEpochSecond();
        nano = reading.getNano();
    }

    private boolean isAfter(Instant reading) {
        long other = reading.getEpochSecond();
        return other < seconds || (other == seconds && reading.getNano() < nano);
    }

    /** Whether the clock has reached a time, if it is one. */
    private boolean hasReached(Optional<Instant> due) {
        if (due.isEmpty()) {
            return false;
        }
        Instant time = due.get();
        long other = time.getEpochSecond();
        return other < seconds || (other == seconds && time.getNano() <= nano);
    }

    Instant stateBegan() {
        return stateBegan;
    }

    /** How much time ticks have observed since this object was made. */
    long observedNanos() {
        return observedNanos;
    }

    /** The same after a tick at that reading. */
    long observedNanosAt(Instant reading) {
        return observedNanos + observableNanos(reading);
    }

    /** Takes the next reading, and says whether the clock went back. */
    boolean advance(Instant reading) {
        boolean wentBack = isAfter(reading);
        secondsBefore = seconds;
        nanoBefore = nano;
        observedBefore = observedNanos;
        if (wentBack) {
            allBefore = snapshot();
            Duration leap = Duration.between(reading, now());
            stateAnchor = earlier(stateAnchor, leap);
            epochAnchor = earlier(epochAnchor, leap);
            enoughAnchor = enoughAnchor == null ? null : earlier(enoughAnchor, leap);
            signsDue = Optional.empty();
            setDues();
        } else {
            observedNanos = observedNanosAt(reading);
            if (allBefore != null) {
                allBefore = null;
            }
        }
        read(reading);
        return wentBack;
    }

    /** Takes the next reading, if the clock did not go back and the named deadline has not come; says whether it did. */
    boolean advanceBeforeDeadline(Instant reading) {
        if (isAfter(reading) || (namedDeadline.isPresent() && !reading.isBefore(namedDeadline.get()))) {
            return false;
        }
        if (thirdNanos != 0) {
            observedNanos += nanosUntil(reading, thirdNanos);
        }
        read(reading);
        return true;
    }

    /** How much of the time since the last tick counts as observed at that reading. */
    private long observableNanos(Instant reading) {
        if (thirdNanos == 0) {
            return 0;
        }
        long most = namedDeadline.isPresent() ? nanosUntil(namedDeadline.get(), thirdNanos) : thirdNanos;
        return nanosUntil(reading, most);
    }

    /** From now to that time, at most so much, and at least 0. */
    private long nanosUntil(Instant time, long most) {
        long difference = time.getEpochSecond() - seconds;
        if (difference < 0) {
            return 0;
        }
        if (difference > most / NANOS_PER_SECOND + 1) {
            return most;
        }
        long nanos = difference * NANOS_PER_SECOND + time.getNano() - nano;
        return Math.max(0, Math.min(most, nanos));
    }

    /** Takes the last reading back. */
    void undo() {
        seconds = secondsBefore;
        nano = nanoBefore;
        observedNanos = observedBefore;
        if (allBefore != null) {
            stateAnchor = allBefore.stateAnchor();
            epochAnchor = allBefore.epochAnchor();
            enoughAnchor = allBefore.enoughAnchor().orElse(null);
            signsDue = allBefore.signsDue();
            setDues();
        }
    }

    /** Goes on from a reading as if no time had passed since the last one, and begins the state's time anew. */
    void restart(Instant reading) {
        Duration away = Duration.between(now(), reading);
        epochAnchor = away.isNegative() ? earlier(epochAnchor, away.negated()) : epochAnchor.plus(away);
        read(reading);
        signsDue = Optional.empty();
        namedDeadline = Optional.empty();
        enoughAnchor = null;
        beginState(stateLimit);
    }

    void beginEpoch() {
        epochAnchor = now();
    }

    void beginState(@Nullable Duration limit) {
        stateBegan = now();
        stateAnchor = stateBegan;
        limitState(limit);
    }

    /** Says how long the state may last, null for ever. Apart from {@link #beginState} this is for a restored state. */
    void limitState(@Nullable Duration limit) {
        stateLimit = limit;
        setDues();
    }

    /** Says how long the waiting lasts once enough clients are pending. */
    void limitWaiting(Duration extra) {
        extraTime = extra;
        setDues();
    }

    private void setDues() {
        stateDue = Optional.ofNullable(stateLimit == null ? null : later(stateAnchor, stateLimit));
        extraTimeDue = Optional.ofNullable(enoughAnchor == null ? null : later(enoughAnchor, extraTime));
    }

    @Nullable
    Duration stateLimit() {
        return stateLimit;
    }

    /** When the state's time is over, as the host's clock now goes; empty where no reading can be late enough. */
    Optional<Instant> stateDue() {
        return stateDue;
    }

    boolean stateIsOver() {
        return hasReached(stateDue);
    }

    boolean epochHasLasted(Duration limit) {
        return hasReached(Optional.ofNullable(later(epochAnchor, limit)));
    }

    /** Counts the extra time of waiting from now on, or not any more. */
    void foundEnough(boolean enough) {
        if (enough != countsExtraTime()) {
            enoughAnchor = enough ? now() : null;
            setDues();
        }
    }

    boolean countsExtraTime() {
        return enoughAnchor != null;
    }

    /** When the extra time of waiting is over; empty where it is not counted, or no reading can be late enough. */
    Optional<Instant> extraTimeDue() {
        return extraTimeDue;
    }

    boolean extraTimeIsOver() {
        return hasReached(extraTimeDue);
    }

    /** Says how long a client may be silent, 0 for ever. */
    void limitSilence(Duration timeout) {
        thirdNanos = timeout.isZero() ? 0 : Math.max(1, timeout.toNanos() / 3);
    }

    /** Names the next deadline at the end of a tick: the given one, or earlier where signs of life must be watched. */
    void nameDeadline(Optional<Instant> deadline, boolean watchesSigns) {
        if (!watchesSigns || thirdNanos == 0) {
            if (signsDue.isPresent()) {
                signsDue = Optional.empty();
            }
        } else if (signsDue.isEmpty() || signsAreDue()) {
            signsDue = Optional.ofNullable(later(now(), Duration.ofNanos(thirdNanos)));
        }
        Optional<Instant> named = earliest(deadline, signsDue);
        if (!named.equals(namedDeadline)) {
            namedDeadline = named;
        }
    }

    Optional<Instant> namedDeadline() {
        return namedDeadline;
    }

    Optional<Instant> signsDue() {
        return signsDue;
    }

    /** Whether signs of life are looked at now. */
    boolean signsAreDue() {
        return hasReached(signsDue);
    }

    static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty()) {
            return other;
        }
        return other.isPresent() && other.get().isBefore(one.get()) ? other : one;
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

package io.github.coordinator.examples.embedding;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The clock and the executor of a host in a test. Time stands still until the test moves it, and tasks run on the thread of
 * the test, in the order of their time. Like {@link EventLoop#newThread}, it forgets a timer that is cancelled, and drops
 * what comes after its end.
 */
public final class ManualTime extends AbstractExecutorService implements ScheduledExecutorService, InstantSource {
    private final TreeSet<Task<?>> tasks = new TreeSet<>(
            Comparator.<Task<?>, Instant>comparing(task -> task.due).thenComparingLong(task -> task.number));
    private Instant now;
    private long taskCount;
    private boolean isShutdown;

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final Instant due;
        private final long number = taskCount++;

        Task(Callable<V> call, Duration delay) {
            super(call);
            due = now.plus(delay.isNegative() ? Duration.ZERO : delay);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(now, due));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        protected void done() {
            tasks.remove(this);
        }
    }

    /** Begins at a time. */
    public ManualTime(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** How many tasks and timers wait. */
    public int waiting() {
        return tasks.size();
    }

    /** Runs what is due now, and what that leaves to do now. */
    public void run() {
        advance(Duration.ZERO);
    }

    /** Lets time pass, and runs all that is due on the way. */
    public void advance(Duration time) {
        Instant end = now.plus(time);
        while (!tasks.isEmpty() && !tasks.first().due.isAfter(end)) {
            runNext();
        }
        now = end;
    }

    /** Lets time pass while the thread hangs, so that nothing is run. */
    public void stall(Duration time) {
        now = now.plus(time);
    }

    /** Goes to the time of the next task and runs it; says whether there was one. */
    public boolean runNext() {
        Task<?> next = tasks.pollFirst();
        if (next != null) {
            now = next.due.isAfter(now) ? next.due : now;
            next.run();
        }
        return next != null;
    }

    @Override
    public void execute(Runnable task) {
        Future<?> unused = schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    task.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> call, long delay, TimeUnit unit) {
        Task<V> task = new Task<>(call, Duration.of(delay, unit.toChronoUnit()));
        if (!isShutdown) {
            tasks.add(task);
        }
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        isShutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> dropped = new ArrayList<>(tasks);
        tasks.clear();
        isShutdown = true;
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown && tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }
}

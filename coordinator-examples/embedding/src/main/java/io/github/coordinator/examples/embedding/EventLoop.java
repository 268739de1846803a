package io.github.coordinator.examples.embedding;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thread with an inbox and a timer. It takes all that has arrived, does it, and then ticks once. A tick says when the
 * next one is due, and never more than one timer waits for that. A tick that throws is reported and tried again after
 * {@link #RETRY}.
 */
public final class EventLoop implements AutoCloseable {
    /** How long after a tick that threw the next one comes, if nothing arrives before. */
    public static final Duration RETRY = Duration.ofSeconds(1);

    private final Queue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final ScheduledExecutorService executor;
    private final InstantSource clock;
    private final int capacity;
    private final Consumer<Throwable> failures;
    private Function<Instant, Optional<Instant>> tick = now -> Optional.empty();
    private Consumer<Duration> turns = took -> {};
    private @Nullable Future<?> timer;

    /**
     * Makes a loop, which does nothing yet.
     *
     * @param executor the thread, as {@link #newThread} makes it; the loop owns it
     * @param clock tells the time
     * @param capacity how many tasks the inbox holds before {@link #offer} refuses more
     * @param failures is told what a task or a tick has thrown
     */
    public EventLoop(
            ScheduledExecutorService executor, InstantSource clock, int capacity, Consumer<Throwable> failures) {
        this.executor = executor;
        this.clock = clock;
        this.capacity = capacity;
        this.failures = failures;
    }

    /** A thread whose cancelled timers leave the queue at once, and which drops what comes after its end. */
    public static ScheduledExecutorService newThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
        return thread;
    }

    /**
     * Measures the turns. To be called before {@link #start}.
     *
     * @param newTurns is told, on the thread of the loop, how long each turn took: all that had arrived, and the tick
     */
    public void measure(Consumer<Duration> newTurns) {
        turns = newTurns;
    }

    /**
     * Starts the ticks. The first one comes at once.
     *
     * @param newTick what a tick does, given the time; it returns when the next one is due
     */
    public void start(Function<Instant, Optional<Instant>> newTick) {
        tick = newTick;
        wakeUp();
    }

    /** The time by the clock. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Takes a task, unless the inbox is full or the loop is closed.
     *
     * @param task what to do before the next tick
     * @return whether it is taken
     */
    public boolean offer(Runnable task) {
        return inbox.size() < capacity && add(task);
    }

    /**
     * Takes a task even if the inbox is full.
     *
     * @param task what to do before the next tick
     * @return whether it is taken; if not, the loop is closed
     */
    public boolean add(Runnable task) {
        boolean isOpen = !executor.isShutdown();
        if (isOpen) {
            inbox.add(task);
            wakeUp();
        }
        return isOpen;
    }

    /**
     * Takes a task after a while.
     *
     * @param delay how long it waits
     * @param task what to do before the tick that follows
     */
    public void addLater(Duration delay, Runnable task) {
        Future<?> unused = executor.schedule(() -> add(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes a task that changes nothing: no tick follows it. It waits for nothing but the tasks and the tick in progress.
     *
     * @param task what to do between two ticks
     */
    public void addLook(Runnable task) {
        executor.execute(() -> attempt(task));
    }

    /**
     * Does something now, on the thread of the loop, unless the loop is closed. What it throws is reported and stops nothing
     * else.
     *
     * @param task what to do
     */
    public void attempt(Runnable task) {
        try {
            if (!executor.isShutdown()) {
                task.run();
            }
        } catch (RuntimeException | Error failure) {
            failures.accept(failure);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void wakeUp() {
        if (isWoken.compareAndSet(false, true)) {
            executor.execute(this::work);
        }
    }

    private void work() {
        long began = System.nanoTime();
        isWoken.set(false);
        for (int left = inbox.size(); left > 0; left--) {
            attempt(inbox.remove());
        }
        attempt(this::tickAndSetTimer);
        attempt(() -> turns.accept(Duration.ofNanos(System.nanoTime() - began)));
    }

    private void tickAndSetTimer() {
        Optional<Duration> wait = Optional.of(RETRY);
        try {
            Instant now = clock.instant();
            wait = tick.apply(now).map(due -> Duration.between(now, due));
        } finally {
            if (timer != null) {
                timer.cancel(false);
            }
            timer = wait.map(time -> executor.schedule(this::work, time.toNanos(), TimeUnit.NANOSECONDS))
                    .orElse(null);
        }
    }
}

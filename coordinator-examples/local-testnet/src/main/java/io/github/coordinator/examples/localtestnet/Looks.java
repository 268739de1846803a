package io.github.coordinator.examples.localtestnet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The newest {@link Look}, which all share that ask at about the same time. Any thread may call. */
final class Looks {
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

    /** A thread of the run that has not answered by then is stuck. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<CompletableFuture<Look>> source;
    private @Nullable CompletableFuture<Look> newest;
    private long askedAt;

    /**
     * Makes it.
     *
     * @param source takes a look
     */
    Looks(Supplier<CompletableFuture<Look>> source) {
        this.source = source;
    }

    /** A look that is at most 250 ms old. It fails if none can be had within two seconds. */
    synchronized CompletableFuture<Look> look() {
        CompletableFuture<Look> known = newest;
        long now = System.nanoTime();
        if (known == null || known.isCompletedExceptionally() || known.isDone() && now - askedAt >= FRESH_NANOS) {
            known = source.get().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            newest = known;
            askedAt = now;
        }
        return known;
    }
}

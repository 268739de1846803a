package io.github.coordinator.examples.embedding;

import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.Round;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a run. A host hands in what the run did, and no meter asks the run anything, so that a scrape costs the thread
 * of the run nothing. No tag has a value that comes from a client.
 *
 * <pre>{@code
 * RunMetrics metrics = new RunMetrics(transport::queuedBytes);
 * metrics.bindTo(registry);
 * ...
 * metrics.answered(run.apply(input));                   // for each input
 * metrics.ticked(result, run.pendingCount());           // after each tick
 * metrics.turned(duration);                             // after each turn
 * }</pre>
 *
 * <p>Any thread may call. It is bound to one registry, which may be a composite.
 */
public final class RunMetrics implements MeterBinder {
    /** The bounds of the buckets for the duration of a turn. */
    private static final Duration[] TURNS = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);

    private static final String CLIENTS = "clients";

    private final LongSupplier queuedBytes;
    private final Map<WitnessOutcome, LongAdder> proofs = counts(WitnessOutcome.values());
    private final Map<Removal.Cause, LongAdder> removals = counts(Removal.Cause.values());
    private volatile @Nullable Shown shown;
    private volatile @Nullable Timer turns;

    /** What the last tick left. */
    private record Shown(RunStatus status, int pendingCount) {}

    /**
     * Makes the meters, which are not bound yet.
     *
     * @param queuedBytes how many bytes wait to be sent to clients
     */
    public RunMetrics(LongSupplier queuedBytes) {
        this.queuedBytes = queuedBytes;
    }

    private static Duration[] millis(long... bounds) {
        return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static <E extends Enum<E>> Map<E, LongAdder> counts(E[] constants) {
        return Arrays.stream(constants)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), each -> new LongAdder()));
    }

    /**
     * The run has ticked.
     *
     * @param result what the tick did
     * @param pendingCount how many clients are pending after it
     */
    public void ticked(TickResult result, int pendingCount) {
        shown = new Shown(result.status(), pendingCount);
        result.removals().forEach(each -> count(removals, each.cause()));
    }

    /**
     * The run has answered an input.
     *
     * @param answer its answer
     */
    public void answered(RunAnswer answer) {
        if (answer instanceof WitnessOutcome outcome) {
            count(proofs, outcome);
        }
    }

    /**
     * A turn of the loop is over: the inputs that had arrived, the tick, and what was sent.
     *
     * @param took how long it took
     */
    public void turned(Duration took) {
        Timer bound = turns;
        if (bound != null) {
            bound.record(took);
        }
    }

    /** This server makes no more ticks. Until the next one, all gauges that a tick sets are not a number. */
    public void ended() {
        shown = null;
    }

    private static <E> void count(Map<E, LongAdder> counts, E key) {
        LongAdder count = counts.get(key);
        if (count != null) {
            count.increment();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "coordinator.members", "The members of the epoch", CLIENTS, RunStatus::memberCount);
        Gauge.builder("coordinator.pending", this, RunMetrics::pendingCount)
                .description("The clients that are connected and pending, members among them")
                .baseUnit(CLIENTS)
                .register(registry);
        gauge(registry, "coordinator.epoch", "The epoch, from 0", null, RunStatus::epoch);
        gauge(registry, "coordinator.round", "The round within the epoch, from 0", null, RunMetrics::height);
        gauge(registry, "coordinator.step", "The step in progress, from 1", null, RunStatus::step);
        for (RunState state : RunState.values()) {
            Gauge.builder("coordinator.state", this, run -> run.shown(status -> status.state() == state ? 1 : 0))
                    .description("1 for the state in which the run is, and 0 for the others")
                    .tag("state", tag(state))
                    .register(registry);
        }
        TimeGauge.builder("coordinator.state.remaining", this, TimeUnit.SECONDS, run -> run.secondsLeft(registry))
                .description("How long the state lasts at most from now on; not a number where time does not end it")
                .register(registry);
        proofs.forEach((outcome, count) -> FunctionCounter.builder("coordinator.proofs", count, LongAdder::sum)
                .description("The proofs of witnesses, by what became of them")
                .tag("outcome", tag(outcome))
                .register(registry));
        removals.forEach((cause, count) -> FunctionCounter.builder("coordinator.removals", count, LongAdder::sum)
                .description("The members that were removed, by the cause")
                .tag("cause", tag(cause))
                .register(registry));
        turns = Timer.builder("coordinator.turn")
                .description("How long the loop takes for the inputs that have arrived, the tick, and what follows")
                .serviceLevelObjectives(TURNS)
                .register(registry);
        Gauge.builder("coordinator.queued", this, run -> run.queuedBytes.getAsLong())
                .description("What waits to be sent to clients")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<RunStatus> value) {
        Gauge.builder(name, this, run -> run.shown(value))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private double shown(ToDoubleFunction<RunStatus> value) {
        Shown last = shown;
        return last == null ? Double.NaN : value.applyAsDouble(last.status());
    }

    private double pendingCount() {
        Shown last = shown;
        return last == null ? Double.NaN : last.pendingCount();
    }

    private static double height(RunStatus status) {
        return status.round().map(Round::height).map(Long::doubleValue).orElse(Double.NaN);
    }

    private double secondsLeft(MeterRegistry registry) {
        Instant now = Instant.ofEpochMilli(registry.config().clock().wallTime());
        return shown(status -> status.stateDue()
                .map(due -> Math.max(0, Duration.between(now, due).toMillis() / 1_000.0))
                .orElse(Double.NaN));
    }
}

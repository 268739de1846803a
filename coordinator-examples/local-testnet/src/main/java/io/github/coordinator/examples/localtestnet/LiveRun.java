package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The run of a server that is the only one. */
final class LiveRun implements ServedRun {
    private final TrainingState state;
    private final TurnHost host;
    private final ModelServer model;
    private final InstantSource clock;

    LiveRun(TrainingState state, TurnHost host, ModelServer model, InstantSource clock) {
        this.state = state;
        this.host = host;
        this.model = model;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Look> look() {
        CompletableFuture<Look> taken = new CompletableFuture<>();
        host.look(() -> taken.complete(Look.at(state, clock.instant())));
        return taken;
    }

    @Override
    public boolean operate(RunInput call, Consumer<RunAnswer> then) {
        return model.operate(call, then);
    }

    @Override
    public Optional<String> notServing() {
        return Optional.empty();
    }
}

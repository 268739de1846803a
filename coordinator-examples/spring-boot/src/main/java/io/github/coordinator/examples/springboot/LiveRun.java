package io.github.coordinator.examples.springboot;

import io.github.coordinator.HostedRun;
import io.github.coordinator.examples.embedding.TrainingHost;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Asks the run questions. Any thread but that of the run may call. */
@Component
class LiveRun {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final TrainingHost<Visitor> host;

    LiveRun(TrainingHost<Visitor> host) {
        this.host = host;
    }

    /**
     * Asks between two turns, and waits.
     *
     * @param question what to ask
     * @return the answer; empty if the run makes no turns
     */
    <T> Optional<T> ask(Function<HostedRun, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!host.submit(run -> answer.completeAsync(() -> question.apply(run), Runnable::run))) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException tooLate) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the run could not answer", failed);
        }
    }
}

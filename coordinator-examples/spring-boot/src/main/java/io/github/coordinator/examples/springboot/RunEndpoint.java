package io.github.coordinator.examples.springboot;

import io.github.coordinator.ClientExplanation;
import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Explains the run at {@code /actuator/run}, and one client at {@code /actuator/run/{client}}. */
@Component
@Endpoint(id = "run")
class RunEndpoint {
    private final LiveRun run;
    private final InstantSource clock;

    RunEndpoint(LiveRun run, InstantSource clock) {
        this.run = run;
        this.clock = clock;
    }

    /** What the run does and waits for. */
    record RunView(
            String runId,
            RunState state,
            long epoch,
            long step,
            long totalSteps,
            int members,
            int pending,
            List<String> explanation) {}

    /** Where a client stands. */
    record ClientView(String client, ClientExplanation.Situation situation, List<String> explanation) {}

    /** Explains the run. */
    @ReadOperation
    RunView explain() {
        return ask(asked -> {
            RunStatus status = asked.status();
            return new RunView(
                    status.runId(),
                    status.state(),
                    status.epoch(),
                    status.step(),
                    status.totalSteps(),
                    status.memberCount(),
                    asked.pendingCount(),
                    asked.explain(clock.instant()).sentences());
        });
    }

    /** Explains a client, which is named as in {@link ClientId#toString}; null, and so 404, if the run does not know it. */
    @ReadOperation
    @Nullable
    ClientView explain(@Selector String client) {
        ClientId id;
        try {
            id = ClientId.parse(client);
        } catch (IllegalArgumentException noId) {
            throw new InvalidEndpointRequestException(String.valueOf(noId.getMessage()), "the id is malformed", noId);
        }
        Optional<ClientView> view = ask(asked -> asked.explain(id, clock.instant())
                .map(known -> new ClientView(id.toString(), known.situation(), known.sentences())));
        return view.orElse(null);
    }

    private <T> T ask(Function<HostedRun, T> question) {
        return run.ask(question)
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "the run makes no turns"));
    }
}

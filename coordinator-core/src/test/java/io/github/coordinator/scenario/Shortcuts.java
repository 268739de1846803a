package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import java.util.ArrayList;
import java.util.List;

/** The commands that are several inputs at once. */
final class Shortcuts {
    private final ScenarioHost host;
    private final String runId;

    Shortcuts(ScenarioHost host, String runId) {
        this.host = host;
        this.runId = runId;
    }

    private Coordinator run() {
        return host.coordinator();
    }

    /** Leads clients into a state. */
    List<String> given(Command command) {
        RunState state = RunState.valueOf(command.word().orElseThrow());
        for (ClientId client : crowdOr(command)) {
            host.give(new RunInput.Join(runId, client));
        }
        host.tick(host.now());
        if (state == RunState.ROUND_TRAIN) {
            long epoch = run().status().epoch();
            run().roster().clients().forEach(client -> host.give(new RunInput.Ready(client, epoch)));
            host.tick(host.now());
        }
        if (run().status().state() != state) {
            throw new IllegalArgumentException(
                    "the run went to " + run().status().state());
        }
        return List.of(Wording.status(run().status()));
    }

    /** The clients that a command names, or as many as it says. */
    private List<ClientId> crowdOr(Command command) {
        return command.number("count").map(Names::crowd).orElseGet(() -> new Names(run()).resolve(command.words()));
    }

    /** Lets witnesses attest, and then ticks at each deadline until the round has been evaluated. */
    List<String> play(Command command) {
        List<String> by = List.of(command.option("by").orElse("elected").split(","));
        Claims claims = Claims.of(command);
        int rounds = command.number("rounds").orElse(1);
        boolean isShort = command.flag("output", "short");
        List<String> output = new ArrayList<>();
        int confirmed = 0;
        for (int played = 0; played < rounds; played++) {
            requireOpenRound();
            List<ClientId> witnesses = new Names(run()).resolve(by);
            List<String> answers = Interpreter.answers(
                    witnesses,
                    client -> host.give(new RunInput.Witness(client, new ScenarioProofs(run()).of(client, claims))));
            List<RunEvent> events = tickUntilEvaluated();
            confirmed += host.lastEvaluation().orElseThrow().confirmed() ? 1 : 0;
            if (isShort) {
                events.removeIf(event -> !(event instanceof Removal));
            } else {
                output.addAll(answers);
            }
            events.stream().map(Wording::event).forEach(output::add);
        }
        if (isShort) {
            output.add(rounds + (rounds == 1 ? " round, " : " rounds, ") + confirmed + " confirmed");
        }
        return output;
    }

    private List<RunEvent> tickUntilEvaluated() {
        List<RunEvent> events = new ArrayList<>();
        while (events.stream().noneMatch(RoundEvaluation.class::isInstance)) {
            events.addAll(host.tick(host.nextDeadline().orElseThrow()));
        }
        return events;
    }

    private void requireOpenRound() {
        if (!run().status().state().isRound()) {
            throw new IllegalArgumentException(
                    "no round is open, the run is in " + run().status().state());
        }
    }
}

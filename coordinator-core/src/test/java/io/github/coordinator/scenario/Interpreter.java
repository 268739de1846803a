package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Outcome;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Reach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out the commands of one scenario and says what came of them, in the words of {@link Wording}. */
final class Interpreter {
    private final ScenarioConfig config = new ScenarioConfig();
    private final boolean restoring;
    private final Reach reach;
    private SeedSource seeds = SeedSource.fixed(1, 2, 3, 4, 5);
    private @Nullable ScenarioHost host;
    private @Nullable RunSnapshot snapshot;

    Interpreter(boolean restoring, Reach reach) {
        this.restoring = restoring;
        this.reach = reach;
    }

    /** Carries out a command, and returns what it says: at least one line. */
    List<String> execute(Command command) {
        List<String> output = switch (command.name()) {
            case "config" -> config(command);
            case "seeds" -> seeds(command);
            case "given" -> given(command);
            case "play" -> play(command);
            case "tick" -> tick(reading(command));
            case "join" -> join(command);
            case "witness" -> witness(command);
            case "ready" -> ready(command);
            case "health" -> answers(command, host()::healthCheck);
            case "disconnect" -> answers(command, host()::disconnect);
            case "leave" -> answers(command, host()::leave);
            case "eject" -> answers(command, host()::eject);
            case "pause" -> List.of(host().pause().name());
            case "resume" -> List.of(host().resume().name());
            case "pending" -> pending(command);
            case "snapshot" -> snapshot();
            case "restore" -> restore();
            default -> new Questions(host()).ask(command);
        };
        command.requireNothingLeft();
        return output;
    }

    /** The run begins with the first command that needs it, so that its configuration can come before. */
    private ScenarioHost host() {
        ScenarioHost started = host;
        if (started == null) {
            started = host = new ScenarioHost(config.config(), seeds, restoring, reach);
        }
        return started;
    }

    private Coordinator run() {
        return host().coordinator();
    }

    private List<ClientId> clients(Command command) {
        return new Names(run()).resolve(command.words());
    }

    private void requireNotStarted(Command command) {
        if (host != null) {
            throw new IllegalArgumentException(command.name() + " comes before the run begins");
        }
    }

    private List<String> config(Command command) {
        requireNotStarted(command);
        List<String> problems = config.change(command.options());
        return problems.isEmpty() ? List.of("accepted") : problems;
    }

    private List<String> tick(Instant reading) {
        try {
            return events(host().tick(reading));
        } catch (IllegalArgumentException refused) {
            return List.of("throws: " + refused.getMessage());
        }
    }

    private List<String> seeds(Command command) {
        requireNotStarted(command);
        seeds = SeedSource.fixed(
                command.words().stream().mapToLong(Long::parseLong).toArray());
        return List.of("ok");
    }

    private List<String> given(Command command) {
        RunState state = RunState.valueOf(command.word().orElseThrow());
        for (ClientId client : crowdOr(command)) {
            host().join(config.config().runId(), client);
        }
        host().tick(host().now());
        if (state == RunState.ROUND_TRAIN) {
            run().roster()
                    .clients()
                    .forEach(client -> host().ready(client, run().status().epoch()));
            host().tick(host().now());
        }
        if (run().status().state() != state) {
            throw new IllegalArgumentException(
                    "the run went to " + run().status().state());
        }
        return List.of(Wording.status(run().status()));
    }

    /** The clients that a command names, or as many as it says. */
    private List<ClientId> crowdOr(Command command) {
        return command.option("count").map(Integer::valueOf).map(Names::crowd).orElseGet(() -> clients(command));
    }

    /** Lets witnesses attest, and then ticks at each deadline until the round has been evaluated. */
    private List<String> play(Command command) {
        List<String> by = List.of(command.option("by").orElse("elected").split(","));
        Claims claims = Claims.of(command);
        int rounds = command.option("rounds").map(Integer::valueOf).orElse(1);
        List<String> output = new ArrayList<>();
        for (int played = 0; played < rounds; played++) {
            requireOpenRound();
            List<ClientId> witnesses = new Names(run()).resolve(by);
            output.addAll(answers(
                    witnesses, client -> host().witness(client, new ScenarioProofs(run()).of(client, claims))));
            List<RunEvent> events = List.of();
            while (events.stream().noneMatch(RoundEvaluation.class::isInstance)) {
                events = host().tick(run().nextDeadline().orElseThrow());
                output.addAll(events(events));
            }
        }
        return output;
    }

    private void requireOpenRound() {
        if (!run().status().state().isRound()) {
            throw new IllegalArgumentException(
                    "no round is open, the run is in " + run().status().state());
        }
    }

    private Instant reading(Command command) {
        String word = command.word().orElse("+0s");
        return word.equals("deadline") ? run().nextDeadline().orElseThrow() : VirtualTime.reading(host().now(), word);
    }

    private static List<String> events(List<RunEvent> events) {
        return events.isEmpty()
                ? List.of("nothing changes")
                : events.stream().map(Wording::event).toList();
    }

    private List<String> join(Command command) {
        String runId = command.option("run").orElse(config.config().runId());
        return answers(command, client -> host().join(runId, client));
    }

    private List<String> ready(Command command) {
        long epoch =
                command.option("epoch").map(Long::valueOf).orElse(run().status().epoch());
        return answers(command, client -> host().ready(client, epoch));
    }

    private List<String> witness(Command command) {
        Claims claims = Claims.of(command);
        return answers(command, client -> host().witness(client, new ScenarioProofs(run()).of(client, claims)));
    }

    private List<String> answers(Command command, Function<ClientId, Outcome> call) {
        List<ClientId> clients = clients(command);
        if (clients.isEmpty()) {
            throw new IllegalArgumentException(command.name() + " names nobody");
        }
        return answers(clients, call);
    }

    /** Asks for each client, and puts together those who get the same answer. */
    private static List<String> answers(List<ClientId> clients, Function<ClientId, Outcome> call) {
        Map<Outcome, List<ClientId>> byAnswer = new LinkedHashMap<>();
        for (ClientId client : clients) {
            byAnswer.computeIfAbsent(call.apply(client), answer -> new ArrayList<>())
                    .add(client);
        }
        List<String> lines = new ArrayList<>();
        byAnswer.forEach((answer, some) -> lines.add(answer.name() + " " + Wording.names(some)));
        return lines;
    }

    private List<String> pending(Command command) {
        Optional<Integer> count = command.option("count").map(Integer::valueOf);
        List<ClientId> listed = count.map(Names::crowd)
                .orElseGet(() -> command.words().stream().map(ClientId::of).toList());
        if (!listed.isEmpty()) {
            host().list(listed);
        }
        return List.of(Wording.names(host().pending()));
    }

    private List<String> snapshot() {
        snapshot = run().snapshot();
        return List.of("taken");
    }

    private List<String> restore() {
        host().restore(Objects.requireNonNull(snapshot, "there is no snapshot to restore"));
        return List.of(Wording.status(run().status()));
    }
}

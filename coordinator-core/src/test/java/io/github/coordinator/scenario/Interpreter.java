package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Outcome;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.ReconfigureResult;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Reach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out the commands of one scenario and says what came of them, in the words of {@link Wording}. */
final class Interpreter {
    private final ScenarioConfig config = new ScenarioConfig();
    private final boolean restoring;
    private final Reach reach;
    private SeedSource seeds = SeedSource.fixed(1, 2, 3, 4, 5);
    private @Nullable ScenarioHost host;

    Interpreter(boolean restoring, Reach reach) {
        this.restoring = restoring;
        this.reach = reach;
    }

    /** Carries out a command, and returns what it says: at least one line. */
    List<String> execute(Command command) {
        List<String> output = switch (command.name()) {
            case "config" -> config(command);
            case "seeds" -> seeds(command);
            case "hosted" -> hosted(command);
            case "given" -> new Shortcuts(host(), config.config().runId()).given(command);
            case "play" -> new Shortcuts(host(), config.config().runId()).play(command);
            case "tick" -> tick(reading(command));
            case "restarted" -> one(new RunInput.Restarted(reading(command)));
            case "join" -> join(command);
            case "witness" -> witness(command);
            case "ready" -> ready(command);
            case "health" -> each(command, RunInput.HealthCheck::new);
            case "disconnect" -> disconnect(command);
            case "leave" -> each(command, RunInput.Leave::new);
            case "eject" -> each(command, RunInput.Eject::new);
            case "reinstate" -> each(command, RunInput.Reinstate::new);
            case "pause" -> one(new RunInput.Pause());
            case "resume" -> one(new RunInput.Resume());
            case "stop" -> one(new RunInput.Stop());
            case "reconfigure" -> reconfigure(command);
            case "checkpoint" -> one(new RunInput.Checkpoint(command.word().orElseThrow()));
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
            started = host = new PlainHost(config.config(), seeds, restoring, reach);
        }
        return started;
    }

    private Coordinator run() {
        return host().coordinator();
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

    private List<String> seeds(Command command) {
        requireNotStarted(command);
        seeds = SeedSource.fixed(
                command.words().stream().mapToLong(Long::parseLong).toArray());
        return List.of("ok");
    }

    private List<String> hosted(Command command) {
        requireNotStarted(command);
        PendingLimits limits = new PendingLimits(
                command.number("max_pending").orElse(PendingLimits.DEFAULT.maxPending()),
                command.number("rotating_percent").orElse(PendingLimits.DEFAULT.rotatingPercent()));
        host = new HostedHost(config.config(), seeds, limits, restoring, reach);
        return List.of("ok");
    }

    private List<String> tick(Instant reading) {
        try {
            return Wording.events(host().tick(reading));
        } catch (IllegalArgumentException refused) {
            return List.of("throws: " + refused.getMessage());
        }
    }

    private Instant reading(Command command) {
        String word = command.word().orElse("+0s");
        return word.equals("deadline") ? host().nextDeadline().orElseThrow() : VirtualTime.reading(host().now(), word);
    }

    private List<String> one(RunInput input) {
        return List.of(host().give(input).name());
    }

    private List<String> each(Command command, Function<ClientId, RunInput> input) {
        List<ClientId> clients = new Names(run()).resolve(command.words());
        if (clients.isEmpty()) {
            throw new IllegalArgumentException(command.name() + " names nobody");
        }
        return answers(clients, client -> host().give(input.apply(client)));
    }

    /** Asks for each client, and puts together those that get the same answer. */
    static List<String> answers(List<ClientId> clients, Function<ClientId, Outcome> call) {
        Map<Outcome, List<ClientId>> byAnswer = new LinkedHashMap<>();
        for (ClientId client : clients) {
            byAnswer.computeIfAbsent(call.apply(client), first -> new ArrayList<>())
                    .add(client);
        }
        List<String> lines = new ArrayList<>();
        byAnswer.forEach((answer, some) -> lines.add(answer.name() + " " + Wording.names(some)));
        return lines;
    }

    private List<String> join(Command command) {
        String runId = command.option("run").orElse(config.config().runId());
        return each(command, client -> new RunInput.Join(runId, client));
    }

    private List<String> ready(Command command) {
        long epoch =
                command.option("epoch").map(Long::valueOf).orElse(run().status().epoch());
        return each(command, client -> new RunInput.Ready(client, epoch));
    }

    private List<String> witness(Command command) {
        Claims claims = Claims.of(command);
        return each(command, client -> new RunInput.Witness(client, new ScenarioProofs(run()).of(client, claims)));
    }

    private List<String> disconnect(Command command) {
        return command.option("session")
                .map(Long::valueOf)
                .map(session -> each(command, client -> new RunInput.Disconnected(client, session)))
                .orElseGet(() -> each(command, client -> new RunInput.Disconnected(client, host().session(client))));
    }

    private List<String> reconfigure(Command command) {
        List<String> lines = new ArrayList<>();
        try {
            ReconfigureResult result = host().give(new RunInput.Reconfigure(config.with(command.options())));
            lines.add(result.outcome().name());
            result.problems().forEach(problem -> lines.add(Wording.problem(problem)));
        } catch (RunConfigException refused) {
            refused.problems().forEach(problem -> lines.add(Wording.problem(problem)));
        }
        return lines;
    }

    private List<String> pending(Command command) {
        List<ClientId> listed = command.number("count")
                .map(Names::crowd)
                .orElseGet(() -> command.words().stream().map(ClientId::of).toList());
        if (!listed.isEmpty()) {
            if (!(host() instanceof PlainHost plain)) {
                throw new IllegalArgumentException("a hosted run keeps its pending clients itself");
            }
            plain.list(listed);
        }
        return List.of(host().pending());
    }

    private List<String> snapshot() {
        host().keep();
        return List.of("taken");
    }

    private List<String> restore() {
        host().goBack();
        return List.of(Wording.status(run().status()));
    }
}

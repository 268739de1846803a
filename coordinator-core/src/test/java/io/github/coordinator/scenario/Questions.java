package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Roster;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Role;
import io.github.coordinator.round.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The commands that only ask. */
final class Questions {
    private final ScenarioHost host;
    private final Coordinator run;

    Questions(ScenarioHost host) {
        this.host = host;
        run = host.coordinator();
    }

    /** Answers a command with at least one line. */
    List<String> ask(Command command) {
        return switch (command.name()) {
            case "status" -> List.of(Wording.status(run.status()));
            case "roster" -> roster();
            case "details" -> Wording.details(run.status());
            case "holders" -> holders();
            case "evaluation" -> Wording.evaluation(host.lastEvaluation().orElseThrow());
            case "settings" -> settings(command);
            case "members" -> members();
            case "seats" -> seats(command);
            case "round" -> round();
            case "data" -> data();
            case "proofs" -> proofs();
            case "removals" ->
                orNone(run.removals().stream().map(Wording::removal).toList());
            case "deadline" -> deadline();
            case "model" ->
                orNone(run.status().model().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
            default -> throw new IllegalArgumentException("no such command: " + command.name());
        };
    }

    private static List<String> orNone(List<String> lines) {
        return lines.isEmpty() ? List.of("none") : lines;
    }

    private List<String> roster() {
        Roster roster = run.roster();
        return List.of("version " + roster.version() + ": " + Wording.names(roster.clients()));
    }

    private List<String> holders() {
        Roster roster = run.roster();
        List<ClientId> clients = roster.clients();
        return List.of(Wording.names(IntStream.range(0, clients.size())
                .filter(roster::hasModel)
                .mapToObj(clients::get)
                .toList()));
    }

    private List<String> settings(Command command) {
        Map<String, Object> settings = run.config().settings();
        return command.words().stream()
                .map(key -> key + " = " + Wording.setting(settings.get(key)))
                .toList();
    }

    private List<String> members() {
        return orNone(run.snapshot().members().stream().map(Wording::member).toList());
    }

    private List<String> seats(Command command) {
        return new Names(run)
                .resolve(command.words()).stream()
                        .map(client -> client + " "
                                + run.seat(client)
                                        .map(seat -> seat.index() + " of version " + seat.rosterVersion())
                                        .orElse("has no seat"))
                        .toList();
    }

    private List<String> round() {
        Round round = run.status().round().orElse(null);
        if (round == null) {
            return List.of("none");
        }
        return run.status().state().isRound()
                ? List.of(Wording.round(round), "witnesses by position: " + Wording.names(new Names(run).elected()))
                : List.of(Wording.round(round));
    }

    private List<String> data() {
        Round round = new Names(run).openRound();
        List<ClientId> roster = run.roster().clients();
        Committee committee = Committee.of(round);
        Map<Role, Set<ClientId>> idle = new LinkedHashMap<>();
        IntStream.range(0, round.clientCount())
                .filter(index -> DataAssignment.of(round).rangeOf(index).isEmpty())
                .forEach(index -> idle.computeIfAbsent(committee.role(index), role -> new LinkedHashSet<>())
                        .add(roster.get(index)));
        List<String> lines = new ArrayList<>();
        DataAssignment.of(round)
                .shares()
                .forEach(share -> lines.add(roster.get(share.index()) + " " + Wording.data(share.data())));
        idle.forEach((role, clients) -> lines.add("no data for " + role + " " + Wording.names(clients)));
        return lines;
    }

    private List<String> proofs() {
        List<ClientId> roster = run.roster().clients();
        return orNone(run.snapshot().proofs().stream()
                .map(proof -> Wording.proof(proof, roster))
                .toList());
    }

    private List<String> deadline() {
        return List.of(host.nextDeadline()
                .map(at -> VirtualTime.print(at) + (at.equals(host.now()) ? ", which is now" : ""))
                .orElse("none"));
    }
}

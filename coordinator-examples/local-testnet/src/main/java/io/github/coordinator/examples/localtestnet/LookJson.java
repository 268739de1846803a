package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.coordinator.ClientId;
import io.github.coordinator.PendingClient;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the endpoints answer, as JSON. */
final class LookJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REMOVALS = 100;

    private LookJson() {}

    static String write(Object fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("text and numbers can be written", impossible);
        }
    }

    /** The answer of {@code /api/status}, without the time. */
    static Map<String, Object> status(Look look, boolean hasOperator) {
        RunSnapshot run = look.snapshot().run();
        Optional<Round> round = run.round();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("revision", look.revision());
        fields.put("runId", run.config().runId());
        fields.put("state", run.state().name());
        fields.put("reason", run.reason().map(Enum::name).orElse(null));
        fields.put("stateBegan", look.status().stateBegan().toString());
        fields.put("stateEnds", look.status().stateDue().map(Instant::toString).orElse(null));
        fields.put("epoch", run.epoch());
        fields.put("step", run.step());
        fields.put("totalSteps", run.config().totalSteps());
        fields.put("height", round.map(Round::height).orElse(null));
        fields.put("roundsPerEpoch", run.config().roundsPerEpoch());
        fields.put("batchSize", round.map(Round::batchSize).orElse(null));
        fields.put("nextDataIndex", run.nextDataIndex());
        fields.put("modelHash", look.modelHash());
        fields.put("checkpoint", run.checkpoint().orElse(null));
        fields.put("pendingOrder", run.order().name());
        fields.put("committee", seated(run).map(open -> committee(run, open)).orElse(null));
        fields.put("members", members(look));
        fields.put("pendingClients", pendingClients(look));
        fields.put("pendingCount", look.pendingCount());
        fields.put("removals", removals(look));
        fields.put(
                "ejected",
                run.ejected().stream().map(each -> client(look.names(), each)).toList());
        fields.put("operator", Map.of("enabled", hasOperator));
        return fields;
    }

    static Map<String, Object> client(Names names, ClientId client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client", client.toString());
        fields.put("name", names.of(client));
        return fields;
    }

    static Map<String, Object> removal(Names names, Removal removal) {
        Map<String, Object> fields = client(names, removal.client());
        fields.put("cause", removal.cause().name());
        fields.put("during", removal.during().name());
        fields.put("epoch", removal.epoch());
        fields.put("at", removal.at().toString());
        return fields;
    }

    /** The round, if its seats are those of the members: after it, some may have been removed. */
    private static Optional<Round> seated(RunSnapshot run) {
        return run.round().filter(round -> round.rosterVersion() == run.rosterVersion());
    }

    private static Map<String, Object> committee(RunSnapshot run, Round round) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("size", round.witnessCount());
        fields.put("quorum", run.config().quorum(round.witnessCount()));
        fields.put(
                "attested",
                run.proofs().stream()
                        .map(proof -> run.members().get(proof.index()).client().toString())
                        .toList());
        return fields;
    }

    private static List<Map<String, Object>> members(Look look) {
        RunSnapshot run = look.snapshot().run();
        Set<Integer> attested = seated(run).stream()
                .flatMap(round -> run.proofs().stream())
                .map(WitnessProof::index)
                .collect(Collectors.toSet());
        Set<ClientId> connected = look.snapshot().pendingClients().stream()
                .filter(PendingClient::connected)
                .map(PendingClient::client)
                .collect(Collectors.toSet());
        List<Map<String, Object>> members = new ArrayList<>();
        for (RunSnapshot.Member member : run.members()) {
            int index = members.size();
            Optional<RoundPart> part = run.round().flatMap(round -> round.partOf(new Seat(run.rosterVersion(), index)));
            Map<String, Object> fields = client(look.names(), member.client());
            fields.put("seat", index);
            fields.put("role", part.map(each -> each.role().name()).orElse(null));
            fields.put("witness", part.map(RoundPart::isWitness).orElse(false));
            fields.put("trains", part.flatMap(RoundPart::data).isPresent());
            fields.put("ready", member.ready());
            fields.put("presence", member.presence().name());
            fields.put("updated", look.updated().contains(index));
            fields.put("attested", attested.contains(index));
            fields.put("silentForMillis", silentFor(run, member));
            fields.put("connected", connected.contains(member.client()));
            members.add(fields);
        }
        return members;
    }

    /** As of the last turn; unknown where the run does not ask for signs of life. */
    private static @Nullable Long silentFor(RunSnapshot run, RunSnapshot.Member member) {
        boolean isKnown = !run.config().healthCheckTimeout().isZero() && member.presence() == Presence.ACTIVE;
        return isKnown ? member.silentFor().toMillis() : null;
    }

    private static List<Map<String, Object>> pendingClients(Look look) {
        Set<ClientId> members = new HashSet<>();
        look.snapshot().run().members().forEach(member -> members.add(member.client()));
        return look.snapshot().pendingClients().stream()
                .map(each -> {
                    Map<String, Object> fields = client(look.names(), each.client());
                    fields.put("connected", each.connected());
                    fields.put("member", members.contains(each.client()));
                    return fields;
                })
                .toList();
    }

    private static List<Map<String, Object>> removals(Look look) {
        List<Removal> removals = look.snapshot().run().removals();
        return removals.subList(Math.max(0, removals.size() - MOST_REMOVALS), removals.size()).stream()
                .map(each -> removal(look.names(), each))
                .toList();
    }

    /** The answer of {@code /api/history}: the first entries after a number, or without one the newest. */
    static Map<String, Object> history(Look look, Optional<Long> after, int limit) {
        List<HistoryEntry> all = look.history();
        long first = all.isEmpty() ? 1 : all.get(0).number();
        int from = after.map(number -> (int) Math.min(Math.max(number + 1 - first, 0), all.size()))
                .orElse(Math.max(0, all.size() - limit));
        List<HistoryEntry> shown = all.subList(from, Math.min(all.size(), from + limit));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("entries", shown.stream().map(LookJson::entry).toList());
        fields.put("first", first);
        fields.put("last", first + all.size() - 1);
        return fields;
    }

    static Map<String, Object> entry(HistoryEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", entry.number());
        fields.put("at", entry.at().toString());
        if (entry.event() instanceof HistoryEntry.Changed changed) {
            fields.put("kind", "TRANSITION");
            fields.put("from", changed.from().name());
            fields.put("to", changed.to().name());
            fields.put("reason", changed.reason().name());
            fields.put("epoch", changed.epoch());
            fields.put("step", changed.step());
        } else if (entry.event() instanceof HistoryEntry.RoundOver over) {
            fields.put("kind", "ROUND");
            fields.put("epoch", over.epoch());
            fields.put("height", over.height());
            fields.put("step", over.step());
            fields.put("confirmed", over.confirmed());
            fields.put("participants", over.participants());
            fields.put("attested", over.attested());
            fields.put("witnesses", over.witnesses());
            fields.put("loss", number(over.loss()));
            fields.put("accuracy", number(over.accuracy()));
        } else if (entry.event() instanceof HistoryEntry.Removed removed) {
            fields.put("kind", "REMOVAL");
            fields.put("client", removed.client().toString());
            fields.put("name", removed.name());
            fields.put("cause", removed.cause().name());
            fields.put("during", removed.during().name());
            fields.put("epoch", removed.epoch());
        } else if (entry.event() instanceof HistoryEntry.Operated operated) {
            fields.put("kind", "OPERATOR");
            fields.put("call", operated.call().name());
            fields.put("argument", operated.argument().orElse(null));
            fields.put("outcome", operated.outcome().name());
        } else {
            fields.put("kind", "RESTART");
        }
        return fields;
    }

    /** JSON has no NaN and no infinity. */
    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}

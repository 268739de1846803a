package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.Round;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A state as JSON, to be read by people and by scripts. There is no way back: the binary form is the one that is kept. */
final class StateJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StateJson() {}

    static String write(TrainingState state) {
        HostedRunSnapshot hosted = state.run().snapshot();
        RunSnapshot run = hosted.run();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("digest", state.digest());
        fields.put("runId", run.config().runId());
        fields.put("state", run.state().name());
        fields.put("reason", run.reason().map(Enum::name).orElse(null));
        fields.put("explanation", state.run().explain(run.clock().now()).sentences());
        fields.put("now", run.clock().now().toString());
        fields.put("epoch", run.epoch());
        fields.put("step", run.step());
        fields.put("totalSteps", run.config().totalSteps());
        fields.put("nextDataIndex", run.nextDataIndex());
        fields.put("rosterVersion", run.rosterVersion());
        fields.put("coldStart", run.coldStart());
        fields.put("pendingOrder", run.order().name());
        fields.put("checkpoint", run.checkpoint().orElse(null));
        fields.put("round", run.round().map(StateJson::round).orElse(null));
        fields.put(
                "members",
                run.members().stream().map(each -> member(state, each)).toList());
        fields.put(
                "proofs",
                run.proofs().stream()
                        .map(proof -> Map.of("index", proof.index(), "position", proof.position()))
                        .toList());
        fields.put(
                "removals",
                run.removals().stream()
                        .map(each -> LookJson.removal(state.names(), each))
                        .toList());
        fields.put("ejected", run.ejected().stream().map(ClientId::toString).toList());
        fields.put("lastSession", hosted.lastSession());
        fields.put(
                "pendingClients",
                hosted.pendingClients().stream()
                        .map(each -> pending(state, each))
                        .toList());
        fields.put("modelHash", state.model().hash());
        fields.put("updates", updates(state));
        fields.put(
                "history",
                state.history().entries().stream().map(LookJson::entry).toList());
        return write(fields);
    }

    private static String write(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("text and numbers can be written", impossible);
        }
    }

    private static Map<String, Object> member(TrainingState state, RunSnapshot.Member member) {
        Map<String, Object> fields = LookJson.client(state.names(), member.client());
        fields.put("presence", member.presence().name());
        fields.put("ready", member.ready());
        return fields;
    }

    private static Map<String, Object> pending(TrainingState state, PendingClient pending) {
        Map<String, Object> fields = LookJson.client(state.names(), pending.client());
        fields.put("session", pending.session());
        fields.put("connected", pending.connected());
        fields.put("waitingSince", pending.waitingSince());
        fields.put("silentFor", pending.silentFor().toString());
        return fields;
    }

    private static Map<String, Object> round(Round round) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epoch", round.epoch());
        fields.put("height", round.height());
        fields.put("firstDataIndex", round.firstDataIndex());
        fields.put("batchSize", round.batchSize());
        fields.put("clientCount", round.clientCount());
        fields.put("witnessCount", round.witnessCount());
        return fields;
    }

    /** The hash of each update of the open round, by the index of its client. */
    private static Map<Integer, String> updates(TrainingState state) {
        Map<Integer, String> hashes = new TreeMap<>();
        List<ToClient.PeerUpdate> updates = state.model().openUpdates();
        updates.forEach(each -> hashes.put(each.index(), each.hash()));
        return hashes;
    }
}

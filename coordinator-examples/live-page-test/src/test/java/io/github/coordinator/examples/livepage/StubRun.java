package io.github.coordinator.examples.livepage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A run in the middle of a round, as a server tells it.
 *
 * @param status the answer to {@code /api/status}
 * @param history the entries of the history, oldest first
 */
record StubRun(ObjectNode status, List<ObjectNode> history) {
    private static final ObjectMapper JSON = new ObjectMapper();

    StubRun {
        history = List.copyOf(history);
    }

    /** A run with this many members, every sixteenth of which is a witness, after this many steps. */
    static StubRun training(String runId, int members, int steps, Instant began) {
        ObjectNode status = JSON.createObjectNode();
        status.put("now", began.plusSeconds(1).toString())
                .put("runId", runId)
                .put("state", "ROUND_TRAIN")
                .put("reason", "NEXT_ROUND")
                .put("stateBegan", began.toString())
                .put("stateEnds", began.plusSeconds(3_600).toString())
                .put("epoch", 0)
                .put("step", steps + 1)
                .put("totalSteps", 10_000)
                .put("height", steps)
                .put("roundsPerEpoch", 10_000)
                .put("batchSize", 4_096)
                .put("nextDataIndex", 4_096L * steps)
                .put("modelHash", "ab".repeat(32))
                .putNull("checkpoint")
                .put("pendingCount", members);
        ArrayNode all = status.putArray("members");
        ArrayNode pending = status.putArray("pendingClients");
        ArrayNode attested = JSON.createArrayNode();
        for (int seat = 0; seat < members; seat++) {
            ObjectNode member = member(seat);
            all.add(member);
            pending.add(client(seat).put("connected", true).put("member", true));
            if (member.get("attested").asBoolean()) {
                attested.add(member.get("client"));
            }
        }
        ObjectNode committee = status.putObject("committee");
        committee.put("size", (members + 15) / 16).put("quorum", (members + 15) / 16 * 2 / 3 + 1);
        committee.set("attested", attested);
        status.putArray("removals");
        status.putArray("ejected");
        return new StubRun(status, history(steps, began));
    }

    /** The same run, the first members of which have other names. */
    StubRun withNames(List<String> names) {
        ObjectNode renamed = status.deepCopy();
        for (int seat = 0; seat < names.size(); seat++) {
            for (String list : List.of("members", "pendingClients")) {
                ((ObjectNode) renamed.get(list).get(seat)).put("name", names.get(seat));
            }
        }
        return new StubRun(renamed, history);
    }

    private static ObjectNode client(int seat) {
        return JSON.createObjectNode()
                .put("client", String.format("0x%064x", 7_777_777L * (seat + 1)))
                .put("name", "client-" + seat);
    }

    private static ObjectNode member(int seat) {
        boolean isWitness = seat % 16 == 0;
        boolean isGone = seat % 50 == 7;
        return client(seat)
                .put("seat", seat)
                .put("role", "TRAINER")
                .put("witness", isWitness)
                .put("ready", true)
                .put("presence", isGone ? "DISCONNECTED" : "ACTIVE")
                .put("updated", seat % 3 != 0)
                .put("attested", isWitness && seat % 32 == 0)
                .put("silentForMillis", 137 * seat % 9_000)
                .put("connected", !isGone);
    }

    private static List<ObjectNode> history(int steps, Instant began) {
        List<ObjectNode> entries = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            ObjectNode entry = JSON.createObjectNode();
            entries.add(entry.put("number", step)
                    .put("at", began.plusMillis(10L * step).toString())
                    .put("kind", "ROUND")
                    .put("epoch", 0)
                    .put("height", step - 1)
                    .put("step", step)
                    .put("confirmed", true)
                    .put("loss", 2.3 / Math.sqrt(step))
                    .put("accuracy", 1 - 0.9 / Math.sqrt(step)));
        }
        return entries;
    }
}

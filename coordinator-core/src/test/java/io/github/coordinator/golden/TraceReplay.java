package io.github.coordinator.golden;

import static io.github.coordinator.golden.GoldenFiles.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Drives a coordinator with the calls of a trace, and says after each in what the two disagree. */
final class TraceReplay {
    private final Coordinator coordinator;
    private List<ClientId> pending = List.of();
    private long seed;

    /** How many rounds the original has counted that lacked their quorum; their steps and data are not used up here. */
    private int unconfirmedRounds;

    /** The original's accepted witnesses while the round was open; its newer version forgets them before cooldown. */
    private List<String> theirWitnesses = List.of();

    /** The proofs of this round that the original took from clients that are gone. */
    private final Set<String> refusedAsGone = new LinkedHashSet<>();

    TraceReplay(Trace trace, RunConfig config) {
        Instant start = time(trace.header().get("state").get("run_state_start"));
        coordinator = Coordinator.start(config, () -> pending, (epoch, height) -> seed, start);
        coordinator.tick(start);
    }

    RunStatus status() {
        return coordinator.status();
    }

    RunSnapshot snapshot() {
        return coordinator.snapshot();
    }

    /** Makes the call, and returns in what answer or state differ; nothing where they agree. */
    List<String> follow(Trace.Step step) {
        String theirState = step.after().get("run_state").asText();
        if (theirState.startsWith("Round") || !step.after().get("witnesses").isEmpty()) {
            theirWitnesses = witnesses(step.after().get("witnesses"));
        }
        JsonNode op = step.op();
        List<String> differences = new ArrayList<>();
        switch (step.kind()) {
            case "tick" -> {
                pending = clients(op.get("pending"));
                tick(op);
                compareState(step, differences);
            }
            case "witness" -> witness(step, differences);
            case "warmup_witness" -> {
                // In a round the original takes the message and does nothing with it.
                if (step.accepted() && coordinator.status().state() == RunState.WARMUP) {
                    compareAnswer(
                            step, coordinator.ready(client(op.get("from"))).accepted(), differences);
                }
            }
            case "drop", "remove" -> coordinator.disconnect(client(op.get("client")));
            case "withdraw" -> {
                // While it waits, the original still lists the members of the epoch before; ours has none to leave.
                if (step.accepted() && coordinator.status().clients() > 0) {
                    ClientId gone = client(step.before()
                            .get("clients")
                            .get(op.get("index").asInt())
                            .get(0));
                    compareAnswer(step, coordinator.leave(gone).accepted(), differences);
                }
            }
            case "health_check" -> {
                for (ClientId dropped : droppedBy(step)) {
                    coordinator.disconnect(dropped);
                }
            }
            case "pause" -> compareAnswer(step, coordinator.pause().accepted(), differences);
            case "resume" -> compareAnswer(step, coordinator.resume().accepted(), differences);
            case "checkpoint" -> {}
            default -> throw new AssertionError("no such call: " + step.kind());
        }
        if (!step.kind().equals("tick") && step.changedState()) {
            tick(op);
            compareState(step, differences);
        }
        return differences;
    }

    private void tick(JsonNode op) {
        if (op.has("seed")) {
            seed = number(op.get("seed"));
        }
        for (RunEvent event : coordinator.tick(time(op.get("now")))) {
            if (event instanceof RunEvent.RoundEvaluated round && !round.confirmed()) {
                unconfirmedRounds++;
            }
            if (coordinator.status().state() == RunState.ROUND_TRAIN) {
                refusedAsGone.clear();
            }
        }
    }

    private void witness(Trace.Step step, List<String> differences) {
        WitnessOutcome outcome = witness(step.op());
        if (outcome == WitnessOutcome.GONE && step.accepted()) {
            // D9 by its answer alone: from here on the original counts one proof more, until the round is over.
            JsonNode proof = step.op().get("proof");
            refusedAsGone.add(
                    proof.get("index").asText() + "@" + proof.get("position").asText());
        } else {
            compareAnswer(step, outcome.accepted(), differences);
        }
    }

    private WitnessOutcome witness(JsonNode op) {
        JsonNode proof = op.get("proof");
        RunStatus status = coordinator.status();
        Round round = status.round();
        Set<ClientId> participants = new LinkedHashSet<>(clients(op.get("participants")));
        List<ClientId> roster = coordinator.roster().clients();
        // A proof of ours does not say whether it is one, and names its index once: what contradicts itself there names
        // nobody's index or position here.
        boolean sameIndex = !op.has("index")
                || op.get("index").asText().equals(proof.get("index").asText());
        int index = sameIndex ? claim(proof.get("index")) : -1;
        int position = proof.get("witness").asBoolean() ? claim(proof.get("position")) : -1;
        return coordinator.witness(
                client(op.get("from")),
                new WitnessProof(
                        status.epoch(),
                        round == null ? 0 : round.height(),
                        index,
                        position,
                        ParticipationBitmap.of(
                                Math.max(1, roster.size()),
                                seat -> seat < roster.size() && participants.contains(roster.get(seat)))));
    }

    private static int claim(JsonNode number) {
        long value = number(number);
        return value < 0 || value > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) value;
    }

    /** Those whose recorded health the report changed. */
    private static List<ClientId> droppedBy(Trace.Step step) {
        List<ClientId> dropped = new ArrayList<>();
        JsonNode after = step.after().get("clients");
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).get(1).equals(step.before().get("clients").get(i).get(1))) {
                dropped.add(client(after.get(i).get(0)));
            }
        }
        return dropped;
    }

    private static void compareAnswer(Trace.Step step, boolean accepted, List<String> differences) {
        compare("answer", accepted ? "accepted" : "refused", step.accepted() ? "accepted" : "refused", differences);
    }

    private void compareState(Trace.Step step, List<String> differences) {
        JsonNode theirs = step.after();
        RunStatus ours = coordinator.status();
        boolean finished = step.result().equals("err:Finished")
                || theirs.get("run_state").asText().equals("Finished");
        String state = finished
                ? "FINISHED"
                : theirs.get("run_state")
                        .asText()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT);
        compare("state", ours.state().name(), state, differences);
        if (!finished) {
            compare("began", ours.stateBegan(), time(theirs.get("run_state_start")), differences);
        }
        compare("epoch", ours.epoch(), number(theirs.get("epoch")), differences);
        compare("step", ours.step(), number(theirs.get("step")) - unconfirmedRounds, differences);
        Set<RunState> withRound = Set.of(RunState.ROUND_TRAIN, RunState.ROUND_WITNESS, RunState.COOLDOWN);
        if (withRound.contains(ours.state()) || ours.state() == RunState.WARMUP) {
            compare("clients", coordinator.roster().clients(), clients(theirs.get("clients")), differences);
        }
        Round round = ours.round();
        if (withRound.contains(ours.state()) && round != null) {
            compare("height", round.height(), number(theirs.get("height")), differences);
            if (unconfirmedRounds == 0) {
                compare("data index", round.firstDataIndex(), number(theirs.get("data_index")), differences);
            }
            compare("seed", round.seed(), number(theirs.get("random_seed")), differences);
            List<String> counted = new ArrayList<>(theirWitnesses);
            counted.removeAll(refusedAsGone);
            compare("witnesses", witnesses(), counted, differences);
        }
    }

    private List<String> witnesses() {
        return coordinator.snapshot().proofs().stream()
                .map(proof -> proof.index() + "@" + proof.position())
                .sorted()
                .toList();
    }

    private static List<String> witnesses(JsonNode theirs) {
        List<String> witnesses = new ArrayList<>();
        for (JsonNode witness : theirs) {
            int last = witness.size() - 1;
            witnesses.add(
                    witness.get(last - 1).asText() + "@" + witness.get(last).asText());
        }
        return witnesses.stream().sorted().toList();
    }

    private static void compare(String what, Object ours, Object theirs, List<String> differences) {
        if (!ours.equals(theirs)) {
            differences.add(what + ": " + ours + " instead of " + theirs);
        }
    }

    private static Instant time(JsonNode seconds) {
        return Instant.ofEpochSecond(Math.min(GoldenFiles.count(seconds), Instant.MAX.getEpochSecond()));
    }

    private static List<ClientId> clients(JsonNode ids) {
        List<ClientId> clients = new ArrayList<>();
        for (JsonNode id : ids) {
            clients.add(client(id.isArray() ? id.get(0) : id));
        }
        return clients;
    }

    private static ClientId client(JsonNode id) {
        return ClientId.of(HexFormat.of().parseHex(id.asText()));
    }
}

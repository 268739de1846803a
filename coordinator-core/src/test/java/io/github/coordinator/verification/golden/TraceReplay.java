package io.github.coordinator.verification.golden;

import static io.github.coordinator.verification.golden.GoldenFiles.client;
import static io.github.coordinator.verification.golden.GoldenFiles.clients;
import static io.github.coordinator.verification.golden.GoldenFiles.number;
import static io.github.coordinator.verification.golden.GoldenFiles.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.Transition;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.golden.Comparison.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Drives a coordinator with the calls of a trace, and says after each in what the two disagree. */
final class TraceReplay {
    private final Coordinator coordinator;
    private final UnconfirmedRounds unconfirmed;

    /** How long the original waits from the beginning of the state; ours waits from when enough are pending. */
    private final Duration extraTime;

    private List<ClientId> pending = List.of();
    private long seed;

    /** Whether the last tick began a round. */
    private boolean weBeganRound;

    /** The original's accepted witnesses while the round was open; its newer version forgets them before cooldown. */
    private List<String> theirWitnesses = List.of();

    /** The proofs of this round that the original took from clients that are gone. */
    private final Set<String> refusedAsGone = new LinkedHashSet<>();

    TraceReplay(GoldenTrace trace, RunConfig config) {
        Instant start = time(trace.header().get("state").get("run_state_start"));
        coordinator = Coordinator.start(config, () -> new LinkedHashSet<>(pending), (epoch, height) -> seed, start);
        coordinator.tick(start);
        unconfirmed = new UnconfirmedRounds(config);
        extraTime = Duration.ofSeconds(trace.header()
                .get("config")
                .path("waiting_for_members_extra_time")
                .asLong());
    }

    RunSnapshot snapshot() {
        return coordinator.snapshot();
    }

    /** Makes the call, and compares answer and state as far as it has any. */
    Comparison follow(GoldenTrace.RecordedCall step) {
        String theirState = step.after().get("run_state").asText();
        if (theirState.startsWith("Round") || !step.after().get("witnesses").isEmpty()) {
            theirWitnesses = witnesses(step.after().get("witnesses"));
        }
        JsonNode op = step.op();
        Comparison comparison = new Comparison();
        switch (step.kind()) {
            case "tick" -> {
                // D17: what the original waits for is up to the source, so that the two begin the epoch at once.
                pending = waitsAt(time(op.get("now"))) ? List.of() : clients(op.get("pending"));
                tick(op);
                compareState(step, comparison);
            }
            case "witness" -> witness(step, comparison);
            case "warmup_witness" -> {
                // In a round the original takes the message and does nothing with it.
                if (step.accepted() && coordinator.status().state() == RunState.WARMUP) {
                    compareAnswer(
                            step,
                            coordinator
                                    .ready(
                                            client(op.get("from")),
                                            coordinator.status().epoch())
                                    .accepted(),
                            comparison);
                }
            }
            case "drop", "remove" -> coordinator.disconnected(client(op.get("client")));
            case "withdraw" -> {
                // While it waits, the original still lists the members of the epoch before; ours has none to leave.
                if (step.accepted() && coordinator.status().memberCount() > 0) {
                    ClientId gone = client(step.before()
                            .get("clients")
                            .get(op.get("index").asInt())
                            .get(0));
                    compareAnswer(step, coordinator.leave(gone).accepted(), comparison);
                }
            }
            case "health_check" -> {
                for (ClientId dropped : droppedBy(step)) {
                    coordinator.disconnected(dropped);
                }
            }
            case "pause" -> compareAnswer(step, coordinator.pause().accepted(), comparison);
            case "resume" -> compareAnswer(step, coordinator.resume().accepted(), comparison);
            case "checkpoint" -> {}
            default -> throw new AssertionError("no such call: " + step.kind());
        }
        if (!step.kind().equals("tick") && step.changedState()) {
            tick(op);
            compareState(step, comparison);
        }
        return comparison;
    }

    /** Whether, at that time, the state of waiting is not yet as old as the original's must be. */
    private boolean waitsAt(Instant now) {
        RunSnapshot.Clock clock = snapshot().clock();
        Instant latest = now.isBefore(clock.now()) ? clock.now() : now;
        return coordinator.status().state() == RunState.WAITING_FOR_MEMBERS
                && Duration.between(clock.stateAnchor(), latest).compareTo(extraTime) < 0;
    }

    private void tick(JsonNode op) {
        if (op.has("seed")) {
            seed = number(op.get("seed"));
        }
        weBeganRound = false;
        for (RunEvent event : coordinator.tick(time(op.get("now"))).events()) {
            if (event instanceof RoundEvaluation round && !round.confirmed()) {
                unconfirmed.add();
            }
            if (event instanceof Transition change && change.to() == RunState.ROUND_TRAIN) {
                weBeganRound = true;
                refusedAsGone.clear();
                unconfirmed.beginRound(coordinator.status().step());
            }
        }
    }

    private void witness(GoldenTrace.RecordedCall step, Comparison comparison) {
        WitnessOutcome outcome = witness(step.op());
        if (outcome == WitnessOutcome.GONE && step.accepted()) {
            // D9 by its answer alone: from here on the original counts one proof more, until the round is over.
            JsonNode proof = step.op().get("proof");
            refusedAsGone.add(
                    proof.get("index").asText() + "@" + proof.get("position").asText());
        } else {
            compareAnswer(step, outcome.accepted(), comparison);
        }
    }

    private WitnessOutcome witness(JsonNode op) {
        JsonNode proof = op.get("proof");
        RunStatus status = coordinator.status();
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
                        status.round().map(Round::id).orElse(new RoundId(status.epoch(), 0)),
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
    private static List<ClientId> droppedBy(GoldenTrace.RecordedCall step) {
        List<ClientId> dropped = new ArrayList<>();
        JsonNode after = step.after().get("clients");
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).get(1).equals(step.before().get("clients").get(i).get(1))) {
                dropped.add(client(after.get(i).get(0)));
            }
        }
        return dropped;
    }

    private static void compareAnswer(GoldenTrace.RecordedCall step, boolean accepted, Comparison comparison) {
        comparison.compare(Field.ANSWER, accepted ? "accepted" : "refused", step.accepted() ? "accepted" : "refused");
    }

    private void compareState(GoldenTrace.RecordedCall step, Comparison comparison) {
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
        comparison.compare(Field.STATE, ours.state().name(), state);
        if (!finished) {
            comparison.compare(Field.BEGAN, ours.stateBegan(), time(theirs.get("run_state_start")));
        }
        comparison.compare(Field.EPOCH, ours.epoch(), number(theirs.get("epoch")));
        comparison.compare(Field.STEP, ours.step(), number(theirs.get("step")) - unconfirmed.steps());
        Set<RunState> withRound = Set.of(RunState.ROUND_TRAIN, RunState.ROUND_WITNESS, RunState.COOLDOWN);
        if (withRound.contains(ours.state()) || ours.state() == RunState.WARMUP) {
            comparison.compare(Field.CLIENTS, coordinator.roster().clients(), clients(theirs.get("clients")));
        }
        Round round = ours.round().orElse(null);
        if (withRound.contains(ours.state()) && round != null) {
            compareRound(round, step, comparison);
        }
    }

    private void compareRound(Round round, GoldenTrace.RecordedCall step, Comparison comparison) {
        if (weBeganRound && !step.beganRound()) {
            // Of a round that the original has not begun, nothing is recorded but the seed that it would have had.
            comparison.compare(Field.SEED, round.seed(), seed);
            return;
        }
        // Where the original alone has begun a round, ours still has the one that was the original's before.
        boolean theyAloneBegan = step.beganRound() && !weBeganRound;
        JsonNode theirs = theyAloneBegan ? step.before() : step.after();
        comparison.compare(Field.HEIGHT, round.height(), number(theirs.get("height")));
        comparison.compare(
                Field.DATA_INDEX, round.firstDataIndex(), number(theirs.get("data_index")) - unconfirmed.data());
        comparison.compare(Field.SEED, round.seed(), number(theirs.get("random_seed")));
        List<String> counted = new ArrayList<>(theyAloneBegan ? witnesses(theirs.get("witnesses")) : theirWitnesses);
        counted.removeAll(refusedAsGone);
        comparison.compare(Field.WITNESSES, witnesses(), counted);
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
}

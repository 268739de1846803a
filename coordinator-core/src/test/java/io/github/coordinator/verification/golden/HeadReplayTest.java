package io.github.coordinator.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Differences of which our own recordings have no example, shown by traces that were made up. */
class HeadReplayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADA = "01".repeat(32);
    private static final String GRACE = "02".repeat(32);
    private static final String STRANGER = "03".repeat(32);
    private static final String CLIENTS = "[[\"" + ADA + "\", \"Healthy\"], [\"" + GRACE + "\", \"Healthy\"]]";

    private final List<JsonNode> lines = new ArrayList<>();
    private ObjectNode state = (ObjectNode) parse("""
            {"run_state": "WaitingForMembers", "run_state_start": "1000", "epoch": 0, "step": 1, "height": 0,
             "data_index": "0", "random_seed": "0", "clients": [], "witnesses": [], "pending_pause": false}
            """);

    HeadReplayTest() {
        ObjectNode header = (ObjectNode) parse("""
                {"profile": "made up", "config_check": "ok", "max_seq_len": 1, "config": {
                 "warmup_time": 10, "cooldown_time": 10, "max_round_train_time": 10, "round_witness_time": 10,
                 "epoch_time": 1000, "total_steps": 10, "init_min_clients": 2, "min_clients": 2, "witness_nodes": 2,
                 "global_batch_size_start": 4, "global_batch_size_end": 4, "global_batch_size_warmup_tokens": 0,
                 "verification_percent": 0, "waiting_for_members_extra_time": 0}}
                """);
        header.set("state", state);
        lines.add(header);
        enter("Warmup", 1001);
        state.set("clients", parse(CLIENTS));
        tick(1001);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enter(String runState, int second) {
        state = state.deepCopy().put("run_state", runState).put("run_state_start", Integer.toString(second));
    }

    private void call(ObjectNode op, int second, String result) {
        ObjectNode line = JSON.createObjectNode();
        op.put("now", Integer.toString(second)).put("seed", "7");
        line.set("op", op);
        line.put("result", result).set("state", state);
        lines.add(line);
    }

    private static ObjectNode op(String name) {
        return JSON.createObjectNode().put("op", name);
    }

    private void tick(int second) {
        ObjectNode tick = op("tick");
        tick.set("pending", parse("[\"" + ADA + "\", \"" + GRACE + "\"]"));
        call(tick, second, "ok:Ticked");
    }

    private void warmupMessage(String from) {
        call(op("warmup_witness").put("from", from), 1002, "ok");
    }

    private void train(int second) {
        enter("RoundTrain", second);
        state.put("random_seed", "7");
    }

    private String ending() {
        return new HeadReplay(GoldenTrace.of("made up", lines)).follow(comparison -> {});
    }

    @Test
    void aStrangersWarmupMessageIsPassed() {
        warmupMessage(STRANGER);
        train(1011);
        tick(1011);
        assertThat(ending()).isEqualTo("followed to the end, past F2");
    }

    @Test
    void aRepeatedWarmupMessageIsPassed() {
        warmupMessage(ADA);
        warmupMessage(ADA);
        train(1011);
        tick(1011);
        assertThat(ending()).isEqualTo("followed to the end, past F2");
    }

    @Test
    void aStrangersMessageThatEndsTheWarmupEndsTheTrace() {
        train(1002);
        warmupMessage(STRANGER);
        assertThat(ending()).isEqualTo("F2");
    }

    @Test
    void aStrangersMessageIsCountedWithThatOfAMember() {
        warmupMessage(STRANGER);
        train(1002);
        warmupMessage(ADA);
        assertThat(ending()).isEqualTo("F2, past F2");
    }

    @Test
    void membersWhoseMessagesEndTheWarmupAreNoStrangers() {
        train(1002);
        warmupMessage(ADA);
        assertThat(ending()).isEqualTo("D7");
    }

    @Test
    void aStrangerExplainsNothingButTheBeginOfTheTraining() {
        state = state.deepCopy().put("epoch", 1);
        train(1002);
        warmupMessage(STRANGER);
        assertThatThrownBy(this::ending).isInstanceOf(AssertionError.class).hasMessageContaining("EPOCH");
    }

    @Test
    void aStrangerWhoIsRefusedExplainsNothing() {
        train(1002);
        call(op("warmup_witness").put("from", STRANGER), 1002, "err:InvalidWitness");
        assertThat(ending()).isEqualTo("D7");
    }

    @Test
    void toResumeBeforeThePauseTookEffectEndsTheTrace() {
        train(1011);
        tick(1011);
        state = state.deepCopy().put("pending_pause", true);
        call(op("pause"), 1012, "ok");
        call(op("resume"), 1013, "err:CannotResume");
        assertThat(ending()).isEqualTo("D12");
    }

    @Test
    void toResumeWithoutAPauseIsRefusedByBoth() {
        call(op("resume"), 1002, "err:CannotResume");
        assertThat(ending()).isEqualTo("followed to the end");
    }

    @Test
    void whatTheOriginalRefusesForAnotherReasonHasNoName() {
        enter("Paused", 1002);
        call(op("pause"), 1002, "ok");
        call(op("resume"), 1003, "err:CannotResume");
        assertThatThrownBy(this::ending).isInstanceOf(AssertionError.class).hasMessageContaining("ANSWER");
    }

    @Test
    void aPanicEndsTheTrace() {
        call(op("witness"), 1002, "panic: Index out of bounds");
        assertThat(ending()).isEqualTo("the original dies");
    }
}

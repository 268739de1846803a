package io.github.coordinator.runfile;

import io.github.coordinator.internal.settings.Describe;
import io.github.coordinator.internal.settings.Draft;
import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.round.DataOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * The layouts of Psyche's run files. The older one has its keys at the top level, the newer one in {@code [config]}.
 * Both have keys that are of no concern to a coordinator, and more of them with every version, so what is not known is
 * passed over, unless it may be a slip.
 */
final class PsycheLayout {
    private static final String EXTRA_DATA = "model_extra_data";
    private static final String LLM = "LLM";
    private static final String BATCH_SIZE = "global_batch_size";
    private static final String BATCHES = "batches_per_round";
    private static final String INDICES = "data_indicies_per_batch"; // Spelled as Psyche spells it.

    /** What a file may have that is written from the whole state of Psyche's coordinator, in any version. */
    static final List<String> STATE = List.of(
            "run_state",
            "run_state_start_unix_timestamp",
            EXTRA_DATA,
            "progress",
            "epoch",
            "epoch_state",
            "epoch_start_data_index",
            "step",
            "start_step",
            "last_step",
            "tick",
            "last_tick_unix_timestamp",
            "rounds",
            "rounds_head",
            "first_round",
            "round_apply_time",
            "clients",
            "dropped_clients",
            "exited_clients",
            "pending_pause",
            "overlapped",
            "checkpoint",
            "checkpointed",
            "checkpointers",
            "checkpoint_nodes",
            "cold_start_epoch",
            "max_batches_per_client",
            "run_metadata");

    private final Scope top;
    private final Scope config;
    private final Scope llm;
    private final Findings findings;
    private final Draft draft;

    private PsycheLayout(Scope top, Findings findings) {
        this.top = top;
        this.findings = findings;
        config = top.has(Key.CONFIG) ? findings.table(top, Key.CONFIG) : top;
        llm = top.child(Key.MODEL.text()).child(LLM);
        draft = findings.draft();
    }

    /** Whether a file is one of Psyche's. */
    static boolean recognises(Scope top) {
        if (top.has("run_state") || top.has(EXTRA_DATA)) {
            return true;
        }
        if (!top.has(Key.CONFIG)
                && (top.has(BATCHES) || Key.of(Key.CONFIG).stream().anyMatch(key -> top.has(key.text())))) {
            return true;
        }
        return !top.has(Key.LOCATION.table()) && top.child(Key.MODEL.text()).get(LLM) instanceof TomlTable;
    }

    /** Refuses a model of Psyche's that is none; a file of ours may have one too. */
    static void refuseOddModel(Scope top, Findings findings) {
        findings.table(top.child(Key.MODEL.text()), LLM);
    }

    static void read(Scope top, Findings findings, String sourceName) {
        PsycheLayout layout = new PsycheLayout(top, findings);
        layout.readRunId(sourceName);
        Key.of(Key.CONFIG).forEach(key -> findings.read(key, layout.config));
        layout.readBatchSize();
        layout.readSequenceLength();
        layout.dealInTheOriginalOrder();
        layout.stretchEpoch();
        layout.readModel();
        layout.readDataLocation();
        StrayKeys.ofPsyche(findings, STATE, List.of(BATCH_SIZE, BATCHES, INDICES), !top.has(Key.CONFIG))
                .refuse(top);
    }

    /** Psyche's tools take the run's name from the command line where the file has none. */
    private void readRunId(String sourceName) {
        findings.read(Key.RUN_ID, top);
        String file = sourceName.substring(1 + Math.max(sourceName.lastIndexOf('/'), sourceName.lastIndexOf('\\')));
        String stem = file.endsWith(".toml") ? file.substring(0, file.length() - ".toml".length()) : file;
        if (!top.has(Key.RUN_ID.text()) && !stem.isEmpty()) {
            findings.put(Key.RUN_ID, Key.RUN_ID.text(), stem, top.header());
        }
    }

    private void readBatchSize() {
        Key start = Key.GLOBAL_BATCH_SIZE_START;
        if (config.has(start.text())) {
            return;
        }
        if (config.has(BATCH_SIZE)) {
            findings.read(start, config, BATCH_SIZE);
        } else if (config.has(BATCHES)) {
            long batches = factor(BATCHES);
            long indices = config.has(INDICES) ? factor(INDICES) : 1;
            findings.put(start, start.text(), batches * indices, config.valuePosition(BATCHES));
        }
    }

    /** One factor of the batch size, 1 if it is wrong; within bounds that keep the product from overflowing. */
    private long factor(String name) {
        Object raw = Objects.requireNonNull(config.get(name), name);
        if (raw instanceof Long value && value >= 1 && value <= Integer.MAX_VALUE) {
            return value;
        }
        String message = name + " must be a whole number from 1 to " + Integer.MAX_VALUE + ", but is "
                + Describe.value(PlainValues.of(raw));
        findings.refuse(name, config.valuePosition(name), message);
        return 1;
    }

    private void readSequenceLength() {
        if (!config.has(Key.SEQUENCE_LENGTH.text())) {
            findings.read(Key.SEQUENCE_LENGTH, llm, "max_seq_len");
        }
    }

    /** Clients of Psyche work out which data are theirs, so they need its order. */
    private void dealInTheOriginalOrder() {
        if (!config.has(Key.DATA_ORDER.text())) {
            draft.offer(Key.DATA_ORDER, Key.DATA_ORDER.text(), DataOrder.PSYCHE);
        }
    }

    /** An epoch of Psyche runs on when its time is over, so its files may give it less time than one round takes. */
    private void stretchEpoch() {
        if (isPositive(Key.EPOCH_TIME) && isPositive(Key.MAX_ROUND_TRAIN_TIME) && isPositive(Key.ROUND_WITNESS_TIME)) {
            draft.offer(
                    Key.EPOCH_TIME,
                    Key.EPOCH_TIME.text(),
                    draft.seconds(Key.EPOCH_TIME).max(draft.roundSeconds()));
        }
    }

    private boolean isPositive(Key seconds) {
        return draft.isGiven(seconds) && draft.seconds(seconds).signum() > 0;
    }

    private void readModel() {
        findings.read(Key.MODEL, top);
        if (top.get(EXTRA_DATA) instanceof TomlTable extra) {
            Map<String, Object> model = new LinkedHashMap<>(draft.tables(Key.MODEL));
            model.put(EXTRA_DATA, PlainValues.of(extra));
            findings.put(Key.MODEL, Key.MODEL.text(), model, top.valuePosition(EXTRA_DATA));
        }
    }

    private void readDataLocation() {
        Scope dataServer = top.child(Key.LOCATION.table());
        if (dataServer.has(Key.LOCATION.text())) {
            findings.read(Key.LOCATION, dataServer);
            return;
        }
        for (Scope scope : List.of(llm, top.child(EXTRA_DATA))) {
            Object server = scope.child("data_location").get("Server");
            Object location = server instanceof String ? server : scope.get("data_location");
            List<String> texts = textsIn(location).toList();
            if (texts.size() == 1) {
                findings.put(Key.LOCATION, Key.LOCATION.text(), texts.get(0), scope.valuePosition("data_location"));
                return;
            }
        }
    }

    private static Stream<String> textsIn(@Nullable Object value) {
        if (value instanceof String text) {
            return Stream.of(text);
        }
        if (value instanceof TomlTable table) {
            return table.entrySet().stream().flatMap(entry -> textsIn(entry.getValue()));
        }
        if (value instanceof TomlArray array) {
            return IntStream.range(0, array.size()).boxed().flatMap(index -> textsIn(array.get(index)));
        }
        return Stream.empty();
    }
}

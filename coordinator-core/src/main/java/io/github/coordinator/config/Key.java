package io.github.coordinator.config;

import static io.github.coordinator.config.RunConfig.MAX_WITNESSES;

import io.github.coordinator.round.ParticipationKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of a run's settings: for each its key in {@code data.toml}, what kind of value it takes, its bounds and its
 * default. In the order of the components of {@link RunConfig}. The reader, the rules and the reference in the README
 * all follow this table.
 */
enum Key {
    RUN_ID("", Kind.TEXT, 1, 256, "required"),
    INIT_MIN_CLIENTS(Kind.COUNT, 1, Integer.MAX_VALUE, "`min_clients`"),
    MIN_CLIENTS(Kind.COUNT, 1, Integer.MAX_VALUE, "required"),
    MAX_CLIENTS(Kind.COUNT, 1, Integer.MAX_VALUE, "unlimited"),
    WAITING_FOR_MEMBERS_EXTRA_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, "0"),
    WARMUP_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, "required"),
    MAX_ROUND_TRAIN_TIME(Kind.POSITIVE_SECONDS, 0, Key.MAX_SECONDS, "required"),
    ROUND_WITNESS_TIME(Kind.POSITIVE_SECONDS, 0, Key.MAX_SECONDS, "required"),
    COOLDOWN_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, "required"),
    ROUNDS_PER_EPOCH(Kind.COUNT, 0, Integer.MAX_VALUE, "0"),
    EPOCH_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, "0"),
    TOTAL_STEPS(Kind.COUNT, 1, 4_294_967_295L, "required"),
    WITNESS_NODES(Kind.COUNT, 0, MAX_WITNESSES, "0"),
    WITNESS_QUORUM(Kind.COUNT, 0, MAX_WITNESSES, "⌊2W/3⌋ + 1"),
    VERIFICATION_PERCENT(Kind.COUNT, 0, 99, "0"),
    GLOBAL_BATCH_SIZE_START(Kind.COUNT, 1, Integer.MAX_VALUE, "required"),
    GLOBAL_BATCH_SIZE_END(Kind.COUNT, 1, Integer.MAX_VALUE, "`global_batch_size_start`"),
    GLOBAL_BATCH_SIZE_WARMUP_TOKENS(Kind.COUNT, 0, Long.MAX_VALUE, "0"),
    SEQUENCE_LENGTH(Kind.COUNT, 1, Long.MAX_VALUE, "1"),
    MAX_MISSED_HEALTH_CHECKS(Kind.COUNT, 0, Integer.MAX_VALUE, "0"),
    MAX_ABSENT_ROUNDS(Kind.COUNT, 0, Integer.MAX_VALUE, "0"),
    PARTICIPATION(Kind.PARTICIPATION, 0, 0, "`\"bitmap\"`"),
    MODEL("", Kind.TABLES, 0, 0, "empty"),
    LOCATION("data_server", Kind.TEXT, 0, Integer.MAX_VALUE, "none");

    /** What a key's value looks like. */
    enum Kind {
        /** A string; the bounds are those of its length in code points. */
        TEXT,
        /** A whole number. */
        COUNT,
        /** A number of seconds, whole or not. */
        SECONDS,
        /** A number of seconds that is not 0. */
        POSITIVE_SECONDS,
        /** The name of a {@link ParticipationKind}, in lower case. */
        PARTICIPATION,
        /** Tables that the coordinator carries along without looking at them. */
        TABLES
    }

    /** The longest duration, a hundred years of 365 days: sums of a few of them stay far from any overflow. */
    static final long MAX_SECONDS = 36_500L * 24 * 60 * 60;

    /** The table that has most of the keys. */
    static final String CONFIG = "config";

    private final String table;
    private final Kind kind;
    private final long min;
    private final long max;
    private final String defaultText;

    Key(Kind kind, long min, long max, String defaultText) {
        this(CONFIG, kind, min, max, defaultText);
    }

    Key(String table, Kind kind, long min, long max, String defaultText) {
        this.table = table;
        this.kind = kind;
        this.min = min;
        this.max = max;
        this.defaultText = defaultText;
    }

    /** The keys of a table, in order. */
    static List<Key> of(String table) {
        return Arrays.stream(values()).filter(key -> key.table.equals(table)).toList();
    }

    /** The setting with that key, whatever its table. */
    static Optional<Key> named(String text) {
        return Arrays.stream(values()).filter(key -> key.text().equals(text)).findFirst();
    }

    /** The key as it stands in the file. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table of our own layout in which the key stands; empty at the top level. */
    String table() {
        return table;
    }

    Kind kind() {
        return kind;
    }

    /** The least value, or length of a text. */
    long min() {
        return min;
    }

    /** The greatest value, or length of a text. */
    long max() {
        return max;
    }

    boolean isRequired() {
        return defaultText.equals("required");
    }

    /** The default as the reference in the README has it. */
    String defaultText() {
        return defaultText;
    }
}

package io.github.coordinator.internal.settings;

import static io.github.coordinator.config.RunConfig.MAX_WITNESSES;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The table of a run's settings: for each its key in a run file, what kind of value it takes, its bounds and its
 * default. A setting has three more places: its accessor in {@code RunConfig}, its setter in {@code RunConfigBuilder},
 * and its row in {@code CONFIGURATION.md}. The reader of run files and the rules follow this table.
 */
public enum Key {
    RUN_ID(Key.TOP, Kind.TEXT, 1, 256, Default.REQUIRED),
    INIT_MIN_CLIENTS(Kind.COUNT, 1, Integer.MAX_VALUE, Default.sameAs("min_clients")),
    MIN_CLIENTS(Kind.COUNT, 1, Integer.MAX_VALUE, Default.REQUIRED),
    MAX_CLIENTS(Kind.COUNT, 1, Integer.MAX_VALUE, Default.of("unlimited", draft -> (long) draft.clientLimit())),
    WAITING_FOR_MEMBERS_EXTRA_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, Default.ZERO_SECONDS),
    WARMUP_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, Default.REQUIRED),
    MAX_ROUND_TRAIN_TIME(Kind.POSITIVE_SECONDS, 0, Key.MAX_SECONDS, Default.REQUIRED),
    ROUND_WITNESS_TIME(Kind.POSITIVE_SECONDS, 0, Key.MAX_SECONDS, Default.REQUIRED),
    COOLDOWN_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, Default.REQUIRED),
    ROUNDS_PER_EPOCH(Kind.COUNT, 0, Integer.MAX_VALUE, Default.of(0)),
    EPOCH_TIME(Kind.SECONDS, 0, Key.MAX_SECONDS, Default.ZERO_SECONDS),
    TOTAL_STEPS(Kind.COUNT, 1, 4_294_967_295L, Default.REQUIRED),
    WITNESS_NODES(Kind.COUNT, 0, MAX_WITNESSES, Default.of(0)),
    WITNESS_QUORUM(Kind.COUNT, 0, MAX_WITNESSES, Default.NONE),
    VERIFICATION_PERCENT(Kind.COUNT, 0, 99, Default.of(0)),
    GLOBAL_BATCH_SIZE_START(Kind.COUNT, 1, Integer.MAX_VALUE, Default.REQUIRED),
    GLOBAL_BATCH_SIZE_END(Kind.COUNT, 1, Integer.MAX_VALUE, Default.sameAs("global_batch_size_start")),
    GLOBAL_BATCH_SIZE_WARMUP_TOKENS(Kind.COUNT, 0, Long.MAX_VALUE, Default.of(0)),
    SEQUENCE_LENGTH(Kind.COUNT, 1, Long.MAX_VALUE, Default.of(1)),
    DATA_ORDER(DataOrder.UNIFORM),
    ON_WARMUP_DROP(WarmupDrop.CONTINUE),
    EARLY_END(EarlyEnd.WITNESSES),
    MIN_PARTICIPANTS(Kind.COUNT, 0, Integer.MAX_VALUE, Default.of(1)),
    HEALTH_CHECK_TIMEOUT(Kind.SECONDS, 0, Key.MAX_SECONDS, Default.ZERO_SECONDS),
    MAX_ABSENT_ROUNDS(Kind.COUNT, 0, Integer.MAX_VALUE, Default.whereAQuorumIsRequired(3)),
    MAX_MISSED_ATTESTATIONS(Kind.COUNT, 0, Integer.MAX_VALUE, Default.whereAQuorumIsRequired(3)),
    PARTICIPATION(ParticipationKind.BITMAP),
    MODEL(Key.TOP, Kind.TABLES, 0, 0, Default.EMPTY),
    LOCATION(Key.DATA_SERVER, Kind.TEXT, 0, Integer.MAX_VALUE, Default.NONE);

    /** The longest duration, a hundred years of 365 days: sums of a few of them stay far from any overflow. */
    public static final long MAX_SECONDS = 36_500L * 24 * 60 * 60;

    /** The table of the keys that stand at the top level. */
    public static final String TOP = "";

    /** The table that has most of the keys. */
    public static final String CONFIG = "config";

    /** The table that says where clients get their data. */
    public static final String DATA_SERVER = "data_server";

    /** Keys of earlier versions, with those that replace them. */
    private static final Map<String, Key> FORMER =
            Collections.singletonMap("max_missed_health_checks", HEALTH_CHECK_TIMEOUT);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final String table;
    private final Kind kind;
    private final long min;
    private final long max;

    @SuppressWarnings("ImmutableEnumChecker") // An immutable list.
    private final List<Enum<?>> choices;

    @SuppressWarnings("ImmutableEnumChecker") // A record of a text and a function without state.
    private final Default byDefault;

    Key(Kind kind, long min, long max, Default byDefault) {
        this(CONFIG, kind, min, max, byDefault);
    }

    Key(String table, Kind kind, long min, long max, Default byDefault) {
        this.table = table;
        this.kind = kind;
        this.min = min;
        this.max = max;
        this.byDefault = byDefault;
        choices = List.of();
    }

    /** One of the constants of an enum, by its name in lower case. */
    Key(Enum<?> byDefault) {
        table = CONFIG;
        kind = Kind.CHOICE;
        min = 0;
        max = 0;
        choices = List.of(byDefault.getDeclaringClass().getEnumConstants());
        this.byDefault = Default.of(byDefault);
    }

    /** The keys of a table, in order. */
    public static List<Key> of(String table) {
        return Arrays.stream(values()).filter(key -> key.table.equals(table)).toList();
    }

    /** The setting with that key, whatever its table. */
    public static Optional<Key> named(String text) {
        return Arrays.stream(values()).filter(key -> key.text().equals(text)).findFirst();
    }

    /** The key that replaces one of an earlier version; empty for other words. */
    public static Optional<Key> replacing(String former) {
        return Optional.ofNullable(FORMER.get(Spelling.plain(former)));
    }

    /** The end of a message about a word that is not a key. */
    public static String hint(String word) {
        List<String> all = Arrays.stream(values()).map(Key::text).toList();
        return replacing(word).map(Key::replacement).orElseGet(() -> Spelling.hint(word, all));
    }

    /** The end of a message about the key that this one replaces. */
    public String replacement() {
        return ", replaced by " + text() + ", " + Kind.describe(this);
    }

    /** The key as it stands in a file. */
    public String text() {
        return text;
    }

    /** The table of our own layout in which the key stands; {@link #TOP} at the top level. */
    public String table() {
        return table;
    }

    public Kind kind() {
        return kind;
    }

    /** The least value, or length of a text in code points. */
    public long min() {
        return min;
    }

    /** The greatest value, or length of a text in code points. */
    public long max() {
        return max;
    }

    /** The constants that a {@link Kind#CHOICE} chooses from; none for other kinds. */
    public List<Enum<?>> choices() {
        return choices;
    }

    /** The value where none is given. */
    public Default byDefault() {
        return byDefault;
    }
}

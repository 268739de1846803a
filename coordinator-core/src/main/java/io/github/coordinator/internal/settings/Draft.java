package io.github.coordinator.internal.settings;

import static io.github.coordinator.config.RunConfig.MAX_CLIENTS_EVERYONE_WITNESSES;

import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings in the making: what was given for each key, right or wrong. The builder and the reader of files fill one,
 * the {@linkplain Rules rules} look at it, and what they pass becomes {@link Settings}. Whole numbers are kept as
 * {@link Long} and durations as seconds in a {@link BigDecimal}, so that no value is too large to be named in a
 * message.
 */
public final class Draft {
    private final Map<Key, Object> values = new EnumMap<>(Key.class);
    private final Map<Key, String> misfits = new EnumMap<>(Key.class);
    private final Set<Key> open = EnumSet.noneOf(Key.class);

    /** A draft of what settings have. */
    public static Draft of(Settings settings) {
        Draft draft = new Draft();
        for (Key key : Key.values()) {
            if (settings.isGiven(key)) {
                draft.offer(key, key.text(), settings.get(key));
            }
        }
        return draft;
    }

    /** Takes a value as it stands in a file, or a value of settings, for a key that may go by another name there. */
    public void offer(Key key, String name, Object given) {
        remove(key);
        Object value = Kind.read(key, Objects.requireNonNull(given, name));
        if (value != null) {
            values.put(key, value);
        } else {
            misfits.put(key, name + " must be " + Kind.describe(key) + ", but is " + Describe.value(given));
        }
    }

    /** Takes back what was given for a key. */
    public void remove(Key key) {
        values.remove(key);
        misfits.remove(key);
    }

    /** Says that nothing is known of a key's value: no rule will judge it, or call it missing. */
    public void leaveOpen(Key key) {
        open.add(key);
    }

    /** Says the same of a key for which nothing was given, and nothing of another. */
    public void leaveOpenIfMissing(Key key) {
        if (!values.containsKey(key) && !misfits.containsKey(key)) {
            leaveOpen(key);
        }
    }

    boolean isOpen(Key key) {
        return open.contains(key);
    }

    /** What is wrong with a value that is not of its key's kind; null if none is. */
    @Nullable
    String misfit(Key key) {
        return misfits.get(key);
    }

    /** Whether a key has a value of its kind. */
    public boolean isGiven(Key key) {
        return values.containsKey(key);
    }

    /** Hands over each value that was given, in a form that {@link #offer} takes. */
    public void forEachGiven(BiConsumer<Key, Object> consumer) {
        values.forEach(consumer);
    }

    /** The value of a whole number, or its default. */
    public long count(Key key) {
        return (long) require(key);
    }

    /** The value of a number of seconds, or its default. */
    public BigDecimal seconds(Key key) {
        return (BigDecimal) require(key);
    }

    /** How long a round takes at most, in seconds. */
    public BigDecimal roundSeconds() {
        return seconds(Key.MAX_ROUND_TRAIN_TIME).add(seconds(Key.ROUND_WITNESS_TIME));
    }

    /** The value of a text that was given. */
    public String text(Key key) {
        return (String) require(key);
    }

    /** The tables that were given, or none. */
    @SuppressWarnings("unchecked") // Only maps with string keys are put there.
    public Map<String, Object> tables(Key key) {
        return (Map<String, Object>) require(key);
    }

    boolean everyoneWitnesses() {
        return count(Key.WITNESS_NODES) == 0;
    }

    boolean requiresNoQuorum() {
        return isGiven(Key.WITNESS_QUORUM) && count(Key.WITNESS_QUORUM) == 0;
    }

    /** How many clients train in the smallest round of the run. */
    long fewestTrainers() {
        long clients = count(Key.MIN_CLIENTS);
        return clients - clients * count(Key.VERIFICATION_PERCENT) / 100;
    }

    /** How many data the smallest round trains on. */
    long smallestBatch() {
        return Math.min(count(Key.GLOBAL_BATCH_SIZE_START), count(Key.GLOBAL_BATCH_SIZE_END));
    }

    boolean usesBloomFilters() {
        return require(Key.PARTICIPATION) == ParticipationKind.BLOOM;
    }

    /** How many clients the run can have at most, by the way its witnesses are chosen and report. */
    int clientLimit() {
        if (usesBloomFilters()) {
            return ParticipationFilter.MAX_CLIENTS;
        }
        return everyoneWitnesses() ? MAX_CLIENTS_EVERYONE_WITNESSES : Integer.MAX_VALUE;
    }

    /** The value of a key, its default if none is given, or null if it has none. */
    @Nullable
    Object get(Key key) {
        Object value = values.get(key);
        return value != null ? value : key.byDefault().value().apply(this);
    }

    private Object require(Key key) {
        return Objects.requireNonNull(get(key), key::text);
    }

    /** The settings, once the rules have nothing to say. */
    public Settings toSettings() {
        EnumMap<Key, Object> settled = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            Object value = get(key);
            if (value != null) {
                settled.put(key, value instanceof BigDecimal seconds ? Kind.duration(seconds) : value);
            }
        }
        return new Settings(settled);
    }
}

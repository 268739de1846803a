package io.github.coordinator.internal.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a key looks like. A value has three forms: as it is given, in a file or by name; as a
 * {@link Draft} keeps it, where no number is too large; and as {@link Settings} have it.
 */
public enum Kind {
    /** A string; the bounds are those of its length in code points. */
    TEXT("a string"),

    /** A whole number. */
    COUNT("a whole number"),

    /** A number of seconds, whole or not; in a draft a {@link BigDecimal}, in settings a {@link Duration}. */
    SECONDS("a number of seconds"),

    /** A number of seconds that is not 0. */
    POSITIVE_SECONDS("a number of seconds"),

    /** A constant of an enum; given as its name in lower case. */
    CHOICE("a choice"),

    /** Tables that the coordinator carries along without looking at them. */
    TABLES("a table");

    private static final int NANO_DIGITS = 9;

    /** The shortest duration but 0, in seconds. */
    static final BigDecimal NANOSECOND = BigDecimal.ONE.movePointLeft(NANO_DIGITS);

    private final String description;

    Kind(String description) {
        this.description = description;
    }

    /** What a message calls the values that a key takes. */
    static String describe(Key key) {
        return key.kind() == CHOICE
                ? key.choices().stream().map(Describe::choice).collect(Collectors.joining(" or "))
                : key.kind().description;
    }

    /**
     * A value as a draft keeps it, from one that was given; null if it is of another kind.
     *
     * @throws IllegalArgumentException if it is a map with something in it that a run file cannot hold
     */
    static @Nullable Object read(Key key, Object given) {
        return switch (key.kind()) {
            case TEXT -> given instanceof String ? given : null;
            case COUNT ->
                given instanceof Integer number ? (Object) number.longValue() : given instanceof Long ? given : null;
            case SECONDS, POSITIVE_SECONDS -> toSeconds(given);
            case CHOICE -> toChoice(key, given);
            case TABLES -> given instanceof Map<?, ?> map ? ModelValues.copyOf(map) : null;
        };
    }

    private static @Nullable BigDecimal toSeconds(Object given) {
        if (given instanceof Duration duration) {
            return seconds(duration);
        }
        if (given instanceof Integer || given instanceof Long) {
            return BigDecimal.valueOf(((Number) given).longValue());
        }
        if (given instanceof Double number && Double.isFinite(number)) {
            // The shortest text of a double is what was written: 0.1 is a tenth of a second and no more.
            return toNanos(BigDecimal.valueOf(number));
        }
        return given instanceof BigDecimal seconds ? toNanos(seconds) : null;
    }

    /** Rounds to the nanosecond, but leaves what is not 0 as it is rather than make it 0. */
    private static BigDecimal toNanos(BigDecimal seconds) {
        BigDecimal rounded = seconds.setScale(NANO_DIGITS, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? seconds : rounded;
    }

    private static @Nullable Object toChoice(Key key, Object given) {
        return key.choices().stream()
                .filter(choice -> choice.equals(given) || Describe.name(choice).equals(given))
                .findFirst()
                .orElse(null);
    }

    /** A duration in seconds. */
    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS));
    }

    /** The duration of a number of seconds that is within bounds. */
    static Duration duration(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Duration.ofSeconds(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).longValueExact());
    }
}

package io.github.coordinator.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time of scenarios, which is counted from the beginning of the run. */
final class VirtualTime {
    /** When every run begins. Never printed, so that no scenario depends on a calendar. */
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|ms|s|m|h|d)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private VirtualTime() {}

    /** The reading that a word means: {@code +3s} and {@code -3s} from now, {@code @3s} since the run began. */
    static Instant reading(Instant now, String word) {
        if (word.equals("@max")) {
            return Instant.MAX;
        }
        Duration duration = duration(word.substring(1));
        return switch (word.charAt(0)) {
            case '+' -> now.plus(duration);
            case '-' -> now.minus(duration);
            case '@' -> START.plus(duration);
            default -> throw new IllegalArgumentException("no such time: " + word);
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no such duration: " + text);
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(NANOS.get(matcher.group(2))));
        BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(NANOS.get("s")));
        return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValueExact());
    }

    /** The seconds since the run began. */
    static String print(Instant instant) {
        if (instant.equals(Instant.MAX)) {
            return "max";
        }
        Duration since = Duration.between(START, instant);
        return BigDecimal.valueOf(since.getSeconds())
                        .add(BigDecimal.valueOf(since.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }
}

package io.github.coordinator.internal.settings;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How messages show values: on one line, and never at length. */
public final class Describe {
    private static final int MAX_CODE_POINTS = 40;
    private static final int MAX_DIGITS = 30;
    private static final int MAX_MESSAGE = 160;

    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private Describe() {}

    /** A number in plain digits, unless it has too many of them. */
    public static String number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean isLong = stripped.scale() > MAX_DIGITS || (long) stripped.precision() - stripped.scale() > MAX_DIGITS;
        return isLong ? stripped.toString() : stripped.toPlainString();
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return Double.toString(number);
    }

    /** A value that was given, in a file or by name. */
    public static String value(Object value) {
        if (value instanceof Map) {
            return "a table";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof String text ? text(text) : value.toString();
    }

    /** A key as it stands in a file, in quotes where it needs them; shortened where it is long. */
    public static String key(String key) {
        return key.length() <= MAX_CODE_POINTS && BARE_KEY.matcher(key).matches() ? key : text(key);
    }

    /** A text in quotes, shortened where it is long. */
    public static String text(String text) {
        boolean isLong = text.codePointCount(0, text.length()) > MAX_CODE_POINTS;
        String shown = isLong ? text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS)) : text;
        return "\"" + escape(shown) + (isLong ? "…\"" : "\"");
    }

    /** A text without quotes that has nothing to escape, shortened where it is long. */
    public static String shortened(String text) {
        return text.length() > MAX_CODE_POINTS ? text.substring(0, MAX_CODE_POINTS) + "…" : text;
    }

    /** A message of the parser on one line, its middle left out where it is long: it may quote what a file has. */
    public static String message(String message) {
        int length = message.codePointCount(0, message.length());
        if (length <= MAX_MESSAGE) {
            return onOneLine(message);
        }
        String begin = message.substring(0, message.offsetByCodePoints(0, MAX_MESSAGE / 2));
        String end = message.substring(message.offsetByCodePoints(0, length - MAX_MESSAGE / 2));
        return onOneLine(begin) + "…" + onOneLine(end);
    }

    private static String onOneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(point -> line.append(isPrinted(point) ? Character.toString(point) : escape(point)));
        return line.toString();
    }

    private static boolean isPrinted(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** What a file calls a constant to choose from. */
    static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** A constant to choose from as it stands in a file. */
    static String choice(Enum<?> choice) {
        return "\"" + name(choice) + "\"";
    }

    /** A text as TOML has it between quotes: what is not printable ASCII is escaped. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> escaped.append(escape(point)));
        return escaped.toString();
    }

    private static String escape(int point) {
        return switch (point) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> point >= ' ' && point < 0x7F ? Character.toString(point) : unicode(point);
        };
    }

    private static String unicode(int point) {
        return String.format(Locale.ROOT, point > Character.MAX_VALUE ? "\\U%08x" : "\\u%04x", point);
    }
}

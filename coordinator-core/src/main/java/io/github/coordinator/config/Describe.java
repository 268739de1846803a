package io.github.coordinator.config;

import java.math.BigDecimal;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** How messages show values: on one line, and never at length. */
final class Describe {
    private static final int MAX_CODE_POINTS = 40;
    private static final int MAX_DIGITS = 30;

    private Describe() {}

    /** A number in plain digits, unless it has too many of them. */
    static String number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean isLong = (long) stripped.precision() - stripped.scale() > MAX_DIGITS;
        return isLong ? stripped.toString() : stripped.toPlainString();
    }

    /** A value of a file. */
    static String value(Object value) {
        if (value instanceof TomlTable) {
            return "a table";
        }
        if (value instanceof TomlArray) {
            return "a list";
        }
        if (value instanceof String text) {
            return text(text);
        }
        return value.toString();
    }

    /** A text in quotes, shortened where it is long. */
    static String text(String text) {
        boolean isLong = text.codePointCount(0, text.length()) > MAX_CODE_POINTS;
        String shown = isLong ? text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS)) : text;
        return "\"" + Toml.tomlEscape(shown) + (isLong ? "…\"" : "\"");
    }
}

package io.github.coordinator.runfile;

import java.util.regex.Pattern;

/** Where the tokens of TOML end. Each method returns the index where it began if there is no complete token. */
final class TomlTokens {
    private static final String TIME = "[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?";
    private static final Pattern SCALAR = Pattern.compile("true|false|[+-]?(?:inf|nan)"
            + "|[+-]?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
            + "|0x[0-9A-Fa-f]+|0o[0-7]+|0b[01]+"
            + "|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ]" + TIME + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)?|" + TIME);
    private static final Pattern DATE_AND_SPACE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]");

    private TomlTokens() {}

    static int endOfBlanks(String text, int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
    }

    static boolean isLineEnd(String text, int at) {
        return text.startsWith("\n", at) || text.startsWith("\r\n", at);
    }

    /** The end of the line, before what ends it. */
    static int endOfLine(String text, int from) {
        int end = from;
        while (end < text.length() && !isLineEnd(text, end)) {
            end++;
        }
        return end;
    }

    /** The first character up to an end that no comment may have, or the end. */
    static int endOfAllowed(String text, int from, int end) {
        int at = from;
        while (at < end && !isForbidden(text, at)) {
            at++;
        }
        return at;
    }

    static int endOfBareKey(String text, int from) {
        int end = from;
        while (end < text.length() && isBareKey(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The end of a number, date, time or truth value. */
    static int endOfScalar(String text, int from) {
        int end = from;
        if (DATE_AND_SPACE.matcher(text).region(from, text.length()).lookingAt()) {
            end = text.indexOf(' ', from) + 1;
        }
        while (end < text.length() && (isBareKey(text.charAt(end)) || "+.:".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        String token = text.substring(from, end);
        return haveDigitsAround('_', token)
                        && SCALAR.matcher(token.replace("_", "")).matches()
                ? end
                : from;
    }

    private static boolean haveDigitsAround(char separator, String token) {
        int radix = token.startsWith("0x") ? 16 : 10;
        for (int at = token.indexOf(separator); at >= 0; at = token.indexOf(separator, at + 1)) {
            if (at == 0
                    || at == token.length() - 1
                    || Character.digit(token.charAt(at - 1), radix) < 0
                    || Character.digit(token.charAt(at + 1), radix) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The end of a string on one line. */
    static int endOfString(String text, int from) {
        char quote = text.charAt(from);
        for (int at = from + 1; at < text.length() && !isForbidden(text, at); at++) {
            char next = text.charAt(at);
            if (next == quote) {
                return at + 1;
            }
            if (next == '\\' && quote == '"') {
                at++; // What is escaped ends nothing, unless it ends the line.
                if (at == text.length() || isForbidden(text, at)) {
                    return from;
                }
            }
        }
        return from;
    }

    /** The end of a string between three quotes each. */
    static int endOfLongString(String text, int from) {
        char quote = text.charAt(from);
        int at = from + 3;
        while (at < text.length()) {
            char next = text.charAt(at);
            boolean isLineEnd = next == '\n' || text.startsWith("\r\n", at);
            if (!isLineEnd && isForbidden(text, at)) {
                return from;
            }
            if (next == quote) {
                int quotes = 1;
                while (text.startsWith(String.valueOf(quote), at + quotes)) {
                    quotes++;
                }
                if (quotes >= 3) {
                    // Up to two quotes before the last three are content.
                    return at + (quotes <= 5 ? quotes : 3);
                }
                at += quotes;
            } else if (next == '\\' && quote == '"' && at + 1 < text.length() && !isControl(text.charAt(at + 1))) {
                at += 2;
            } else {
                at++;
            }
        }
        return from;
    }

    /** Whether a character, not the first of the text, may stand neither in a comment nor in a string on one line. */
    static boolean isForbidden(String text, int at) {
        char character = text.charAt(at);
        if (Character.isHighSurrogate(character)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(character)) {
            return !Character.isHighSurrogate(text.charAt(at - 1));
        }
        return isControl(character);
    }

    private static boolean isControl(char character) {
        return (character < ' ' && character != '\t') || character == 0x7F;
    }

    private static boolean isBareKey(char character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '-';
    }
}

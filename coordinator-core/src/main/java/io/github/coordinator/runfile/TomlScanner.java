package io.github.coordinator.runfile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a text by the grammar of TOML as far as the text keeps to it, and finds what the parser cannot cope
 * with: long runs of blank lines and comments, and characters that no comment may have. It knows strings, comments and
 * brackets, but not what values mean. Where the text is not TOML, it stops in doubt. O(n).
 */
final class TomlScanner {
    /** Where in the grammar the walk is. */
    private enum Place {
        /** At the beginning of a line of the document. */
        LINE,
        /** Before the value of a key. */
        VALUE,
        /** Before an element of an array, or its end. */
        ELEMENT,
        /** Before a key of an inline table, or its end. */
        KEY,
        /** After a value. */
        AFTER
    }

    /** How many blank lines and comments in a row are left as they are. */
    static final int MAX_RUN = 8;

    private final String text;
    private int at;
    private int line;

    /** The brackets and braces of the values that are open. */
    private final Deque<Character> open = new ArrayDeque<>();

    private final BitSet surplusLines = new BitSet();
    private final List<Integer> commentFaults = new ArrayList<>();

    TomlScanner(String text) {
        this.text = text;
    }

    /** Walks up to the end or the first doubt, and returns where that is; -1 if there is none. */
    int scan() {
        passTrivia();
        Place place = Place.LINE;
        while (at < text.length() || place != Place.LINE) {
            Place next = step(place);
            if (next == null) {
                return at;
            }
            place = next;
        }
        return -1;
    }

    /** The lines, counted from 0, that a run of blank lines and comments has beyond those that are left. */
    BitSet surplusLines() {
        return surplusLines;
    }

    /** Where in the text comments have a character that they must not have; the first of each comment. */
    List<Integer> commentFaults() {
        return commentFaults;
    }

    private @Nullable Place step(Place place) {
        passBlanks();
        if (at == text.length()) {
            // Blanks at the end of the document have been passed, so something has begun.
            return open.isEmpty() && place == Place.AFTER ? Place.LINE : null;
        }
        char next = text.charAt(at);
        if (next == '#' || TomlTokens.isLineEnd(text, at)) {
            return passLineEnd(place);
        }
        return switch (place) {
            case LINE -> next == '[' ? passHeader() : passKeyAndEquals();
            case VALUE -> passValue();
            case ELEMENT -> next == ']' ? close() : passValue();
            case KEY -> next == '}' ? close() : passKeyAndEquals();
            case AFTER -> passDelimiter(next);
        };
    }

    private @Nullable Place passLineEnd(Place place) {
        if (place == Place.VALUE) {
            return null;
        }
        at = endOfComment(at);
        if (at < text.length()) {
            passLineBreak();
            passTrivia();
        }
        return open.isEmpty() ? Place.LINE : place;
    }

    private @Nullable Place passDelimiter(char next) {
        Character opened = open.peek();
        if (opened == null) {
            return null;
        }
        if (next == ',') {
            at++;
            return opened == '[' ? Place.ELEMENT : Place.KEY;
        }
        return next == (opened == '[' ? ']' : '}') ? close() : null;
    }

    private Place close() {
        at++;
        open.pop();
        return Place.AFTER;
    }

    private @Nullable Place passHeader() {
        boolean isArray = text.startsWith("[[", at);
        at += isArray ? 2 : 1;
        String end = isArray ? "]]" : "]";
        if (!passKey() || !text.startsWith(end, at)) {
            return null;
        }
        at += end.length();
        return Place.AFTER;
    }

    private @Nullable Place passKeyAndEquals() {
        if (!passKey() || at == text.length() || text.charAt(at) != '=') {
            return null;
        }
        at++;
        return Place.VALUE;
    }

    /** Passes a key, whatever parts it has, and the blanks around it. */
    private boolean passKey() {
        while (true) {
            passBlanks();
            int from = at;
            if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
                at = TomlTokens.endOfString(text, at);
            } else {
                at = TomlTokens.endOfBareKey(text, at);
            }
            if (at == from) {
                return false;
            }
            passBlanks();
            if (at == text.length() || text.charAt(at) != '.') {
                return true;
            }
            at++;
        }
    }

    private @Nullable Place passValue() {
        char first = text.charAt(at);
        if (first == '[' || first == '{') {
            open.push(first);
            at++;
            return first == '[' ? Place.ELEMENT : Place.KEY;
        }
        int from = at;
        String delimiter = String.valueOf(first).repeat(3);
        if ((first == '"' || first == '\'') && text.startsWith(delimiter, at)) {
            at = TomlTokens.endOfLongString(text, at);
            line += (int)
                    text.substring(from, at).chars().filter(c -> c == '\n').count();
        } else if (first == '"' || first == '\'') {
            at = TomlTokens.endOfString(text, at);
        } else {
            at = TomlTokens.endOfScalar(text, at);
        }
        return at == from ? null : Place.AFTER;
    }

    private void passBlanks() {
        at = TomlTokens.endOfBlanks(text, at);
    }

    private void passLineBreak() {
        at += text.charAt(at) == '\r' ? 2 : 1;
        line++;
    }

    /** Passes all lines from here on that hold nothing but blanks and a comment. */
    private void passTrivia() {
        for (int run = 1; ; run++) {
            int end = endOfComment(TomlTokens.endOfBlanks(text, at));
            if (!TomlTokens.isLineEnd(text, end)) {
                if (end == text.length()) {
                    at = end;
                }
                return;
            }
            if (run > MAX_RUN) {
                surplusLines.set(line);
            }
            at = end;
            passLineBreak();
        }
    }

    /** The end of the line if a comment begins here, and notes its first fault; the same place if none does. */
    private int endOfComment(int from) {
        if (!text.startsWith("#", from)) {
            return from;
        }
        int end = TomlTokens.endOfLine(text, from);
        int fault = TomlTokens.endOfAllowed(text, from, end);
        if (fault < end) {
            commentFaults.add(fault);
        }
        return end;
    }
}

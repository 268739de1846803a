package io.github.coordinator.runfile;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfigException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Decodes UTF-8 strictly, since a replacement character in the middle of a run's name would go unnoticed. */
final class Utf8 {
    private Utf8() {}

    /**
     * The text of these bytes.
     *
     * @throws RunConfigException if they are not UTF-8; it says where the first byte at fault is
     */
    static String decode(byte[] bytes, String sourceName) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // A byte never becomes more than one char.
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true);
        String text = out.flip().toString();
        if (!result.isError()) {
            return text;
        }
        String message = String.format(Locale.ROOT, "not UTF-8: unexpected byte 0x%02X", bytes[in.position()]);
        throw new RunConfigException(sourceName, List.of(problemAfter(text, message)));
    }

    /** A problem with what follows a piece of text from its beginning on, rather than with a key. */
    static ConfigProblem problemAfter(String text, String message) {
        int line = 1 + (int) text.chars().filter(character -> character == '\n').count();
        int column = 1 + text.codePointCount(text.lastIndexOf('\n') + 1, text.length());
        return new ConfigProblem("", line, column, message);
    }
}

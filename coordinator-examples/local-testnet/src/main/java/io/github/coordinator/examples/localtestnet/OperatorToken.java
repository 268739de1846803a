package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secret that the operator shows. Only its hash is kept, and hashes are compared in constant time. */
final class OperatorToken {
    /** Where a token may be given instead of in a file. */
    static final String VARIABLE = "COORDINATOR_OPERATOR_TOKEN";

    private static final int LEAST_CHARACTERS = 16;
    private static final int MOST_CHARACTERS = 1_024;
    private static final String SCHEME = "Bearer ";

    private final byte[] hash;

    private OperatorToken(String token) {
        hash = hash(token);
    }

    /**
     * The token, if one is given.
     *
     * @param file the file that has it, or null
     * @return the token of the file, or else that of the environment; empty if there is neither
     * @throws WrongUsageException if the file cannot be read, or the token is unfit
     */
    static Optional<OperatorToken> find(@Nullable Path file) {
        if (file != null) {
            return Optional.of(of(read(file), "the operator's token in " + file));
        }
        String given = Objects.requireNonNullElse(System.getenv(VARIABLE), "");
        return given.isEmpty() ? Optional.empty() : Optional.of(of(given, "the operator's token in " + VARIABLE));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException unreadable) {
            throw new WrongUsageException(
                    "the file " + file + " with the operator's token cannot be read, or is not ASCII");
        }
    }

    /** Checks a token, which {@code what} names in the message if it is unfit. */
    static OperatorToken of(String token, String what) {
        boolean isPlain = token.chars().allMatch(each -> each > ' ' && each < 0x7f);
        if (token.length() < LEAST_CHARACTERS || token.length() > MOST_CHARACTERS || !isPlain) {
            throw new WrongUsageException(what + " must have " + LEAST_CHARACTERS + " to " + MOST_CHARACTERS
                    + " visible ASCII characters; openssl rand -hex 32 makes one");
        }
        return new OperatorToken(token);
    }

    /** Whether the value of an Authorization header shows this token. */
    boolean isShownBy(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        return MessageDigest.isEqual(hash, hash(authorization.substring(SCHEME.length())));
    }

    private static byte[] hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}

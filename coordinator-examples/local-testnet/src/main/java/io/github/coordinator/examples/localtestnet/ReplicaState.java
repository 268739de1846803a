package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.SeedSource;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one of several equal servers, as bytes go in and out. Any thread may call.
 *
 * <p>Turns and snapshots name the version of the rules, and a hash of what the run began with: the run file and the secret of
 * the seeds. A server with another of these would come to another state, and refuses them. The secret itself is in none.
 */
public final class ReplicaState {
    /**
     * To be raised with each change after which the same inputs may lead to another state, in this example or in
     * coordinator-core.
     */
    static final int RULES = 1;

    /** A turn that is larger is proposed in parts. */
    static final int TURN_BYTES = 1 << 20;

    private static final int HASH_BYTES = 32;
    private static final int HEADER_BYTES = Integer.BYTES + HASH_BYTES;
    private static final HexFormat HEX = HexFormat.of();
    private static final int LEAST_SECRET = 16;

    private final Digits digits;
    private final SeedSource seeds;
    private final byte[] header;
    private final Consumer<RunReport> reports;
    private TrainingState state;

    /**
     * The beginning of a run: the same on all servers that have the same two files.
     *
     * @param config the run file, or null for the one that comes with the example
     * @param secret the file with the secret of the seeds in hexadecimal
     * @param log takes lines for people: what the run does, as this server learns of it
     */
    public ReplicaState(@Nullable Path config, Path secret, ServerLog log) {
        this(TestnetConfig.load(config), readSecret(secret), log::report);
    }

    ReplicaState(TestnetConfig file, byte[] secret, Consumer<RunReport> reports) {
        this.reports = reports;
        digits = Digits.load();
        seeds = SeedSource.keyed(secret, file.config().runId());
        // No clock: the first leader says what time it is.
        state = TrainingState.start(file, digits, seeds, Instant.EPOCH);
        header = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(RULES)
                .put(sha256(state.toBytes(), sha256(secret)))
                .array();
    }

    private static byte[] readSecret(Path file) {
        try {
            byte[] secret = HEX.parseHex(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (secret.length >= LEAST_SECRET) {
                return secret;
            }
        } catch (IOException | IllegalArgumentException unusable) {
            // Said below.
        }
        throw new WrongUsageException(
                "the file " + file + " must have at least " + 2 * LEAST_SECRET + " hexadecimal digits");
    }

    /**
     * Takes a turn.
     *
     * @param turn what a {@link Proposer} was given, on this server or another
     * @return what it resulted in
     * @throws IllegalArgumentException if a server with other rules, another run file or another secret made it
     */
    public synchronized TurnResults apply(byte[] turn) {
        TurnResults results = new TurnResults(state.apply(inputs(body("turn", turn))));
        results.list().forEach(each -> {
            if (each instanceof ServerResult.Ticked ticked) {
                ticked.reports().forEach(this::report);
            }
        });
        return results;
    }

    private void report(RunReport report) {
        reports.accept(report);
        if (report instanceof RunReport.Finished) {
            reports.accept(new RunReport.Note("the run is finished, and the state has the digest " + digest()));
        }
    }

    /**
     * The whole state.
     *
     * @return bytes for {@link #restore}
     */
    public synchronized byte[] snapshot() {
        return join(header, state.toBytes());
    }

    /**
     * Replaces the whole state.
     *
     * @param snapshot what {@link #snapshot} returned, on this server or another
     * @throws IllegalArgumentException if it is damaged, or a server with other rules, another run file or another secret made
     *     it
     */
    public synchronized void restore(byte[] snapshot) {
        state = TrainingState.restore(body("snapshot", snapshot), digits, seeds);
        reports.accept(new RunReport.Note("restored from a snapshot of " + snapshot.length + " bytes, in step "
                + state.view().status().step()));
    }

    /** Looks at the state. */
    synchronized Look look(Instant now) {
        return Look.at(state, now);
    }

    /**
     * The hash of the state.
     *
     * @return 64 hexadecimal digits, equal for equal states
     */
    public synchronized String digest() {
        return state.digest();
    }

    /** A turn in parts, none of which is much larger than {@link #TURN_BYTES}. */
    List<byte[]> turns(List<ServerInput> inputs) {
        List<byte[]> turns = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(part);
        try {
            out.write(header);
            for (ServerInput input : inputs) {
                if (part.size() >= TURN_BYTES) {
                    turns.add(part.toByteArray());
                    part.reset();
                    out.write(header);
                }
                byte[] bytes = input.toBytes();
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        turns.add(part.toByteArray());
        return turns;
    }

    private static List<ServerInput> inputs(byte[] body) {
        List<ServerInput> inputs = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(body);
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new IllegalArgumentException("a turn ends too early");
            }
            byte[] input = new byte[length];
            rest.get(input);
            inputs.add(ServerInput.fromBytes(input));
        }
        return inputs;
    }

    /** What comes after the header, if that is ours. */
    private byte[] body(String what, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw new IllegalArgumentException("a " + what + " of " + bytes.length + " bytes is too short");
        }
        int rules = ByteBuffer.wrap(bytes).getInt();
        if (rules != RULES) {
            throw new IllegalArgumentException(
                    "a " + what + " has version " + rules + " of the rules, and this server version " + RULES);
        }
        if (!Arrays.equals(bytes, 0, HEADER_BYTES, header, 0, HEADER_BYTES)) {
            throw new IllegalArgumentException(
                    "a " + what + " comes from a server with another run file or another secret than this one");
        }
        return Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}

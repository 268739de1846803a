package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.RunInput;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The binary form of a {@link TrainingState} and its inputs: {@code CoTn}, the version, the kind of content, the content, and
 * CRC32C of all before. The run and its inputs are in there in their own form. Numbers have their most significant byte
 * first; bytes come after their count; text is as {@link DataOutputStream#writeUTF} writes it.
 */
final class StateFormat {
    /** The version that this program writes, and the only one so far. */
    static final int VERSION = 1;

    private static final int MAGIC = 0x436f546e;
    private static final int STATE = 0;
    private static final int RUN_INPUT = 1;
    private static final int NAME = 2;
    private static final int UPDATE = 3;

    private StateFormat() {}

    /** Writes a part of something into memory, which does not fail. */
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static byte[] write(ServerInput input) {
        if (input instanceof ServerInput.OfRun ofRun) {
            return frame(RUN_INPUT, out -> writeBytes(out, ofRun.input().toBytes()));
        } else if (input instanceof ServerInput.Name name) {
            return frame(NAME, out -> {
                writeBytes(out, name.client().bytes());
                out.writeUTF(name.name());
            });
        }
        ServerInput.Update update = (ServerInput.Update) input;
        return frame(UPDATE, out -> {
            writeBytes(out, update.client().bytes());
            out.writeLong(update.round().epoch());
            out.writeLong(update.round().height());
            writeBytes(out, update.change().toBytes());
        });
    }

    static ServerInput readInput(byte[] bytes) {
        Reader in = new Reader(bytes);
        ServerInput input = switch (in.kind) {
            case RUN_INPUT -> new ServerInput.OfRun(RunInput.fromBytes(in.bytes()));
            case NAME -> new ServerInput.Name(ClientId.of(in.bytes()), in.text());
            case UPDATE ->
                new ServerInput.Update(
                        ClientId.of(in.bytes()),
                        new RoundId(in.wholeNumber(), in.wholeNumber()),
                        Weights.fromBytes(in.bytes()));
            default -> throw new IllegalArgumentException("there is no input of kind " + in.kind);
        };
        in.end();
        return input;
    }

    static byte[] write(HostedRunSnapshot run, SharedModel model, Names names, History history) {
        return frame(STATE, out -> {
            writeBytes(out, run.toBytes());
            writeBytes(out, model.weights().toBytes());
            RoundUpdates open = model.openRound();
            out.writeBoolean(open != null);
            if (open != null) {
                out.writeInt(open.updates.size());
                for (Map.Entry<Integer, Weights> each : open.updates.entrySet()) {
                    out.writeInt(each.getKey());
                    writeBytes(out, each.getValue().toBytes());
                }
            }
            out.writeInt(names.all().size());
            for (Map.Entry<ClientId, String> each : names.all().entrySet()) {
                writeBytes(out, each.getKey().bytes());
                out.writeUTF(each.getValue());
            }
            HistoryFormat.write(history, out);
        });
    }

    static TrainingState readState(byte[] bytes, Digits digits, SeedSource seeds) {
        Reader in = new Reader(bytes);
        require(in.kind == STATE, "there is no state of kind " + in.kind);
        HostedRun run = HostedRun.restore(HostedRunSnapshot.fromBytes(in.bytes()), seeds);
        Classifier classifier = new Classifier(Settings.of(run.config().model()));
        Weights weights = weights(in, classifier);
        RoundUpdates open = in.flag() ? openRound(in, run, classifier) : null;
        Map<ClientId, String> shown = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            shown.put(ClientId.of(in.bytes()), in.text());
        }
        History history = HistoryFormat.read(in);
        in.end();
        Names names = new Names();
        names.restore(shown);
        return new TrainingState(run, new SharedModel(digits, classifier, weights, open), names, history);
    }

    private static RoundUpdates openRound(Reader in, HostedRun run, Classifier classifier) {
        Round round = run.status()
                .round()
                .orElseThrow(() -> new IllegalArgumentException("there are updates of a round, and no round is open"));
        RoundUpdates open = new RoundUpdates(round);
        for (int left = in.count(); left > 0; left--) {
            int index = in.count();
            require(
                    open.offer(index, weights(in, classifier)),
                    "the client at index " + index + " has no share, or two");
        }
        return open;
    }

    private static Weights weights(Reader in, Classifier classifier) {
        Weights weights = Weights.fromBytes(in.bytes());
        require(
                weights.size() == classifier.size(),
                "there are " + weights.size() + " weights, and the model has " + classifier.size());
        return weights;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static byte[] frame(int kind, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeByte(kind);
            content.writeTo(out);
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    /** Reads a frame from its beginning to its end, and believes no count before that many bytes are there. */
    static final class Reader {
        private static final int HEADER = 6;

        private final DataInputStream in;
        private final int kind;

        Reader(byte[] bytes) {
            int length = bytes.length - Integer.BYTES;
            require(length >= HEADER && ByteBuffer.wrap(bytes).getInt() == MAGIC, "it does not begin as it should");
            int version = bytes[Integer.BYTES];
            require(version == VERSION, "it has format " + version + ", and this program reads format " + VERSION);
            require(ByteBuffer.wrap(bytes).getInt(length) == checksum(bytes, length), "its checksum is wrong");
            kind = bytes[HEADER - 1];
            in = new DataInputStream(new ByteArrayInputStream(bytes, HEADER, length - HEADER));
        }

        byte[] bytes() {
            return read(() -> {
                int length = in.readInt();
                require(length >= 0 && length <= in.available(), length + " bytes cannot follow");
                return in.readNBytes(length);
            });
        }

        String text() {
            return read(in::readUTF);
        }

        long wholeNumber() {
            return read(in::readLong);
        }

        int count() {
            int count = read(in::readInt);
            require(count >= 0, "a count is " + count);
            return count;
        }

        boolean flag() {
            return read(in::readBoolean);
        }

        double number() {
            return read(in::readDouble);
        }

        void end() {
            require(read(in::available) == 0, "bytes follow after its end");
        }

        private interface Part<T> {
            T read() throws IOException;
        }

        private static <T> T read(Part<T> part) {
            try {
                return part.read();
            } catch (IOException cut) {
                throw new IllegalArgumentException("it ends too early", cut);
            }
        }
    }
}

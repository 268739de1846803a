package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.examples.localtestnet.HistoryEntry.Event;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The binary form of a {@link History}, as a part of {@link StateFormat}. Constants are written by their names. */
final class HistoryFormat {
    private static final int CHANGED = 0;
    private static final int ROUND_OVER = 1;
    private static final int REMOVED = 2;
    private static final int OPERATED = 3;
    private static final int RESTARTED = 4;

    private HistoryFormat() {}

    static void write(History history, DataOutputStream out) throws IOException {
        out.writeInt(history.entries().size());
        for (HistoryEntry entry : history.entries()) {
            out.writeLong(entry.number());
            Instant at = entry.at();
            out.writeLong(at.getEpochSecond());
            out.writeInt(at.getNano());
            write(entry.event(), out);
        }
        out.writeInt(history.untimed().size());
        for (Event event : history.untimed()) {
            write(event, out);
        }
    }

    private static void write(Event event, DataOutputStream out) throws IOException {
        if (event instanceof HistoryEntry.Changed changed) {
            out.writeInt(CHANGED);
            out.writeUTF(changed.from().name());
            out.writeUTF(changed.to().name());
            out.writeUTF(changed.reason().name());
            out.writeLong(changed.epoch());
            out.writeLong(changed.step());
        } else if (event instanceof HistoryEntry.RoundOver over) {
            out.writeInt(ROUND_OVER);
            out.writeLong(over.epoch());
            out.writeLong(over.height());
            out.writeLong(over.step());
            out.writeBoolean(over.confirmed());
            out.writeInt(over.participants());
            out.writeInt(over.attested());
            out.writeInt(over.witnesses());
            out.writeDouble(over.loss());
            out.writeDouble(over.accuracy());
        } else if (event instanceof HistoryEntry.Removed removed) {
            out.writeInt(REMOVED);
            StateFormat.writeBytes(out, removed.client().bytes());
            out.writeUTF(removed.name());
            out.writeUTF(removed.cause().name());
            out.writeUTF(removed.during().name());
            out.writeLong(removed.epoch());
        } else if (event instanceof HistoryEntry.Operated operated) {
            out.writeInt(OPERATED);
            out.writeUTF(operated.call().name());
            out.writeUTF(operated.argument().orElse(""));
            out.writeUTF(operated.outcome().name());
        } else {
            out.writeInt(RESTARTED);
        }
    }

    static History read(StateFormat.Reader in) {
        List<HistoryEntry> entries = new ArrayList<>();
        int count = in.count();
        StateFormat.require(count <= History.KEPT, count + " entries of the history are too many");
        for (int read = 0; read < count; read++) {
            long number = in.wholeNumber();
            boolean follows =
                    read == 0 ? number > 0 : number == entries.get(read - 1).number() + 1;
            StateFormat.require(follows, "the entry " + number + " of the history is out of order");
            entries.add(new HistoryEntry(number, instant(in), event(in)));
        }
        List<Event> untimed = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            untimed.add(event(in));
        }
        return History.restore(entries, untimed);
    }

    private static Instant instant(StateFormat.Reader in) {
        try {
            return Instant.ofEpochSecond(in.wholeNumber(), in.count());
        } catch (DateTimeException | ArithmeticException never) {
            throw new IllegalArgumentException("an entry of the history has an impossible time", never);
        }
    }

    private static Event event(StateFormat.Reader in) {
        int kind = in.count();
        return switch (kind) {
            case CHANGED ->
                new HistoryEntry.Changed(
                        RunState.valueOf(in.text()),
                        RunState.valueOf(in.text()),
                        TransitionReason.valueOf(in.text()),
                        in.wholeNumber(),
                        in.wholeNumber());
            case ROUND_OVER ->
                new HistoryEntry.RoundOver(
                        in.wholeNumber(),
                        in.wholeNumber(),
                        in.wholeNumber(),
                        in.flag(),
                        in.count(),
                        in.count(),
                        in.count(),
                        in.number(),
                        in.number());
            case REMOVED ->
                new HistoryEntry.Removed(
                        ClientId.of(in.bytes()),
                        in.text(),
                        Removal.Cause.valueOf(in.text()),
                        RunState.valueOf(in.text()),
                        in.wholeNumber());
            case OPERATED ->
                new HistoryEntry.Operated(
                        OperatorCall.valueOf(in.text()),
                        Optional.of(in.text()).filter(text -> !text.isEmpty()),
                        OperatorOutcome.valueOf(in.text()));
            case RESTARTED -> new HistoryEntry.Restarted();
            default -> throw new IllegalArgumentException("the history has no event of kind " + kind);
        };
    }
}

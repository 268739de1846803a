package io.github.coordinator.verification.fuzz;

import io.github.coordinator.verification.fuzz.FuzzedCalls.CallKind;
import io.github.coordinator.verification.fuzz.FuzzedCalls.ForgedField;
import io.github.coordinator.verification.model.CollidingClients;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Writes the input from which {@link FuzzedCalls} reads the calls that are asked for here; clients go by number. */
final class WrittenCalls {
    /** The client number after which a name follows. */
    private static final int NAMED = CollidingClients.ALL.size();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Calls to the run with this number in {@link FuzzedConfig}. */
    WrittenCalls(int config) {
        small(config);
    }

    WrittenCalls tick() {
        return call(CallKind.TICK_WHEN_DUE);
    }

    WrittenCalls tickAt(long second) {
        return call(CallKind.TICK).number(second);
    }

    WrittenCalls pending(int clients) {
        return call(CallKind.PENDING, clients);
    }

    WrittenCalls eachOf(int clients, CallKind kind) {
        IntStream.range(0, clients).forEach(client -> call(kind, client));
        return this;
    }

    WrittenCalls call(CallKind kind) {
        return small(FuzzedCalls.KINDS.indexOf(kind));
    }

    WrittenCalls call(CallKind kind, int client) {
        return call(kind).small(client);
    }

    /** A true proof that overlooks the seats whose bits are set; with a negative number a filter has these bits instead. */
    WrittenCalls witness(int client, int overlooked) {
        return call(CallKind.WITNESS, client).small(overlooked);
    }

    WrittenCalls witnessByStranger() {
        return call(CallKind.WITNESS, NAMED).small(1).small(0).small('x').small(0);
    }

    /** A proof in which one number is not true. */
    WrittenCalls forged(int client, ForgedField lie, long number) {
        return call(CallKind.FORGED_WITNESS, client)
                .small(lie.bit)
                .number(number)
                .small(0);
    }

    /** A proof with a bitmap of {@code seats} seats; {@code seen} has the bits of the first eight. */
    WrittenCalls forgedBitmap(int client, int seats, int seen) {
        return call(CallKind.FORGED_WITNESS, client)
                .small(ForgedField.PARTICIPATION.bit)
                .small(0)
                .number(seats)
                .small(1)
                .small(seen);
    }

    /** A proof with an empty filter whose keys are all 0. */
    WrittenCalls forgedFilter(int client) {
        return call(CallKind.FORGED_WITNESS, client)
                .small(ForgedField.PARTICIPATION.bit)
                .small(1)
                .small(1)
                .small(1);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private WrittenCalls small(int number) {
        bytes.write(number);
        return this;
    }

    private WrittenCalls number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }
}

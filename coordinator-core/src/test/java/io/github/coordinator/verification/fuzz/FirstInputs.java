package io.github.coordinator.verification.fuzz;

import io.github.coordinator.verification.fuzz.FuzzedCalls.CallKind;
import io.github.coordinator.verification.fuzz.FuzzedCalls.ForgedField;

/** The inputs with which the search among remote calls begins, since it would hardly find a whole round by itself. */
final class FirstInputs {
    private static final int FORGER = 3;

    private FirstInputs() {}

    /** An epoch of three rounds, of which the second overlooks client 0, who then loses its connection and comes back. */
    static byte[] honest(int config) {
        WrittenCalls calls = new WrittenCalls(config).eachOf(3, CallKind.JOIN).tick();
        calls.eachOf(3, CallKind.READY).tick();
        for (int overlooked : new int[] {0, 1, 0}) {
            calls.witness(0, overlooked).witness(1, overlooked).witness(2, overlooked);
            calls.tick().tick();
        }
        calls.call(CallKind.DISCONNECT, 0).tick();
        calls.call(CallKind.JOIN, 0).tick().tick();
        calls.eachOf(3, CallKind.READY).tick();
        return calls.witness(0, 0).witness(1, 0).tick().tick().bytes();
    }

    /**
     * A round that gets a proof with each lie, and from two clients one that sees nobody; then a clock gone wild, and
     * a round that nobody attests. Of the two clients, only the forger is a witness where not everyone is.
     */
    static byte[] forged(int config) {
        WrittenCalls calls = new WrittenCalls(config).pending(5).tick();
        calls.eachOf(2, CallKind.READY).tick().tick();
        calls.witnessByStranger();
        calls.forged(FORGER, ForgedField.EPOCH, 1).forged(FORGER, ForgedField.HEIGHT, 1);
        calls.forged(FORGER, ForgedField.INDEX, -1).forged(FORGER, ForgedField.POSITION, -1);
        calls.forgedBitmap(FORGER, 3, 0b111).forgedFilter(FORGER);
        calls.witness(0, -1).witness(FORGER, -1).witness(FORGER, 0);
        calls.call(CallKind.EJECT, 1).witness(1, 0);
        calls.call(CallKind.LEAVE, 2).call(CallKind.PAUSE).call(CallKind.RESUME).call(CallKind.HEALTH_CHECK, 0);
        calls.tick().witness(FORGER, 0);
        calls.tickAt(1L << 40).tick().tick().tickAt(5);
        return calls.tick().tick().tick().bytes();
    }
}

package io.github.coordinator.verification.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Prints one hash of all that happens in some hundred runs; a process of its own, so that its surroundings can be chosen. */
final class TraceDigest {
    private static final int RUNS = 200;

    private TraceDigest() {}

    public static void main(String[] arguments) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (long seed = 0; seed < RUNS; seed++) {
            RunLog trace = new RunLog(true);
            Simulation.run(Plan.draw(seed), Sabotage.NONE, trace, new Tally());
            sha256.update(trace.toString().getBytes(StandardCharsets.UTF_8));
        }
        System.out.println(HexFormat.of().formatHex(sha256.digest()));
    }
}

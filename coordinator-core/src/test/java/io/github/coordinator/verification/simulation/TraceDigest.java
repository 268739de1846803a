package io.github.coordinator.verification.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One hash of all that happens in some hundred runs; can be a process of its own, whose surroundings are chosen. */
final class TraceDigest {
    private static final int RUNS = 200;

    private TraceDigest() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(ofRuns());
    }

    static String ofRuns() throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (long seed = 0; seed < RUNS; seed++) {
            RunLog log = new RunLog(true);
            Simulation.run(Plan.draw(seed), Sabotage.NONE, log, new Tally());
            sha256.update(log.toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}

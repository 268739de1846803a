package io.github.coordinator.verification.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seeds give the same bytes in every process, whatever its locale, time zone, hash codes or Java. */
class DeterminismTest {
    /**
     * What {@link TraceDigest} prints. It stands here so that builds on different JDKs are held against each other; a change
     * that is meant to make runs different, or to tell of them in other words, puts its own in here.
     */
    private static final String DIGEST = "faf36f2e392e09ec48f7be82e41dd6a55763882bd95d31cbbc0d763c4a4585c6";

    @Test
    @Tag("slow")
    void runsAreTheSameHere() throws Exception {
        assertEquals(DIGEST, TraceDigest.ofRuns());
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.language=en",
                "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu",
                "-Duser.language=ar -Duser.country=EG -Duser.timezone=America/St_Johns -Dfile.encoding=ISO-8859-1",
                "-XX:+UnlockExperimentalVMOptions -XX:hashCode=2",
                "-XX:+UnlockExperimentalVMOptions -XX:hashCode=1 -Duser.timezone=Pacific/Apia"
            })
    void runsAreTheSameEverywhere(String surroundings) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(surroundings.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TraceDigest.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertEquals(0, process.waitFor(), printed);
        assertEquals(DIGEST, printed);
    }
}

package io.github.coordinator.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The original as the mission describes it: ours agrees with every one of its traces, wholly. */
class MissionTracesTest {
    static Stream<Path> traces() {
        return GoldenFiles.traces("mission");
    }

    @ParameterizedTest
    @MethodSource("traces")
    void everyStepAgrees(Path file) {
        GoldenTrace trace = GoldenTrace.read(file);
        TraceReplay replay = new TraceReplay(trace, TraceConfigs.mission(trace.header()));
        for (GoldenTrace.RecordedCall step : trace.steps()) {
            assertThat(replay.follow(step).differences())
                    .as("%s, line %d: %s", trace, step.line(), step.op())
                    .isEmpty();
        }
    }
}

package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood of joins is told in few lines. */
class JoinReportsTest {
    private final List<RunReport> told = new ArrayList<>();
    private long nanos;

    @Test
    void whatIsTooMuchIsCounted() {
        JoinReports joins = new JoinReports(told::add, () -> nanos);
        RunReport.Joined joined = new RunReport.Joined("ada", "ACCEPTED");
        for (int i = 0; i < 1_000; i++) {
            joins.report(joined);
        }
        assertThat(told).hasSize(JoinReports.MOST).containsOnly(joined);
        nanos += JoinReports.PERIOD.toNanos();
        joins.report(joined);
        joins.report(joined);
        assertThat(told.subList(JoinReports.MOST, told.size()))
                .containsExactly(new RunReport.Note("980 more joins"), joined, joined);
        nanos += JoinReports.PERIOD.toNanos();
        joins.report(joined);
        assertThat(told).hasSize(JoinReports.MOST + 4);
    }
}

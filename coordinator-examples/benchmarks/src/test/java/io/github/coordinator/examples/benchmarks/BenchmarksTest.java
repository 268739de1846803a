package io.github.coordinator.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;

/** Runs every benchmark once. The figures mean nothing, and so nothing is asked of them but to be there. */
class BenchmarksTest {
    @TempDir
    Path folder;

    @Test
    @Tag("full")
    void everyRowIsMeasuredPrintedAndWritten() throws Exception {
        Path file = folder.resolve("bench.json");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Benchmarks.run(Effort.SMOKE, title -> true, file, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1 + Work.TABLE.size())
                .first()
                .asString()
                .contains("work", "ns", "h", "bytes", "target", "original", "held");
        JsonNode rows = new ObjectMapper().readTree(Files.readString(file));
        assertThat(rows).hasSize(Work.TABLE.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            Work work = Work.TABLE.get(i);
            assertThat(row.fieldNames()).toIterable().containsExactly("name", "ns", "h", "bytes", "target", "held");
            assertThat(row.get("name").asText()).isEqualTo(work.title());
            assertThat(row.get("target").asText()).isEqualTo(work.target().toString());
            assertThat(row.get("held").isBoolean()).isTrue();
            assertThat(row.get("bytes").isNumber()).isTrue();
            if (work.benchmark() != null) {
                assertThat(row.get("ns").asDouble()).as(work.title()).isPositive();
                assertThat(row.get("h").asDouble()).as(work.title()).isPositive();
            }
        }
    }

    @Test
    void onlyTheRowsAskedForAreMeasured() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(Benchmarks.run(Effort.SMOKE, title -> title.startsWith("idle"), folder.resolve("bench.json"), out))
                .extracting(measurement -> measurement.work().title())
                .containsExactly("idle tick, below the minimum", "idle tick, training");
    }

    @Test
    @Tag("full")
    void everyRowBesideKafkaIsMeasuredAndPrinted() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        KafkaComparison.run(Effort.SMOKE, title -> true, new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<String> titles = KafkaComparison.titles().toList();
        List<String> rows =
                printed.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
        assertThat(rows).hasSameSizeAs(titles);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).startsWith(titles.get(i)).doesNotContain("-", "NaN");
        }
    }

    @Test
    void aRowBesideKafkaIsHeldFromItsTargetOn() {
        Comparison comparison = new Comparison("work", "ns", 10, 25, 2.5);
        assertThat(comparison.row())
                .startsWith("work ")
                .contains(" 2.5 ", "≥ 2.5")
                .endsWith("yes");
        assertThat(new Comparison("work", "ns", 10, 25, 3).row()).endsWith("NO");
    }

    @Test
    void theHelpNamesTheRows() {
        assertThat(Benchmarks.help())
                .startsWith("Usage: ")
                .contains("idle tick, training\n", "beside Kafka: sign of life, 1,000,000\n");
    }

    @Test
    void everyBenchmarkHasItsRow() throws Exception {
        Set<String> benchmarks = new TreeSet<>();
        try (InputStream list = Benchmarks.class.getResourceAsStream(BenchmarkList.BENCHMARK_LIST)) {
            BenchmarkList.readBenchmarkList(list).forEach(entry -> benchmarks.add(entry.getUsername()));
        }
        Set<String> rows = new TreeSet<>();
        for (Work work : Work.TABLE) {
            if (work.benchmark() != null) {
                rows.add(work.benchmark());
            }
        }
        assertThat(benchmarks).isEqualTo(rows);
    }
}

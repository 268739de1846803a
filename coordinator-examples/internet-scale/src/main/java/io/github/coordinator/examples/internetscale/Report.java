package io.github.coordinator.examples.internetscale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.coordinator.Removal;
import io.github.coordinator.config.RunConfig;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The run as the page reads it: {@code story} is what happened, the same for the same scenario, and {@code measured} what
 * it cost this time. Rounds and epochs come as columns.
 */
final class Report {
    private final ObjectMapper json = new ObjectMapper();
    private final Simulation simulation;

    private Report(Simulation simulation) {
        this.simulation = simulation;
    }

    static ObjectNode of(Simulation simulation, double wallSeconds) {
        Report report = new Report(simulation);
        ObjectNode all = report.json.createObjectNode();
        all.set("story", report.story());
        all.set("measured", report.measured(wallSeconds));
        return all;
    }

    private ObjectNode story() {
        ObjectNode story = json.createObjectNode();
        story.set("run", run());
        story.set("rounds", rounds());
        story.set("epochs", epochs());
        story.set("electedByCount", comparison(simulation.fairness().byCount()));
        story.set("electedByPlace", comparison(simulation.fairness().byPlace()));
        return story;
    }

    private ObjectNode run() {
        Scenario scenario = simulation.scenario();
        RunConfig config = scenario.config();
        ObjectNode run = json.createObjectNode();
        run.put("clients", scenario.clients());
        run.put("rounds", scenario.rounds());
        run.put("seed", Long.toString(scenario.seed()));
        run.put("crowd", scenario.crowd());
        run.put("crowdRound", simulation.chronicle().crowdRound());
        run.put("maxClients", config.maxClients());
        run.put("roundsPerEpoch", config.roundsPerEpoch());
        run.put("witnesses", config.witnessNodes());
        run.put("quorum", config.quorum(config.witnessNodes()));
        run.put("patienceSeconds", Deliveries.PATIENCE / Agenda.SECOND);
        run.put("maxTrainSeconds", config.maxRoundTrainTime().toSeconds());
        run.put("healthCheckMinutes", config.healthCheckTimeout().toMinutes());
        run.put("minutesBetweenSigns", Scenario.MINUTES_BETWEEN_SIGNS);
        run.put("maxAbsentRounds", config.maxAbsentRounds());
        run.put("seatsKept", simulation.seatsKept());
        ArrayNode causes = run.putArray("causes");
        for (Removal.Cause cause : Removal.Cause.values()) {
            causes.add(cause.name());
        }
        return run;
    }

    private ObjectNode rounds() {
        List<Chronicle.RoundRow> rows = simulation.chronicle().rounds();
        ObjectNode columns = json.createObjectNode();
        columns.set("epoch", column(rows, Chronicle.RoundRow::epoch));
        columns.set("height", column(rows, Chronicle.RoundRow::height));
        columns.set("hours", column(rows, row -> rounded(row.hours())));
        columns.set("confirmed", column(rows, Chronicle.RoundRow::confirmed));
        columns.set("attested", column(rows, Chronicle.RoundRow::attested));
        columns.set("omitted", column(rows, Chronicle.RoundRow::omitted));
        columns.set("clients", column(rows, Chronicle.RoundRow::clients));
        columns.set("waiting", column(rows, Chronicle.RoundRow::waiting));
        columns.set("trainSeconds", column(rows, row -> rounded(row.trainSeconds())));
        columns.set("endedByTime", column(rows, Chronicle.RoundRow::endedByTime));
        columns.set("removals", column(rows, row -> row.removals().values()));
        return columns;
    }

    private ObjectNode epochs() {
        List<Chronicle.EpochRow> rows = simulation.chronicle().epochs();
        ObjectNode columns = json.createObjectNode();
        columns.set("clients", column(rows, Chronicle.EpochRow::clients));
        columns.set("removals", column(rows, row -> row.removals().values()));
        return columns;
    }

    private ObjectNode measured(double wallSeconds) {
        Runtime runtime = Runtime.getRuntime();
        ObjectNode measured = json.createObjectNode();
        measured.put("wallSeconds", wallSeconds);
        measured.put("maxHeap", runtime.maxMemory());
        measured.put("processors", runtime.availableProcessors());
        measured.put("java", Runtime.version().toString());
        measured.set("transitions", json.valueToTree(simulation.costs().transitions()));
        measured.set("messages", json.valueToTree(simulation.costs().messages()));
        measured.set("heap", json.valueToTree(simulation.memory().readings()));
        return measured;
    }

    private ObjectNode comparison(Fairness.Comparison comparison) {
        ObjectNode node = json.createObjectNode();
        node.set("observed", column(comparison.cells(), Fairness.Cell::observed));
        node.set("expected", column(comparison.cells(), Fairness.Cell::expected));
        node.put("pValue", orNull(comparison.pValue()));
        return node;
    }

    private <T> ArrayNode column(List<T> rows, Function<T, Object> cell) {
        return json.valueToTree(rows.stream().map(cell).toList());
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** JSON has no way to write what is not a number. */
    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

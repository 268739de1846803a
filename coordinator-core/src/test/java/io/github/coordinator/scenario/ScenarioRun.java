package io.github.coordinator.scenario;

import io.github.coordinator.verification.model.Reach;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of running a scenario.
 *
 * @param scenario the scenario
 * @param output what each of its commands said
 */
record ScenarioRun(ScenarioFile scenario, List<List<String>> output) {
    /** Runs a scenario; where asked for, with a coordinator restored after each call. */
    static ScenarioRun of(ScenarioFile scenario, boolean restoring, Reach reach) {
        Interpreter interpreter = new Interpreter(restoring, reach);
        List<List<String>> output = new ArrayList<>();
        for (ScenarioFile.Exchange step : scenario.steps()) {
            try {
                output.add(interpreter.execute(Command.parse(step.command())));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(at(scenario, step) + "\n" + e.getMessage(), e);
            }
        }
        return new ScenarioRun(scenario, output);
    }

    /** Where the output is not what is expected: file and line, and both, as a diff has them; empty where all is well. */
    String differences() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < output.size(); i++) {
            ScenarioFile.Exchange step = scenario.steps().get(i);
            if (!step.expected().equals(output.get(i))) {
                text.append(at(scenario, step)).append('\n');
                diff(text, step.expected(), output.get(i));
            }
        }
        return text.toString();
    }

    /** Outputs are short, so that it is enough to leave out what both begin and end with. */
    private static void diff(StringBuilder text, List<String> expected, List<String> said) {
        int shorter = Math.min(expected.size(), said.size());
        int head = 0;
        while (head < shorter && expected.get(head).equals(said.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && expected.get(expected.size() - 1 - tail).equals(said.get(said.size() - 1 - tail))) {
            tail++;
        }
        append(text, "    ", expected.subList(0, head));
        append(text, "  - ", expected.subList(head, expected.size() - tail));
        append(text, "  + ", said.subList(head, said.size() - tail));
        append(text, "    ", expected.subList(expected.size() - tail, expected.size()));
    }

    private static void append(StringBuilder text, String sign, List<String> lines) {
        lines.forEach(line -> text.append(sign).append(line).append('\n'));
    }

    private static String at(ScenarioFile scenario, ScenarioFile.Exchange step) {
        return scenario.file() + ":" + step.line() + ": " + step.command();
    }
}

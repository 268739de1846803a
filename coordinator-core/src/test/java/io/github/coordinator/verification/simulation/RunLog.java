package io.github.coordinator.verification.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened in a run, line by line, for people. Costs nothing in the thousands of runs that nobody reads. */
final class RunLog {
    private final boolean isOn;
    private final List<String> lines = new ArrayList<>();

    RunLog(boolean isOn) {
        this.isOn = isOn;
    }

    /** Whether anybody reads it; asked before a line is put together. */
    boolean isOn() {
        return isOn;
    }

    void add(long now, String who, String what) {
        if (isOn) {
            lines.add(String.format(Locale.ROOT, "%15.9f  %-9s %s", now / 1e9, who, what));
        }
    }

    /** The end of it, where it is long. */
    String lastLines(int most) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}

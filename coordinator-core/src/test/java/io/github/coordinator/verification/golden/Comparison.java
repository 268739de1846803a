package io.github.coordinator.verification.golden;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What of a step was compared, and in which of it ours and the original differ. */
final class Comparison {
    /** What can be compared: the answer to a message, and what a status says after a tick. */
    enum Field {
        ANSWER,
        STATE,
        BEGAN,
        EPOCH,
        STEP,
        CLIENTS,
        HEIGHT,
        DATA_INDEX,
        SEED,
        WITNESSES
    }

    private final Set<Field> compared = EnumSet.noneOf(Field.class);
    private final Set<Field> differing = EnumSet.noneOf(Field.class);
    private final List<String> differences = new ArrayList<>();

    void compare(Field field, Object ours, Object theirs) {
        compared.add(field);
        if (!ours.equals(theirs)) {
            differing.add(field);
            differences.add(field + ": " + ours + " instead of " + theirs);
        }
    }

    /** Whether anything was compared at all; there are calls that leave nothing to be held against the original. */
    boolean sawAnything() {
        return !compared.isEmpty();
    }

    Set<Field> differing() {
        return differing;
    }

    /** The differences in words; none where both agree. */
    List<String> differences() {
        return differences;
    }
}

package io.github.coordinator.verification.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All randomness of a run, from one seed. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean happens(double probability) {
        // Asking costs, and most of what could happen is switched off in most runs.
        return probability > 0 && random.nextDouble() < probability;
    }

    /** Both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Both ends included. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    long any() {
        return random.nextLong();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

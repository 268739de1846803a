package io.github.coordinator.verification.simulation;

/** How a client behaves while faults strike, and one of them even afterwards where the run ends {@link Ending#TROUBLED}. */
enum Habit {
    /** Does what it is told. */
    HONEST,
    /** Trains, but lies as a witness: see {@link Lie}. */
    LIAR,
    /** Joins, and after a long time again, and says nothing else. */
    SILENT,
    /** Gives signs of life and says that it is ready, but neither trains nor attests. */
    ZOMBIE,
    /** The same, and hangs up at the end of every second round. */
    HANGING_ZOMBIE,
    /** Does everything but attest. */
    SILENT_WITNESS,
    /** Does what it is told, but hangs up again and again, and comes back. */
    FLAPPING,
    /** Does what it is told, but says goodbye once in each epoch, and joins again at once. */
    LEAVING;

    /** Whether it works as it is told as long as it is there, and tells no lies. */
    boolean isHonest() {
        return this == HONEST || this == FLAPPING || this == LEAVING;
    }

    boolean trains() {
        return isHonest() || this == LIAR || this == SILENT_WITNESS;
    }

    boolean neverAttests() {
        return this == SILENT || this == ZOMBIE || this == HANGING_ZOMBIE || this == SILENT_WITNESS;
    }
}

package io.github.coordinator.examples.replicated;

/** Is told who leads. The calls come from threads of Ratis, one at a time, and must not block. */
interface Leadership {
    /** This server leads from now on, and has applied all that any leader before it has committed. */
    void began();

    /** This server no longer leads. May come without {@link #began}. */
    void ended();
}

package io.github.coordinator.examples.benchmarks;

import java.util.List;

/**
 * What a coordinator does for its members. Ids are those of the coordinator, decoded and hashed before anything is measured.
 *
 * @param <I> the coordinator's kind of id
 */
interface Membership<I> {
    /** Takes in all clients, as they join one after the other, and begins with them as members. */
    void admit(List<I> clients);

    /**
     * Takes signs of life, and says how many are from members. Each coordinator has its own loop, as it would have in a server
     * of its own: in a loop for both, the compiled code of one is no longer what it is alone.
     */
    int hear(List<I> clients);

    /** Is called between samples: whatever a coordinator does from time to time, and not for each message. */
    void tick();
}

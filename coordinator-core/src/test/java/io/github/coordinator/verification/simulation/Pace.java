package io.github.coordinator.verification.simulation;

/** When a host ticks. All three ways must do. */
enum Pace {
    /** At the deadline, and after each message, as the documentation of the coordinator recommends. */
    EAGER,
    /** At the deadline, which it asks for after each message; and when it sees that its clock has gone back. */
    THRIFTY,
    /** Every so often, whatever happens. */
    POLLING
}

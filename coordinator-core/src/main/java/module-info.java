/**
 * The coordinator of a distributed training run: a state machine without input, output, clock, randomness or threads of
 * its own, to be embedded in a server that has them.
 */
module io.github.coordinator {
    requires org.tomlj;
    requires static transitive org.jspecify;

    exports io.github.coordinator;
    exports io.github.coordinator.config;
    exports io.github.coordinator.round;
    exports io.github.coordinator.runfile;
}

/**
 * The coordinator of a distributed training run, to be embedded in a server. Start with {@link io.github.coordinator}: it
 * shows the loop of a host and a client.
 */
module io.github.coordinator {
    requires org.tomlj;
    requires static transitive org.jspecify;

    exports io.github.coordinator;
    exports io.github.coordinator.config;
    exports io.github.coordinator.round;
    exports io.github.coordinator.runfile;
}

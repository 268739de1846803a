module outside {
    requires io.github.coordinator;
}

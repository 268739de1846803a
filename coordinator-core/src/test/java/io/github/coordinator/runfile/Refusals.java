package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfigException;

/** What an operator is told about a file that does not load. */
final class Refusals {
    private Refusals() {}

    /** Checks that a text is refused with these lines, and no others. */
    static void assertRefused(String toml, String... lines) {
        assertThatThrownBy(() -> RunConfigLoader.parse(toml, "data.toml"))
                .isInstanceOf(RunConfigException.class)
                .hasMessage(String.join("\n", lines));
    }
}

package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import java.util.Comparator;
import java.util.function.Supplier;

/** What holds whatever is in a file: it loads, or it is refused with problems that an operator can find. */
public final class LoaderClaims {
    private static final Comparator<ConfigProblem> BY_POSITION =
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column);

    private LoaderClaims() {}

    /**
     * Checks a text that is given as it is.
     *
     * @param toml the text
     */
    public static void check(String toml) {
        check(toml, () -> RunConfigLoader.parse(toml, "data.toml"));
    }

    /**
     * Checks any way to load a text.
     *
     * @param toml the text, as far as it is one
     * @param loading loads it
     */
    public static void check(String toml, Supplier<RunConfig> loading) {
        try {
            RunConfig config = loading.get();
            assertThat(config.toBuilder().build()).isEqualTo(config);
        } catch (RunConfigException refused) {
            assertThat(refused.problems()).isNotEmpty().isSortedAccordingTo(BY_POSITION);
            assertThat(refused.problems()).allSatisfy(problem -> assertIsInside(problem, toml));
            assertThat(refused.getMessage().split("\n", -1)).hasSameSizeAs(refused.problems());
        }
    }

    private static void assertIsInside(ConfigProblem problem, String toml) {
        String[] lines = toml.split("\n", -1);
        assertThat(problem.line()).isBetween(1, lines.length);
        String line = lines[problem.line() - 1];
        assertThat(problem.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
    }
}

package io.github.coordinator.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration was refused. Carries every problem there is, so that an operator mends a file once.
 *
 * <p>The message has one line for each problem: {@code data.toml:12:15: witness_nodes is 5, more than min_clients (3)},
 * or without the position where the configuration comes from code.
 *
 * @since 0.1.0
 */
public final class RunConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Comparator<ConfigProblem> BY_POSITION =
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column);

    /** Sorted by position. */
    @SuppressWarnings("serial") // An immutable copy is serializable, since a problem is.
    private final List<ConfigProblem> problems;

    /**
     * Refuses a configuration.
     *
     * @param source what messages call its source, the name of a file for instance; used only with problems that have
     *     a position
     * @param problems all that is wrong, at least one problem; those with equal positions keep their order
     */
    public RunConfigException(String source, List<ConfigProblem> problems) {
        super(problems.stream()
                .sorted(BY_POSITION)
                .map(problem -> problem.describe(source))
                .collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted(BY_POSITION).toList();
    }

    /**
     * All that is wrong.
     *
     * @return at least one problem, sorted by line and column, then in the order of the keys; immutable
     */
    public List<ConfigProblem> problems() {
        return problems;
    }
}

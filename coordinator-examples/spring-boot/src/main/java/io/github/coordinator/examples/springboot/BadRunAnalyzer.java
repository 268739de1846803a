package io.github.coordinator.examples.springboot;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfigException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says all that is wrong with the settings of the run, each with its place. */
class BadRunAnalyzer extends AbstractFailureAnalyzer<RunConfigException> {
    private final Environment environment;

    BadRunAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RunConfigException cause) {
        boolean isFile = cause.problems().stream().anyMatch(problem -> problem.line() > 0);
        String problems = isFile
                ? Objects.requireNonNull(cause.getMessage())
                : cause.problems().stream().map(this::describe).collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "The settings of the run are wrong:\n\n" + problems, "Mend them, and start again.", cause);
    }

    private String describe(ConfigProblem problem) {
        String origin = origin("coordinator.run." + problem.key().replace('_', '-'));
        return origin == null ? problem.message() : origin + ": " + problem.message();
    }

    private @Nullable String origin(String property) {
        if (!ConfigurationPropertyName.isValid(property)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (var source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null && found.getOrigin() != null) {
                return found.getOrigin().toString();
            }
        }
        return null;
    }
}

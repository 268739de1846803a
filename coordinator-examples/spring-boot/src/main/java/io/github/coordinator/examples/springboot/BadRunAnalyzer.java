package io.github.coordinator.examples.springboot;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfigException;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Says all that is wrong with the settings of the run, each with its place. */
class BadRunAnalyzer extends AbstractFailureAnalyzer<RunConfigException> {
    private final Environment environment;

    BadRunAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RunConfigException cause) {
        StringBuilder description = new StringBuilder("The settings of the run are wrong:\n");
        Iterator<ConfigProblem> problems = cause.problems().iterator();
        String.valueOf(cause.getMessage())
                .lines()
                .forEach(line -> description
                        .append('\n')
                        .append(origin(problems.next().key())
                                .map(place -> place + ": ")
                                .orElse(""))
                        .append(line));
        return new FailureAnalysis(description.toString(), "Correct them, and start again.", cause);
    }

    /** Where the application's own files or arguments have a key. */
    private Optional<Origin> origin(String key) {
        String name = key.replace('_', '-');
        return Stream.of("coordinator.run." + name, "coordinator." + name)
                .filter(ConfigurationPropertyName::isValid)
                .map(ConfigurationPropertyName::of)
                .flatMap(property -> StreamSupport.stream(
                                ConfigurationPropertySources.get(environment).spliterator(), false)
                        .map(source -> source.getConfigurationProperty(property)))
                .filter(Objects::nonNull)
                .flatMap(found -> Stream.ofNullable(found.getOrigin()))
                .findFirst();
    }
}

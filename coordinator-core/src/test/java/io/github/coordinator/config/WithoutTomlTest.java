package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host that reads no run files needs no TOML parser. */
class WithoutTomlTest {
    @Test
    void buildsAConfigurationWithoutAParser() throws IOException, ReflectiveOperationException {
        URL core = RunConfig.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {core}, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("org.tomlj.Toml")).isInstanceOf(ClassNotFoundException.class);
            Class<?> configs = loader.loadClass(RunConfig.class.getName());
            Class<?> builders = loader.loadClass(RunConfigBuilder.class.getName());
            Object builder = configs.getMethod("builder", String.class).invoke(null, "digits");
            Method set = builders.getMethod("set", String.class, Object.class);
            RunConfig expected = RunConfig.builder("digits")
                    .minClients(3)
                    .warmupTime(Duration.ofSeconds(60))
                    .maxRoundTrainTime(Duration.ofSeconds(30))
                    .roundWitnessTime(Duration.ofSeconds(5))
                    .cooldownTime(Duration.ofSeconds(10))
                    .roundsPerEpoch(20)
                    .totalSteps(1000)
                    .globalBatchSizeStart(64)
                    .model(Map.of("layers", 12))
                    .build();
            for (Map.Entry<String, Object> setting : expected.settings().entrySet()) {
                set.invoke(builder, setting.getKey(), setting.getValue());
            }
            builders.getMethod("model", Map.class).invoke(builder, Map.of("layers", 12));

            assertThat(builders.getMethod("build").invoke(builder)).hasToString(expected.toString());
            set.invoke(builder, "min_clients", "three");
            assertThatThrownBy(() -> builders.getMethod("build").invoke(builder))
                    .cause()
                    .hasMessage("min_clients must be a whole number, but is \"three\"");
        }
    }
}

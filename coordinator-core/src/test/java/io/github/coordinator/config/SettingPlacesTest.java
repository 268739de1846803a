package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.internal.settings.Key;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A setting has an accessor and a setter of its name. */
class SettingPlacesTest {
    private static final Pattern UNDERSCORE = Pattern.compile("_(.)");

    @ParameterizedTest
    @EnumSource
    void hasAnAccessorAndASetter(Key key) {
        String path = key.table().equals(Key.DATA_SERVER) ? key.table() + "_" + key.text() : key.text();
        String name =
                UNDERSCORE.matcher(path).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));

        assertThat(Arrays.stream(RunConfig.class.getMethods())
                        .filter(method -> method.getParameterCount() == 0)
                        .map(Method::getName))
                .contains(name);
        assertThat(Arrays.stream(RunConfigBuilder.class.getMethods())
                        .filter(method -> method.getParameterCount() == 1)
                        .map(Method::getName))
                .contains(name);
    }
}

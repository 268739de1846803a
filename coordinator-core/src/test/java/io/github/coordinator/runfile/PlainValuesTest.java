package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

class PlainValuesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'text'",
                "7",
                "0.5",
                "true",
                "1979-05-27T07:32:00-08:00",
                "1979-05-27T07:32:00",
                "1979-05-27",
                "07:32:00"
            })
    void aModelTakesEveryKindOfValueThatAFileCanHold(String value) {
        Object written = Toml.parse("key = " + value).get("key");
        String toml = RunFile.minimal().text() + "[model]\nkey = " + value + "\nlist = [" + value + "]\n";

        assertThat(RunConfigLoader.parse(toml, "data.toml").model())
                .isEqualTo(Map.of("key", written, "list", List.of(written)));
    }
}

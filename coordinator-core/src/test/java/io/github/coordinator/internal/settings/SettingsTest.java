package io.github.coordinator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void areEqualIfAllValuesAre() {
        Draft draft = new Draft();
        draft.offer(Key.RUN_ID, "run_id", "digits");
        Settings settings = draft.toSettings();

        assertThat(settings)
                .isEqualTo(Draft.of(settings).toSettings())
                .isNotEqualTo(new Draft().toSettings())
                .isNotEqualTo(settings.toMap())
                .hasToString(settings.toMap().toString());
    }

    @Test
    void haveNoValueOfAKeyThatIsNotGiven() {
        Settings settings = new Draft().toSettings();

        assertThat(settings.isGiven(Key.LOCATION)).isFalse();
        assertThatNullPointerException()
                .isThrownBy(() -> settings.text(Key.LOCATION))
                .withMessage("location");
    }
}

package io.github.coordinator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, abc, 0", "abc, '', 3", "'', abc, 3", "kitten, sitting, 3", "abc, acb, 2"})
    void countsTheChanges(String from, String to, int distance) {
        assertThat(Spelling.distance(from, to)).isEqualTo(distance);
    }

    @Test
    void findsWhatWasMeant() {
        List<String> known = List.of("warmup_time", "cooldown_time", "epoch_time");

        assertThat(Spelling.nearest("warm_up_time", known)).hasValue("warmup_time");
        assertThat(Spelling.nearest("epochtime", known)).hasValue("epoch_time");
        assertThat(Spelling.nearest("epoch", known)).isEmpty();
        assertThat(Spelling.nearest("epochs_tim", known)).hasValue("epoch_time");
        assertThat(Spelling.nearest("poch_ti", known)).hasValue("epoch_time");
        assertThat(Spelling.nearest("poch_t", known)).isEmpty();
        assertThat(Spelling.nearest("lr", known)).isEmpty();
        assertThat(Spelling.nearest("", List.of())).isEmpty();
    }
}

package io.github.coordinator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelValuesTest {
    @Test
    void keepsTheOrderAndChangesWithNobody() {
        List<Object> betas = new ArrayList<>(List.of(0.9, 0.95));
        Map<String, Object> optimizer = new LinkedHashMap<>();
        optimizer.put("z", betas);
        optimizer.put("a", true);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("optimizer", optimizer);
        model.put("born", LocalDate.of(2024, 12, 1));

        Map<String, Object> copy = ModelValues.copyOf(model);
        betas.clear();
        optimizer.clear();
        model.clear();

        assertThat(copy).hasToString("{optimizer={z=[0.9, 0.95], a=true}, born=2024-12-01}");
    }

    @Test
    void canBeChangedAtNoDepth() {
        Map<String, Object> copy = ModelValues.copyOf(Map.of("a", Map.of("b", List.of(1L))));
        Map<?, ?> inner = (Map<?, ?>) copy.get("a");
        List<?> list = (List<?>) inner.get("b");

        assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(inner::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void takesAnIntForALong() {
        assertThat(ModelValues.copyOf(Map.of("layers", 12))).isEqualTo(Map.of("layers", 12L));
    }

    @Test
    void refusesWhatAFileCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelValues.copyOf(Map.of("runs", List.of(1L, new Object()))))
                .withMessage("model.runs[1] is a java.lang.Object, which a run file cannot hold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelValues.copyOf(Map.of("names", Map.of(1, "one"))))
                .withMessage("model.names has a key that is not a string");
        assertThatNullPointerException()
                .isThrownBy(() -> ModelValues.copyOf(Map.of("list", Arrays.asList("a", null))))
                .withMessage("model.list[1]");
    }

    @Test
    void nestsAsDeepAsAFileCan() {
        Map<String, Object> deepest = Map.of("list", nested(127));
        Map<String, Object> deeper = Map.of("list", nested(128));

        assertThat(ModelValues.copyOf(deepest)).isEqualTo(deepest);
        assertThatIllegalArgumentException().isThrownBy(() -> ModelValues.copyOf(deeper));
    }

    /** A number in that many lists. */
    private static Object nested(int lists) {
        return lists == 0 ? 7L : List.of(nested(lists - 1));
    }

    @Test
    void refusesATableThatHoldsItself() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("m", model);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelValues.copyOf(model))
                .withMessageEndingWith(".m is nested more than 128 levels deep");
    }
}

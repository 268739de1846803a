package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.DataRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private final Digits digits = Digits.load();
    private final Classifier classifier = new Classifier(new Settings(32, 4, 0.05, 10));
    private final Weights start = classifier.initialWeights(7);

    @Test
    void learnsToTellDigitsThatItWasNotTrainedOn() {
        Classifier.Score before = classifier.score(start, digits.heldOut());
        Weights change = classifier.train(start, digits.training(), new DataRange(0, 1436));
        Classifier.Score after = classifier.score(start.plusMeanOf(List.of(change)), digits.heldOut());

        assertThat(before.accuracy()).isLessThan(0.3);
        assertThat(after.accuracy()).isGreaterThan(0.95);
        assertThat(after.loss()).isLessThan(before.loss() / 5);
    }

    @Test
    void makesTheSameOfTheSameData() {
        DataRange range = new DataRange(100, 199);
        assertThat(classifier.train(start, digits.training(), range))
                .isEqualTo(classifier.train(start, digits.training(), range));
        assertThat(classifier.initialWeights(7).hash()).isEqualTo(start.hash());
    }

    @Test
    void goesThroughTheRowsOverAndOver() {
        int rows = digits.training().size();
        assertThat(classifier.train(start, digits.training(), new DataRange(5, 20)))
                .isEqualTo(classifier.train(start, digits.training(), new DataRange(5 + 3L * rows, 20 + 3L * rows)));
    }

    @Test
    void hasAllDigitsInBothPartsOfTheData() {
        for (Digits.Rows part : List.of(digits.training(), digits.heldOut())) {
            Set<Integer> seen = new HashSet<>();
            for (int row = 0; row < part.size(); row++) {
                seen.add(part.digit(row));
            }
            assertThat(seen).hasSize(Digits.CLASSES);
        }
        assertThat(digits.training().size() + digits.heldOut().size()).isEqualTo(1_797);
    }
}

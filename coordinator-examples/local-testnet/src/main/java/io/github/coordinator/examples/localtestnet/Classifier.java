package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.DataRange;
import java.util.Random;

/**
 * A small neural network that tells handwritten digits: one hidden layer, then one output for each digit. It has no state;
 * its weights are handed in and out, in one array: for each hidden unit its bias and a weight for each pixel, then for each
 * digit its bias and a weight for each hidden unit.
 */
final class Classifier {
    /**
     * How well weights do on some rows.
     *
     * @param loss the mean cross entropy
     * @param accuracy the share of rows told right, from 0 to 1
     */
    record Score(double loss, double accuracy) {}

    private static final int HIDDEN_STRIDE = 1 + Digits.PIXELS;

    private final Settings settings;
    private final int hiddenUnits;
    private final int outputStride;
    private final int outputsFrom;

    Classifier(Settings settings) {
        this.settings = settings;
        hiddenUnits = settings.hiddenUnits();
        outputStride = 1 + hiddenUnits;
        outputsFrom = hiddenUnits * HIDDEN_STRIDE;
    }

    int size() {
        return outputsFrom + Digits.CLASSES * outputStride;
    }

    /**
     * Checks an update, and clips its norm.
     *
     * @throws RefusedException if it does not fit the model, or has numbers that are none
     */
    Weights check(Weights change) throws RefusedException {
        if (change.size() != size() || !change.areFinite()) {
            throw new RefusedException(
                    ErrorCode.BAD_FIELD.about("change", "a change must have " + size() + " floats, all finite"));
        }
        return change.clippedTo(settings.maxUpdateNorm());
    }

    /** Small random weights. */
    Weights initialWeights(long seed) {
        Random random = new Random(seed);
        float[] weights = new float[size()];
        for (int i = 0; i < weights.length; i++) {
            int fanIn = i < outputsFrom ? Digits.PIXELS : hiddenUnits;
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
        }
        return Weights.of(weights);
    }

    /**
     * Trains by stochastic gradient descent, row by row.
     *
     * @param start the weights to start from
     * @param rows all the rows
     * @param range which of them to train on
     * @return the change from the start
     */
    Weights train(Weights start, Digits.Rows rows, DataRange range) {
        float[] weights = start.toArray();
        Activations activations = new Activations();
        for (int pass = 0; pass < settings.localPasses(); pass++) {
            for (long index = range.first(); index <= range.last(); index++) {
                int row = rows.rowOf(index);
                forward(weights, rows.image(row), activations);
                backward(weights, rows.image(row), rows.digit(row), activations);
            }
        }
        return Weights.of(weights).minus(start);
    }

    /** How well the weights tell the digits of rows. Made with {@link StrictMath}: all servers of a run keep the same score. */
    Score score(Weights weights, Digits.Rows rows) {
        float[] values = weights.toArray();
        Activations activations = new Activations();
        double loss = 0;
        int right = 0;
        for (int row = 0; row < rows.size(); row++) {
            forward(values, rows.image(row), activations);
            loss -= StrictMath.log(Math.max(activations.output[rows.digit(row)], Float.MIN_NORMAL));
            right += activations.mostLikely() == rows.digit(row) ? 1 : 0;
        }
        return new Score(loss / rows.size(), (double) right / rows.size());
    }

    private void forward(float[] weights, float[] image, Activations into) {
        for (int unit = 0; unit < hiddenUnits; unit++) {
            into.hidden[unit] = (float) StrictMath.tanh(affine(weights, unit * HIDDEN_STRIDE, image));
        }
        float largest = Float.NEGATIVE_INFINITY;
        for (int digit = 0; digit < Digits.CLASSES; digit++) {
            into.output[digit] = affine(weights, outputsFrom + digit * outputStride, into.hidden);
            largest = Math.max(largest, into.output[digit]);
        }
        float sum = 0;
        for (int digit = 0; digit < Digits.CLASSES; digit++) {
            into.output[digit] = (float) StrictMath.exp(into.output[digit] - largest);
            sum += into.output[digit];
        }
        for (int digit = 0; digit < Digits.CLASSES; digit++) {
            into.output[digit] /= sum;
        }
    }

    private static float affine(float[] weights, int from, float[] inputs) {
        float sum = weights[from];
        for (int i = 0; i < inputs.length; i++) {
            sum += weights[from + 1 + i] * inputs[i];
        }
        return sum;
    }

    /** One step down the gradient of the row's cross entropy. */
    private void backward(float[] weights, float[] image, int digitShown, Activations at) {
        float rate = (float) settings.learningRate();
        float[] hiddenGradient = new float[hiddenUnits];
        for (int digit = 0; digit < Digits.CLASSES; digit++) {
            float gradient = at.output[digit] - (digit == digitShown ? 1 : 0);
            int from = outputsFrom + digit * outputStride;
            for (int unit = 0; unit < hiddenUnits; unit++) {
                hiddenGradient[unit] += gradient * weights[from + 1 + unit];
            }
            descend(weights, from, at.hidden, rate * gradient);
        }
        for (int unit = 0; unit < hiddenUnits; unit++) {
            float slope = 1 - at.hidden[unit] * at.hidden[unit];
            descend(weights, unit * HIDDEN_STRIDE, image, rate * hiddenGradient[unit] * slope);
        }
    }

    private static void descend(float[] weights, int from, float[] inputs, float step) {
        weights[from] -= step;
        for (int i = 0; i < inputs.length; i++) {
            weights[from + 1 + i] -= step * inputs[i];
        }
    }

    /** What the layers say about one row, overwritten by the next. */
    private final class Activations {
        private final float[] hidden = new float[hiddenUnits];
        private final float[] output = new float[Digits.CLASSES];

        int mostLikely() {
            int best = 0;
            for (int digit = 1; digit < output.length; digit++) {
                best = output[digit] > output[best] ? digit : best;
            }
            return best;
        }
    }
}

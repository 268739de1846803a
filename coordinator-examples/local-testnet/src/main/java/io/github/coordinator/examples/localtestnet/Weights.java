package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a model, or of a change to one. Immutable. In a message they are the base64 form of little-endian floats,
 * and everyone names them by the SHA-256 hash of those bytes.
 */
final class Weights {
    private final float[] values;

    private Weights(float[] values) {
        this.values = values;
    }

    static Weights of(float... values) {
        return new Weights(values.clone());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Weights fromBytes(byte[] bytes) {
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are not a whole number of floats");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Weights(values);
    }

    @JsonValue
    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** The SHA-256 hash in hexadecimal. */
    String hash() {
        return Sha256.hexOf(toBytes());
    }

    int size() {
        return values.length;
    }

    /** Whether no value is infinite or NaN: one such value would spoil the whole model. */
    boolean areFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** These weights, which must be finite, scaled down where their Euclidean norm is above the bound. */
    Weights clippedTo(double maxNorm) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        if (norm <= maxNorm) {
            return this;
        }
        double factor = maxNorm / norm;
        float[] clipped = values.clone();
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = (float) (clipped[i] * factor);
        }
        return new Weights(clipped);
    }

    float[] toArray() {
        return values.clone();
    }

    Weights minus(Weights other) {
        float[] difference = values.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= other.values[i];
        }
        return new Weights(difference);
    }

    /**
     * These weights with the mean of the changes added. The sum of floats depends on their order: only the same changes in the
     * same order give the same bits.
     */
    Weights plusMeanOf(List<Weights> changes) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            float sum = 0;
            for (Weights change : changes) {
                sum += change.values[i];
            }
            moved[i] += changes.isEmpty() ? 0 : sum / changes.size();
        }
        return new Weights(moved);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Weights that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " weights";
    }
}

package io.github.coordinator.examples.localtestnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * The handwritten digits that come with the example, split into the rows to train on and the rows held out to measure by.
 * The file has its rows shuffled, so that each range has a bit of all digits.
 *
 * @param training four fifths of the rows; a data index of the run means the row at its remainder
 * @param heldOut the other fifth, on which nobody trains
 */
record Digits(Rows training, Rows heldOut) {
    static final int PIXELS = 64;
    static final int CLASSES = 10;

    private static final int BRIGHTEST = 16;

    /** Images with the digits they show. */
    static final class Rows {
        private final List<float[]> images;
        private final List<Integer> digits;

        private Rows(List<float[]> images, List<Integer> digits) {
            this.images = images;
            this.digits = digits;
        }

        int size() {
            return images.size();
        }

        /** The image of a row, each pixel from 0 to 1; not to be changed. */
        float[] image(int row) {
            return images.get(row);
        }

        int digit(int row) {
            return digits.get(row);
        }

        /** The row that a data index of the run stands for; the run goes through the rows over and over. */
        int rowOf(long dataIndex) {
            return (int) (dataIndex % size());
        }

        private Rows part(int from, int to) {
            return new Rows(images.subList(from, to), digits.subList(from, to));
        }
    }

    static Digits load() {
        List<String> lines = readLines();
        List<float[]> images = new ArrayList<>(lines.size());
        List<Integer> digits = new ArrayList<>(lines.size());
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            float[] image = new float[PIXELS];
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                image[pixel] = Float.parseFloat(cells[pixel]) / BRIGHTEST;
            }
            images.add(image);
            digits.add(Integer.parseInt(cells[PIXELS]));
        }
        Rows all = new Rows(images, digits);
        int heldOutFrom = all.size() * 4 / 5;
        return new Digits(all.part(0, heldOutFrom), all.part(heldOutFrom, all.size()));
    }

    private static List<String> readLines() {
        try (InputStream file = Objects.requireNonNull(
                        Digits.class.getResourceAsStream("digits.csv.gz"), "digits.csv.gz is part of this example");
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package io.github.coordinator.runfile;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads a run's configuration from {@code data.toml}.
 *
 * <p><b>Our layout.</b> {@code run_id} at the top level, a table {@code [config]} with the keys of {@link RunConfig}'s
 * accessors in snake_case, {@code [model]} with tables of any content, and {@code [data_server]} with a
 * {@code location}. Durations are seconds, whole or fractions, and are kept to the nanosecond, as far as a double can.
 * Required are {@code run_id} and, in {@code [config]}, {@code min_clients}, {@code warmup_time},
 * {@code max_round_train_time}, {@code round_witness_time}, {@code cooldown_time}, {@code total_steps},
 * {@code global_batch_size_start}, and at least one of {@code rounds_per_epoch} and {@code epoch_time}. The defaults of
 * the others are those of {@link RunConfig}. A key that is not known is a problem, and so are more
 * {@code witness_nodes} than {@code min_clients}.
 *
 * <p><b>Psyche's layouts.</b> A run file of Psyche loads as it is. It is recognised by a {@code run_state} or a
 * {@code model_extra_data}, by keys of {@code [config]} that stand at the top level where there is no {@code [config]},
 * or by a table {@code [model.LLM]} where there is no {@code [data_server]}. Such a file is read with the same keys,
 * bounds and defaults, except that
 * <ul>
 *   <li>without a {@code data_order}, it is {@code "psyche"};
 *   <li>keys that are not known are passed over, unless one of the keys above may be meant;
 *   <li>without a {@code run_id}, the name of the source is taken, less its folders and {@code .toml};
 *   <li>without a {@code global_batch_size_start}, the batch size is {@code global_batch_size}, or else
 *       {@code batches_per_round} × {@code data_indicies_per_batch};
 *   <li>without a {@code sequence_length}, it is the model's {@code max_seq_len};
 *   <li>without a {@code [data_server]}, the data location is the {@code Server} in the model's {@code data_location},
 *       or else the one text in it, if it has exactly one;
 *   <li>an {@code epoch_time} shorter than one round is taken as one round: Psyche's epochs run on when their time is
 *       over;
 *   <li>{@code model_extra_data} is carried along as a table of that name beside those of {@code model}.
 * </ul>
 *
 * <p>Reading costs time and memory in proportion to the text. After the first syntax error, at most the next 8 KiB
 * are read. Nothing is kept between calls, and any thread may call.
 *
 * @since 0.1.0
 */
public final class RunConfigLoader {
    /** How large a file may be. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private RunConfigLoader() {}

    /**
     * Reads a file.
     *
     * @param file the file, UTF-8 with or without a byte order mark; messages name it as it is given here
     * @return the configuration
     * @throws IOException if the file cannot be read, is no regular file, or is larger than {@value #MAX_BYTES} bytes
     * @throws RunConfigException if it is not UTF-8, not TOML, or not a configuration; it lists all that is wrong
     */
    @ReadsFile
    public static RunConfig load(Path file) throws IOException {
        String sourceName = file.toString();
        // A device may have no end, and opening a pipe may wait for ever.
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new FileSystemException(sourceName, null, "not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new FileSystemException(sourceName, null, "larger than " + MAX_BYTES + " bytes");
            }
            return parse(Utf8.decode(bytes, sourceName), sourceName);
        }
    }

    /**
     * Reads a text.
     *
     * @param toml the text, with or without a byte order mark
     * @param sourceName what messages call the text, its file's name for instance
     * @return the configuration
     * @throws RunConfigException if it is not TOML, or not a configuration; it lists all that is wrong. Where the text
     *     is not TOML, what else is wrong is listed too as far as it is certain
     */
    public static RunConfig parse(String toml, String sourceName) {
        String text = toml.startsWith(BYTE_ORDER_MARK) ? toml.substring(1) : toml;
        ParsedText parsed = ParsedText.parse(text, sourceName);
        Findings findings = new Findings(parsed);
        Scope top = Scope.top(parsed.root());
        if (PsycheLayout.recognises(top)) {
            PsycheLayout.read(top, findings, sourceName);
        } else {
            OwnLayout.read(top, findings);
        }
        PsycheLayout.refuseOddModel(top, findings);
        return findings.toConfig(sourceName);
    }
}

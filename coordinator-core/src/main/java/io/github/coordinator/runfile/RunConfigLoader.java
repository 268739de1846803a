package io.github.coordinator.runfile;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

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
 *   <li>keys that are not known are passed over;
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
 * <p>Reading costs time and memory in proportion to the text. Nothing is kept between calls, and any thread may call.
 */
public final class RunConfigLoader {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A control character but for tabs and ends of lines, or half a surrogate pair, on the line of a table's header. */
    private static final Pattern FORBIDDEN_BEHIND_HEADER =
            Pattern.compile("(?md)^[ \\t]*\\[[^\\n]*?(?!\\r\\n)([\\x00-\\x08\\x0B-\\x1F\\x7F\\p{Cs}])");

    private RunConfigLoader() {}

    /**
     * Reads a file.
     *
     * @param file the file, UTF-8 with or without a byte order mark; messages name it as it is given here
     * @return the configuration
     * @throws IOException if the file cannot be read
     * @throws RunConfigException if it is not UTF-8, not TOML, or not a configuration; it lists all that is wrong
     */
    @ReadsFile
    public static RunConfig load(Path file) throws IOException {
        String sourceName = file.toString();
        return parse(Utf8.decode(Files.readAllBytes(file), sourceName), sourceName);
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
        TomlParseResult root = parseToml(text, sourceName);
        Findings findings = new Findings(root.errors(), List.of(text.split("\n", -1)));
        Scope top = Scope.top(root);
        if (PsycheLayout.recognises(top)) {
            PsycheLayout.read(top, findings, sourceName);
        } else {
            OwnLayout.read(top, findings);
        }
        return findings.toConfig(sourceName);
    }

    /**
     * Where assertions are on, tomlj 2.2.0 throws one that fails, and does not report it, if a comment behind the header of
     * a table has a character that comments must not have. Where they are off, the parser reports it like any other error.
     */
    private static TomlParseResult parseToml(String text, String sourceName) {
        try {
            return Toml.parse(text);
        } catch (AssertionError unreported) {
            ConfigProblem problem = FORBIDDEN_BEHIND_HEADER
                    .matcher(text)
                    .results()
                    .map(found -> unexpected(text, found.start(1)))
                    .findFirst()
                    .orElseThrow(() -> unreported);
            throw new RunConfigException(sourceName, List.of(problem));
        }
    }

    private static ConfigProblem unexpected(String text, int index) {
        String message = String.format(Locale.ROOT, "Unexpected '\\u%04x' in a comment", (int) text.charAt(index));
        return Utf8.problemAfter(text.substring(0, index), message);
    }
}

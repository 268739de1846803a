package io.github.coordinator.runfile;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever is in a file, it loads or it is refused with problems that an operator can find. */
class RunConfigLoaderProperties {
    private static final List<String> FILES = List.of(
            RunFile.minimal()
                            .with("witness_nodes", "3")
                            .with("witness_quorum", "2")
                            .with("epoch_time", "900.5")
                            .with("participation", "\"bitmap\"")
                            .text()
                    + "[model]\nlayers = [1, {a = 2}]\n[data_server]\nlocation = \"there\"\n",
            """
            run_id = "flat"
            run_state = "Paused"
            min_clients = 2
            warmup_time = 1
            max_round_train_time = 1
            round_witness_time = 1
            cooldown_time = 1
            rounds_per_epoch = 1
            total_steps = 1
            batches_per_round = 2
            data_indicies_per_batch = 3
            [model.LLM]
            max_seq_len = 4
            [model.LLM.data_location]
            Server = "there"
            """);

    /** An edit: at a place, given in thousandths of the file, some characters are replaced by a text. */
    record Edit(int thousandth, int removed, String inserted) {
        String applyTo(String text) {
            int from = (int) ((long) text.length() * thousandth / 1000);
            int to = Math.min(text.length(), from + removed);
            return text.substring(0, from) + inserted + text.substring(to);
        }
    }

    @Property(tries = 2000)
    @Tag("slow")
    void loadsOrSaysWhereItIsWrong(@ForAll("edits") List<Edit> edits, @ForAll boolean psyche) {
        String toml = FILES.get(psyche ? 1 : 0);
        for (Edit edit : edits) {
            toml = edit.applyTo(toml);
        }
        LoaderClaims.check(toml);
    }

    @Property(tries = 500)
    void takesAnyText(@ForAll String text) {
        LoaderClaims.check(text);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> inserted = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "=",
                        "[",
                        "]",
                        "[[",
                        "{",
                        "}",
                        "\"",
                        "\"\"\"",
                        "'",
                        "#",
                        ".",
                        ",",
                        "\n",
                        "\r\n",
                        "\r",
                        "-",
                        "0",
                        "9e9",
                        "nan",
                        "-1",
                        "99999999999999999999",
                        "true",
                        "1979-05-27",
                        "\u0000",
                        "\uD83C\uDFCB",
                        "\uD800",
                        "\uFEFF",
                        "\u2028",
                        "[config]\n",
                        "\n[model.x]\n",
                        "config = 1\n",
                        "run_state = 1\n",
                        "model_extra_data = 1\n"),
                Arbitraries.strings().ofMaxLength(5));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 12),
                        inserted)
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}

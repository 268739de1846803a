package io.github.coordinator.verification.fuzz;

import io.github.coordinator.RunSnapshot;
import io.github.coordinator.verification.model.Call;
import java.util.function.Consumer;

/** Calls of remote clients, with whatever they claim, while the host goes on with the run. */
public final class RemoteCallsFuzzer {
    private RemoteCallsFuzzer() {}

    /**
     * Makes the calls of an input to a run, and judges what comes of each.
     *
     * @param bytes the input
     */
    public static void fuzzerTestOneInput(byte[] bytes) {
        play(bytes, answer -> {});
    }

    /** Plays an input, hands out the answer to each call, and returns how the run was left. */
    static RunSnapshot play(byte[] bytes, Consumer<Object> answers) {
        Input input = new Input(bytes);
        FuzzedRun run = new FuzzedRun(FuzzedConfig.read(input));
        while (input.hasMore()) {
            Call call;
            try {
                call = FuzzedCalls.read(input, run.snapshot(), run.deadline());
            } catch (IllegalArgumentException notAMessage) {
                continue;
            }
            answers.accept(run.make(call));
        }
        run.restore();
        return run.snapshot();
    }
}

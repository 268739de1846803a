package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.ReconfigureResult;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the operator may ask of a run. */
enum OperatorCall {
    PAUSE(RunInput.Pause.class),
    RESUME(RunInput.Resume.class),
    STOP(RunInput.Stop.class),
    EJECT(RunInput.Eject.class),
    REINSTATE(RunInput.Reinstate.class),
    CHECKPOINT(RunInput.Checkpoint.class),
    RECONFIGURE(RunInput.Reconfigure.class);

    private final Class<? extends RunInput> input;

    OperatorCall(Class<? extends RunInput> input) {
        this.input = input;
    }

    /** The call of that name, as it stands in an address. */
    static Optional<OperatorCall> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** Which call an input is, if it comes from the operator. */
    static Optional<OperatorCall> of(RunInput input) {
        return Arrays.stream(values())
                .filter(each -> each.input.isInstance(input))
                .findFirst();
    }

    /** The client or the reference that an input names. */
    static Optional<String> argumentOf(RunInput input) {
        if (input instanceof RunInput.Eject eject) {
            return Optional.of(eject.client().toString());
        } else if (input instanceof RunInput.Reinstate reinstate) {
            return Optional.of(reinstate.client().toString());
        } else if (input instanceof RunInput.Checkpoint checkpoint) {
            return Optional.of(checkpoint.reference());
        }
        return Optional.empty();
    }

    /** What became of a call. */
    static OperatorOutcome outcomeOf(RunAnswer answer) {
        return answer instanceof ReconfigureResult result ? result.outcome() : (OperatorOutcome) answer;
    }
}

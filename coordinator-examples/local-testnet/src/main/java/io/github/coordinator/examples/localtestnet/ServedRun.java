package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The run as the endpoints reach it. Any thread may call. */
interface ServedRun {
    /** Takes a look, which costs the run a copy of its state. */
    CompletableFuture<Look> look();

    /**
     * Makes a call of the operator.
     *
     * @param call the call
     * @param then takes the answer when the call is committed
     * @return whether it is taken; if not, the server is too busy or ends
     */
    boolean operate(RunInput call, Consumer<RunAnswer> then);

    /** Why this server makes no turns; empty if it does. */
    Optional<String> notServing();
}

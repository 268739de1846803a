package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.RunInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Repeats the run in a store, from its oldest snapshot on, and prints each input with its effects. Where the server saved its
 * state, the state of the replay must have the same digest.
 */
final class Replay {
    private final Store store;
    private final Digits digits;
    private final Consumer<String> out;

    /** The time of the last tick, as of which the run is explained. */
    private Instant now = Instant.EPOCH;

    /** The number of the last input. */
    private long number;

    Replay(Store store, Digits digits, Consumer<String> out) {
        this.store = store;
        this.digits = digits;
        this.out = out;
    }

    /**
     * Replays the run up to an input, or to its last one.
     *
     * @param last the number of the input
     * @return the state after it
     * @throws StoreException if the store has no run, is damaged or begins after that input, or if a digest differs
     */
    TrainingState until(long last) {
        Store.Run run = store.run().orElseThrow(() -> new StoreException("the store has no run yet"));
        List<Store.Snapshot> snapshots = store.snapshots();
        Store.Snapshot first = snapshots.get(0);
        if (last < first.number()) {
            throw new StoreException("the inputs up to " + first.number() + " are cut: --until must be at least that");
        }
        Map<Long, String> digests =
                snapshots.stream().collect(Collectors.toMap(Store.Snapshot::number, Store.Snapshot::digest));
        TrainingState state = DurableLog.stateOf(store, run, first, digits);
        now = state.run().snapshot().run().clock().now();
        number = first.number();
        out.accept("run " + run.id() + ", from the snapshot after input " + first.number());
        store.readInputs(first.number(), last, (next, bytes) -> {
            number = next;
            apply(state, DurableLog.input(store, next, bytes));
            String saved = digests.get(next);
            if (saved != null && !saved.equals(state.digest())) {
                throw store.damaged("the server had another digest after input " + next + " than the replay");
            }
        });
        state.run().explain(now).sentences().forEach(out);
        out.accept("the state after input " + number + " has the digest " + state.digest());
        return state;
    }

    private void apply(TrainingState state, ServerInput input) {
        if (input instanceof ServerInput.OfRun ofRun && ofRun.input() instanceof RunInput.Tick tick) {
            now = tick.now();
        }
        out.accept(number + "  " + inputText(state, input));
        effects(state.apply(input)).forEach(effect -> out.accept("        " + effect));
    }

    private static String inputText(TrainingState state, ServerInput input) {
        if (input instanceof ServerInput.Name name) {
            return "Name[" + name.client() + " is " + name.name() + "]";
        } else if (input instanceof ServerInput.Update update) {
            return "Update[" + state.names().of(update.client()) + ", round " + update.round() + ", "
                    + update.change().hash() + "]";
        }
        return ((ServerInput.OfRun) input).input().toString();
    }

    private static List<String> effects(ServerResult result) {
        if (result instanceof ServerResult.Ticked ticked) {
            return ticked.result().changed()
                    ? List.of(
                            ticked.result().toString(), "model " + ticked.view().modelHash())
                    : List.of();
        } else if (result instanceof ServerResult.Answered answered) {
            return List.of(answered.answer().toString());
        } else if (result instanceof ServerResult.Joined joined) {
            return List.of(joined.name() + ": " + joined.result()
                    + joined.seat().map(seat -> ", " + seat).orElse(""));
        } else if (result instanceof ServerResult.Updated updated) {
            return List.of(updated.outcome().toString());
        } else if (result instanceof ServerResult.Restarted restarted) {
            return List.of("the server started; " + restarted.before().size() + " clients may come back");
        }
        return List.of();
    }
}

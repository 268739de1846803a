package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.RunInput;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes the run of a store once more, from its oldest snapshot on, and tells it. Where the server saved its state, the state
 * of the replay must have the same digest.
 */
final class Replay {
    private final Store store;
    private final Digits digits;
    private final Consumer<String> out;

    /** The time of the last tick; what is explained is explained as of then. */
    private Instant now = Instant.EPOCH;

    Replay(Store store, Digits digits, Consumer<String> out) {
        this.store = store;
        this.digits = digits;
        this.out = out;
    }

    /**
     * Replays the inputs up to that one.
     *
     * @return the state after it
     * @throws StoreException if the store has no run, is damaged, begins after that input, or a digest is another
     */
    TrainingState until(long last) {
        Store.Run run = store.run().orElseThrow(() -> new StoreException("the store has no run yet"));
        List<Store.Snapshot> snapshots = store.snapshots();
        Store.Snapshot first = snapshots.get(0);
        if (last < first.number()) {
            throw new StoreException("the inputs up to " + first.number() + " are cut: --until must be at least that");
        }
        TrainingState state = DurableLog.restore(store, run, first, digits);
        now = state.run().snapshot().run().clock().now();
        out.accept("run " + run.id() + ", from the snapshot after input " + first.number());
        long[] number = {first.number()};
        store.readBetween(first.number(), last, (each, bytes) -> {
            apply(state, each, DurableLog.input(store, each, bytes));
            number[0] = each;
            snapshots.stream()
                    .filter(saved -> saved.number() == each && !saved.digest().equals(state.digest()))
                    .forEach(other -> {
                        throw store.damaged("the replay has another digest after input " + each + " than the server");
                    });
        });
        state.run().explain(now).sentences().forEach(out);
        out.accept("the state after input " + number[0] + " has the digest " + state.digest());
        return state;
    }

    private void apply(TrainingState state, long number, ServerInput input) {
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

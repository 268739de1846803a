package io.github.coordinator.verification.golden;

import static io.github.coordinator.verification.golden.Comparison.Field.ANSWER;
import static io.github.coordinator.verification.golden.Comparison.Field.BEGAN;
import static io.github.coordinator.verification.golden.Comparison.Field.CLIENTS;
import static io.github.coordinator.verification.golden.Comparison.Field.EPOCH;
import static io.github.coordinator.verification.golden.Comparison.Field.STATE;
import static io.github.coordinator.verification.golden.Comparison.Field.STEP;

import io.github.coordinator.RunState;
import io.github.coordinator.verification.golden.Comparison.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The deliberate differences by which ours may leave the course of a trace; the golden files' README tells what each is.
 * Each says, of the very step at which the two part, which fields it makes differ. None of them ever explains a seed, a
 * height, data or witnesses, nor a roster but the one that its rule gives; so a fault in these fails at such a step too.
 */
enum Departure {
    /** The original counts warm-up messages of clients that are not in the epoch, and of one client more than once. */
    F2(at -> {
        Set<Field> fields = EnumSet.noneOf(Field.class);
        fields.addAll(when(at.onlyTheyTakeTheWarmupMessage(), ANSWER));
        fields.addAll(when(at.theyCountedAStranger() && at.theyTrainBeforeAllAreReady(), STATE, BEGAN));
        return fields;
    }),

    /** The original refuses to resume before the pause took effect; in ours that cancels the pause. */
    D12(at -> when(at.theyRefuseToCancelThePause(), ANSWER)),

    /** The original drops no clients in warm-up until it is over, and then trains without its minimum. */
    D11(at -> at.oursWent(RunState.WARMUP, RunState.WAITING_FOR_MEMBERS)
            ? when(at.stillThere().size() < at.before().config().minClients(), STATE, BEGAN)
            : when(at.before().state() == RunState.WARMUP && at.someAreGone() && at.rosterIsRight(), CLIENTS)),

    /** The original starts to train when as many messages came as there are witnesses, ours when all are ready. */
    D7(at -> when(at.theyTrainBeforeAllAreReady() || at.weTrainSinceAllWhoAreThereAreReady(), STATE, BEGAN)),

    /** The original counts time from a reading that was later than the present one; ours counts what passed. */
    D8(at -> at.clocksDiffer() && at.differing().contains(STATE) ? stateLeftAtAnotherTime(at) : Set.of()),

    /** The original takes a client once for each time it is pending, and no more than 256. */
    D10(at -> at.before().state() == RunState.WAITING_FOR_MEMBERS && at.pendingTwiceOrBeyondTheirLimit()
            ? when(at.after().state() != RunState.WARMUP || at.rosterIsRight(), STATE, BEGAN, CLIENTS)
            : Set.of()),

    /** The original trains on where the quorum is out of reach. */
    D14(at -> when(
            at.oursWent(RunState.ROUND_TRAIN, RunState.ROUND_WITNESS)
                    && at.theirsWent("RoundTrain", "RoundTrain")
                    && at.quorumIsOutOfReach(),
            STATE,
            BEGAN)),

    /** The original ends the epoch with a round that lacked its quorum, also where it removed somebody. */
    D4(at -> when(
            at.oursWent(RunState.ROUND_WITNESS, RunState.ROUND_TRAIN)
                    && at.theirsWent("RoundWitness", "Cooldown")
                    && at.weLackTheQuorum()
                    && at.someAreGone()
                    && at.after().members().size() >= at.before().config().minClients(),
            STATE)),

    /** The original waits in training for witnesses that are gone, and lets them attest. */
    D9(at -> at.before().state() == RunState.ROUND_TRAIN
            ? when(at.someWitnessIsGone() && at.onlyOneEndsTraining(), STATE, BEGAN)
            : when(at.onlyTheyGoOn() && at.weLackTheQuorum() && at.theyCountedTheGone(), STATE)),

    /** The original takes a round for confirmed whose quorum ours misses. */
    D5(at -> when(at.onlyTheyGoOn() && at.weLackTheQuorum(), STATE)),

    /** The original lets two more steps run after the epoch's time is over. */
    D3(at -> when(at.onlyTheyGoOn() && !at.weLackTheQuorum() && at.epochTimeIsOver(), STATE)),

    /** The original makes one step less than it was told, and finishes from the cooldown or pause after it. */
    D2(at -> when(
            at.theyMadeAllTheirSteps()
                    && (at.oursWent(RunState.ROUND_WITNESS, RunState.ROUND_TRAIN)
                                    && at.theirsWent("RoundWitness", "Cooldown")
                            || at.oursWent(RunState.COOLDOWN, RunState.WAITING_FOR_MEMBERS)
                                    && at.theirsWent("Cooldown", "Finished")
                            || at.oursWent(RunState.PAUSED, RunState.WAITING_FOR_MEMBERS)
                                    && at.theirsWent("Paused", "Finished")),
            STATE));

    @SuppressWarnings("ImmutableEnumChecker") // None of the functions keeps anything.
    private final Function<Parting, Set<Field>> explained;

    Departure(Function<Parting, Set<Field>> explained) {
        this.explained = explained;
    }

    /** The deliberate differences that together explain every field that differs; none where one stays unexplained. */
    static List<Departure> of(Parting parting) {
        Set<Field> unexplained = EnumSet.copyOf(parting.differing());
        List<Departure> departures = new ArrayList<>();
        for (Departure departure : values()) {
            if (unexplained.removeAll(departure.explained.apply(parting))) {
                departures.add(departure);
            }
        }
        return unexplained.isEmpty() ? departures : List.of();
    }

    private static Set<Field> when(boolean holds, Field... fields) {
        return holds ? Set.of(fields) : Set.of();
    }

    /** What the one has done already that leaves the state, and the other has yet to do. */
    private static Set<Field> stateLeftAtAnotherTime(Parting at) {
        Set<Field> fields = EnumSet.of(STATE, BEGAN);
        if (at.rosterIsRight()) {
            fields.add(CLIENTS);
        }
        if (at.before().state() == RunState.ROUND_WITNESS) {
            fields.add(STEP);
        }
        if (at.before().state() == RunState.COOLDOWN) {
            fields.add(EPOCH);
        }
        return fields;
    }
}

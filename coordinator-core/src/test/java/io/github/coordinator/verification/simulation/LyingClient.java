package io.github.coordinator.verification.simulation;

import static io.github.coordinator.verification.model.Forgery.everybody;
import static io.github.coordinator.verification.model.Forgery.filled;
import static io.github.coordinator.verification.model.Forgery.with;
import static io.github.coordinator.verification.model.Forgery.withForeignKeys;
import static io.github.coordinator.verification.model.Forgery.withNumbers;

import io.github.coordinator.Roster;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that trains like any other, but lies as a witness. */
final class LyingClient extends SimulatedClient {
    private static final int FLOOD = 6;

    /** What it does each time, perhaps after another: an attack that is worth anything goes on for several rounds. */
    private final Lie usualLie;

    private @Nullable WitnessProof earlier;

    LyingClient(int number, World world, SimulatedNetwork network) {
        super(number, world, network);
        usualLie = drawUsualLie();
    }

    private Lie drawUsualLie() {
        if (world.chance.happens(0.4)) {
            return Lie.SLANDER;
        }
        // What only a filter can be wrong about is rare enough.
        boolean usesBitmaps = world.plan.config().participation() == ParticipationKind.BITMAP;
        return usesBitmaps ? world.chance.oneOf(Lie.values()) : world.chance.oneOf(Lie.FOREIGN_KEYS, Lie.SATURATED);
    }

    @Override
    void give(WitnessProof proof) {
        Message.News news = news();
        if (habit() != Habit.LIAR || news == null || news.status().round().isEmpty()) {
            super.give(proof);
        } else {
            Round round = news.status().round().orElse(null);
            if (world.chance.happens(0.8)) {
                Lie another = world.chance.happens(0.1) ? Lie.WRONG_SIZE : world.chance.oneOf(Lie.values());
                tell(another, proof, round, news.roster());
            }
            tell(usualLie, proof, round, news.roster());
            earlier = proof;
        }
    }

    @Override
    void standBy(Round round, int index) {
        if (habit() == Habit.LIAR) {
            tell(Lie.UNELECTED, new WitnessProof(round.id(), index, 0, everybody(round.clientCount())));
        }
    }

    private void tell(Lie lie, WitnessProof honest, Round round, Roster roster) {
        switch (lie) {
            case SLANDER -> {
                int index = roster.clients().indexOf(World.VICTIM);
                tell(lie, with(honest, participation(round, roster, other -> other != index)));
            }
            case SEES_NOBODY -> tell(lie, with(honest, participation(round, roster, other -> false)));
            case FORGED_INDEX -> {
                int index = world.chance.oneOf(List.of(0, 1, -1, Integer.MAX_VALUE, round.clientCount()));
                tell(
                        lie,
                        withNumbers(
                                honest, honest.round().epoch(), honest.round().height(), index, honest.position()));
            }
            case FORGED_POSITION -> {
                int position = world.chance.oneOf(List.of(0, 1, -1, Integer.MIN_VALUE, round.witnessCount()));
                tell(
                        lie,
                        withNumbers(
                                honest, honest.round().epoch(), honest.round().height(), honest.index(), position));
            }
            case FORGED_EPOCH -> {
                long epoch = world.chance.oneOf(List.of(-1L, honest.round().epoch() + 1, Long.MAX_VALUE));
                tell(lie, withNumbers(honest, epoch, honest.round().height(), honest.index(), honest.position()));
            }
            case FORGED_HEIGHT -> {
                long height = world.chance.oneOf(List.of(-1L, honest.round().height() + 1, Long.MIN_VALUE));
                tell(lie, withNumbers(honest, honest.round().epoch(), height, honest.index(), honest.position()));
            }
            case SECOND_PROOF -> {
                tell(lie, honest);
                tell(lie, with(honest, participation(round, roster, other -> false)));
            }
            case REPLAY -> tell(lie, earlier == null ? honest : earlier);
            case WRONG_SIZE -> tell(lie, with(honest, everybody(round.clientCount() + world.chance.between(1, 100))));
            case WRONG_KIND ->
                tell(lie, with(honest, usesBitmaps(round) ? filled(round, 0) : everybody(round.clientCount())));
            case FOREIGN_KEYS -> tell(lie, with(honest, withForeignKeys()));
            case SATURATED -> tell(lie, with(honest, filled(round, -1)));
            case FLOOD -> {
                for (int i = 0; i < FLOOD; i++) {
                    tell(lie, honest);
                }
            }
            case UNELECTED, SILENCE -> world.tally.count(Lie.SILENCE);
        }
    }

    private static boolean usesBitmaps(Round round) {
        return round.participation() == ParticipationKind.BITMAP;
    }

    private void tell(Lie lie, WitnessProof proof) {
        world.tally.count(Disturbance.LYING_WITNESS);
        world.tally.count(lie);
        if (world.trace.isOn()) {
            say(lie + ": " + proof);
        }
        tell(new Message.Witness(proof));
    }
}

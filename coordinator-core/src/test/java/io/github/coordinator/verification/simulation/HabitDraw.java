package io.github.coordinator.verification.simulation;

import io.github.coordinator.config.RunConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How the clients of a run behave. The first is always honest: it is the one that liars leave out. */
final class HabitDraw {
    private HabitDraw() {}

    static List<Habit> draw(
            Chance chance, RunConfig config, int clients, Ending ending, Set<Disturbance> disturbances) {
        List<Habit> habits = new ArrayList<>(Collections.nCopies(clients, Habit.HONEST));
        if (disturbances.contains(Disturbance.LYING_WITNESS)) {
            int liars = Math.min(clients - 1, drawLiars(chance, config, clients));
            Collections.fill(habits.subList(clients - liars, clients), Habit.LIAR);
        }
        if (disturbances.contains(Disturbance.ODD_CLIENT)) {
            int odd = chance.between(0, clients / 2);
            for (int i = 0; i < odd; i++) {
                // Silent clients are mostly removed for something else, and so must be many.
                Habit habit = chance.happens(0.2) ? Habit.SILENT : chance.oneOf(Habit.values());
                habits.set(chance.between(1, clients - 1), habit);
            }
        }
        if (ending == Ending.TROUBLED) {
            habits.set(clients - 1, chance.oneOf(lasting(config, clients)));
        }
        return List.copyOf(habits);
    }

    /** Mostly few enough that the honest need not fear them, whoever is elected. */
    private static int drawLiars(Chance chance, RunConfig config, int clients) {
        int witnesses = config.witnessNodes() == 0 ? config.minClients() : config.witnessNodes();
        int harmless = witnesses - (2 * witnesses / 3 + 1);
        return harmless > 0 && chance.happens(0.7)
                ? chance.between(1, harmless)
                : chance.between(1, Math.max(1, clients * 2 / 3));
    }

    /**
     * A liar that is the only witness has all others removed. Where everybody is needed and must be there for a while, a
     * client that is not keeps an epoch from beginning, and is no member that stops one.
     */
    private static List<Habit> lasting(RunConfig config, int clients) {
        boolean mustBeThere = config.initMinClients() == clients
                && !config.waitingForMembersExtraTime().isZero();
        Set<Habit> habits = EnumSet.complementOf(EnumSet.of(Habit.HONEST));
        if (config.witnessNodes() == 1) {
            habits.remove(Habit.LIAR);
        }
        if (mustBeThere) {
            habits.removeAll(Set.of(Habit.SILENT, Habit.FLAPPING));
        }
        return List.copyOf(habits);
    }
}

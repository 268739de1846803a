package io.github.coordinator.examples.internetscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.Removal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small run has everything in it that the large one is about. */
@Tag("slow")
class SimulationTest {
    private static final Scenario SCENARIO = new Scenario(3000, 200, 12);

    private static Simulation finished(Scenario scenario) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Simulation simulation = new Simulation(scenario, new Progress(nowhere, false, () -> 0, scenario.rounds()));
        simulation.run();
        return simulation;
    }

    /** After each tick, the simulation itself requires that its seats are as many as the coordinator's clients. */
    @Test
    void clientsAreRemovedForEachCauseAndTheCrowdIsHeldAtTheCap() {
        Simulation simulation = finished(SCENARIO);
        Chronicle chronicle = simulation.chronicle();
        assertThat(chronicle.rounds().stream().filter(Chronicle.RoundRow::confirmed))
                .hasSize(SCENARIO.rounds());
        for (Removal.Cause cause : Removal.Cause.values()) {
            int ofEpochs = chronicle.epochs().stream()
                    .mapToInt(epoch -> epoch.removals().get(cause))
                    .sum();
            int ofRounds = chronicle.rounds().stream()
                    .mapToInt(round -> round.removals().get(cause))
                    .sum();
            // With so many clients, hardly one is elected three times before it is silent or absent.
            int least = cause == Removal.Cause.NOT_ATTESTING ? 0 : 1;
            assertThat(ofRounds).as(cause.name()).isBetween(least, ofEpochs);
        }
        assertThat(simulation.seatsKept()).isPositive();
        assertThat(chronicle.rounds())
                .extracting(Chronicle.RoundRow::endedByTime)
                .contains(true, false);
        assertThat(chronicle.rounds())
                .extracting(Chronicle.RoundRow::clients)
                .allSatisfy(clients -> assertThat(clients).isBetween(SCENARIO.minClients(), SCENARIO.maxClients()))
                .contains(SCENARIO.maxClients());
        assertThat(chronicle.rounds().get(chronicle.crowdRound()).waiting()).isGreaterThan(SCENARIO.crowd() / 2);
    }

    @Test
    @Tag("slow")
    void whatARoundLosesIsWhatTheNextOneLacks() {
        List<Chronicle.RoundRow> rounds = finished(SCENARIO).chronicle().rounds();
        for (int i = 1; i < rounds.size(); i++) {
            Chronicle.RoundRow before = rounds.get(i - 1);
            if (rounds.get(i).epoch() == before.epoch()) {
                int removed = before.removals().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                assertThat(rounds.get(i).clients()).isEqualTo(before.clients() - removed);
            }
        }
    }

    @Test
    void seatsFollowFromTheRosterAndTheRemovals() {
        Fleet fleet = new Fleet(6, new SplittableRandom(1));
        Seating seating = new Seating(fleet);
        List<ClientId> roster = new ArrayList<>();
        for (int client : new int[] {4, 2, 0, 5}) {
            roster.add(fleet.id(client));
        }
        seating.fill(roster);
        assertThat(seating.agreesWith(roster)).isTrue();
        BitSet removed = new BitSet();
        removed.set(2);
        removed.set(3);
        seating.remove(removed);
        assertThat(seating.agreesWith(roster)).isFalse();
        assertThat(seating.agreesWith(List.of(fleet.id(4), fleet.id(0), fleet.id(5))))
                .isTrue();
        assertThat(seating.agreesWith(List.of(fleet.id(4), fleet.id(5), fleet.id(0))))
                .isFalse();
    }
}

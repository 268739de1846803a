package io.github.coordinator;

import static io.github.coordinator.Scene.ADA;
import static io.github.coordinator.Scene.BOB;
import static io.github.coordinator.Scene.CYD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seats are numbered when a round begins, and at no other time: a removal costs no message to anybody else. */
class SeatsTest {
    private final Scene scene = new Scene(Scene.config());

    private static int seatsIn(TickResult result) {
        int[] count = {0};
        result.roster().ifPresent(roster -> roster.forEachSeat((client, seat) -> count[0]++));
        return count[0];
    }

    /** The fault: each client that hangs up in warm-up costs a message to every other one. */
    @Test
    void removalsInWarmupCostNoSeatMessages() {
        List<ClientId> clients = IntStream.range(0, 100)
                .mapToObj(number -> ClientId.of("client " + number))
                .toList();
        scene.pending.addAll(clients);
        int sent = seatsIn(scene.tick());
        for (ClientId leaver : clients.subList(0, 40)) {
            scene.run.disconnected(leaver);
            TickResult result = scene.tick();
            assertThat(result.removals()).extracting(Removal::client).containsExactly(leaver);
            assertThat(result.roster().orElseThrow().isSeated()).isFalse();
            assertThat(scene.run.roster().isSeated()).isFalse();
            sent += seatsIn(result);
        }
        assertThat(sent).isZero();
        assertThat(scene.run.roster().clients()).isEqualTo(clients.subList(40, 100));
        assertThat(seatsIn(scene.tickInto(RunState.ROUND_TRAIN))).isEqualTo(60);
    }

    @Test
    void nobodyHasASeatInWarmup() {
        scene.warmUp();
        assertThat(scene.run.roster().clients()).containsExactly(ADA, BOB, CYD);
        assertThat(scene.run.roster().isSeated()).isFalse();
        assertThat(List.of(ADA, BOB, CYD))
                .allSatisfy(client -> assertThat(scene.run.seat(client)).isEmpty());
        scene.run.disconnected(ADA);
        scene.run.join("run", ADA);
        assertThat(scene.run.seat(ADA)).isEmpty();

        scene.tickInto(RunState.ROUND_TRAIN);
        long version = scene.run.roster().version();
        assertThat(scene.run.roster().isSeated()).isTrue();
        assertThat(scene.run.seat(ADA)).hasValue(new Seat(version, 0));
        assertThat(scene.run.seat(BOB)).hasValue(new Seat(version, 1));
        assertThat(scene.run.seat(CYD)).hasValue(new Seat(version, 2));
        assertThat(scene.run.seat(ClientId.of("dan"))).isEmpty();
    }

    @Test
    void seatsStayAsTheyAreWhileNobodyIsRemoved() {
        scene.train();
        Roster roster = scene.run.roster();
        Optional<Seat> seat = scene.run.seat(BOB);
        scene.run.disconnected(ADA);
        scene.tickInto(RunState.ROUND_WITNESS);
        scene.run.join("run", ADA);
        TickResult next = scene.tickInto(RunState.ROUND_TRAIN);
        assertThat(next.transition().orElseThrow().reason()).isEqualTo(TransitionReason.NEXT_ROUND);
        assertThat(next.roster()).isEmpty();
        assertThat(scene.run.roster()).isEqualTo(roster);
        assertThat(scene.run.seat(BOB)).isEqualTo(seat).isPresent();
        assertThat(next.status().rosterVersion()).isEqualTo(roster.version());
    }

    @Test
    void aMemberThatIsGoneKeepsItsSeatUntilItIsRemoved() {
        scene.train();
        Optional<Seat> seat = scene.run.seat(ADA);
        scene.run.leave(ADA);
        assertThat(scene.run.seat(ADA)).isEqualTo(seat).isPresent();
        scene.tickInto(RunState.ROUND_WITNESS);
        assertThat(scene.run.seat(ADA)).isEqualTo(seat);
        scene.tickInto(RunState.ROUND_TRAIN);
        assertThat(scene.run.seat(ADA)).isEmpty();
    }

    @Test
    void aRemovalChangesTheNumbersOfTheOthersWhenTheNextRoundBegins() {
        scene.train();
        Round first = scene.run.status().round().orElseThrow();
        Seat before = scene.run.seat(BOB).orElseThrow();
        scene.run.leave(ADA);
        scene.tickInto(RunState.ROUND_WITNESS);
        assertThat(scene.run.seat(BOB)).hasValue(before);
        TickResult next = scene.tickInto(RunState.ROUND_TRAIN);
        Seat after = scene.run.seat(BOB).orElseThrow();
        assertThat(after.index()).isZero();
        assertThat(after.rosterVersion()).isEqualTo(next.status().rosterVersion());

        // A stale seat has no part in the new round, nor a new one in the old round.
        Round second = next.status().round().orElseThrow();
        assertThat(second.partOf(before)).isEmpty();
        assertThat(first.partOf(after)).isEmpty();
        assertThat(first.partOf(before)).isPresent();
        assertThat(second.partOf(after)).isPresent();
    }
}

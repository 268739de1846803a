package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a tick tells its host: what to broadcast, which clients to tell of their removal, which seats to send, and when to tick again. */
class TickResultTest {
    private final Scene scene = new Scene(Scene.config());

    private static List<Seat> seats(TickResult result) {
        List<Seat> seats = new ArrayList<>();
        result.roster().ifPresent(roster -> roster.forEachSeat((client, seat) -> seats.add(seat)));
        return seats;
    }

    @Test
    void aQuietTickReturnsTheSameResultWhileNothingChanges() {
        TickResult first = scene.tick();
        assertThat(first.changed()).isFalse();
        assertThat(first.events()).isEmpty();
        assertThat(first.transition()).isEmpty();
        assertThat(first.evaluation()).isEmpty();
        assertThat(first.removals()).isEmpty();
        assertThat(first.roster()).isEmpty();
        assertThat(first.nextDeadline()).isEmpty();
        assertThat(first).hasToString("WAITING_FOR_MEMBERS");
        scene.now = scene.now.plusSeconds(1);
        assertThat(scene.tick()).isSameAs(first);

        scene.train();
        TickResult training = scene.tick();
        scene.run.healthCheck(Scene.ADA);
        scene.now = scene.now.plusSeconds(1);
        assertThat(scene.tick()).isSameAs(training).isNotEqualTo(first);
        assertThat(training.nextDeadline()).hasValue(scene.now.minusSeconds(1).plus(Scene.STATE_TIME));
    }

    @Test
    void aQuietResultIsNotUsedAgainWhereItIsNoLongerTrue() {
        Scene patient = new Scene(Scene.config().waitingForMembersExtraTime(Scene.STATE_TIME));
        assertThat(patient.tick().nextDeadline()).isEmpty();
        patient.pending.addAll(List.of(Scene.ADA, Scene.BOB, Scene.CYD));
        TickResult foundEnough = patient.tick();
        assertThat(foundEnough.changed()).isTrue();
        assertThat(foundEnough.status().stateDue()).isEqualTo(foundEnough.nextDeadline());
        TickResult enough = patient.tick();
        assertThat(enough.changed()).isFalse();
        assertThat(enough.nextDeadline()).hasValue(patient.now.plus(Scene.STATE_TIME));

        scene.train();
        TickResult before = scene.tick();
        scene.now = scene.now.plusSeconds(5);
        scene.run.restarted(scene.now);
        TickResult after = scene.tick();
        assertThat(after.changed()).isFalse();
        assertThat(after.status().stateBegan()).isEqualTo(scene.now);
        assertThat(after.nextDeadline()).hasValue(scene.now.plus(Scene.STATE_TIME));
        assertThat(after).isNotEqualTo(before);
    }

    /** Neither state has a deadline, by which their quiet results could be told apart. */
    @Test
    void aQuietResultIsNotUsedAgainInAnotherState() {
        TickResult waiting = scene.tick();
        scene.run.pause();
        scene.tick();
        TickResult paused = scene.tick();
        assertThat(paused.changed()).isFalse();
        assertThat(paused.nextDeadline()).isEqualTo(waiting.nextDeadline());
        assertThat(paused.status().state()).isEqualTo(RunState.PAUSED);
        assertThat(scene.tick()).isSameAs(paused);
    }

    @Test
    void theEventsOfAWarmupComeInOrder() {
        scene.warmUp();
        scene.run.leave(Scene.BOB);
        scene.run.disconnected(Scene.ADA);
        scene.now = scene.now.minusSeconds(1);
        TickResult result = scene.tick();
        assertThat(result.events())
                .hasExactlyElementsOfTypes(ClockWentBack.class, Removal.class, Removal.class, Transition.class);
        assertThat(result.events().get(0)).isEqualTo(new ClockWentBack(scene.now.plusSeconds(1), scene.now));
        assertThat(result.removals())
                .isEqualTo(result.events().subList(1, 3))
                .extracting(Removal::toString)
                .containsExactly("ada removed: DISCONNECTED", "bob removed: LEFT");
        assertThat(result.transition()).hasValue((Transition) result.events().get(3));
        assertThat(result)
                .hasToString(
                        "WAITING_FOR_MEMBERS [" + result.events().get(0)
                                + ", ada removed: DISCONNECTED, bob removed: LEFT, WARMUP → WAITING_FOR_MEMBERS: TOO_FEW_MEMBERS]");
    }

    @Test
    void theEventsOfTheEndOfARoundComeInOrder() {
        scene.train();
        scene.run.eject(Scene.CYD);
        scene.run.leave(Scene.ADA);
        scene.tickInto(RunState.ROUND_WITNESS);
        TickResult result = scene.tickInto(RunState.COOLDOWN);
        assertThat(result.events())
                .hasExactlyElementsOfTypes(RoundEvaluation.class, Removal.class, Removal.class, Transition.class);
        assertThat(result.evaluation())
                .hasValue((RoundEvaluation) result.events().get(0));
        assertThat(result.removals())
                .extracting(Removal::toString)
                .containsExactly("ada removed: LEFT", "cyd removed: EJECTED");
        assertThat(result.removals()).allSatisfy(removal -> {
            assertThat(removal.during()).isEqualTo(RunState.ROUND_WITNESS);
            assertThat(removal.at()).isEqualTo(scene.now);
        });
        assertThat(result.roster().orElseThrow().clients()).containsExactly(Scene.BOB);
        assertThat(scene.run.removals()).isEqualTo(result.removals());
    }

    @Test
    void aRosterIsThereOnlyWhenItChanged() {
        TickResult taken = scene.warmUp();
        assertThat(taken.roster()).hasValue(scene.run.roster());
        assertThat(scene.tick().roster()).isEmpty();
        TickResult first = scene.tickInto(RunState.ROUND_TRAIN);
        assertThat(first.roster()).hasValue(scene.run.roster());
        assertThat(scene.tickInto(RunState.ROUND_WITNESS).roster()).isEmpty();
        assertThat(scene.tickInto(RunState.ROUND_TRAIN).roster()).isEmpty();
        assertThat(scene.tickInto(RunState.ROUND_WITNESS).roster()).isEmpty();
        assertThat(scene.tickInto(RunState.COOLDOWN).roster()).isEmpty();
        TickResult emptied = scene.tickInto(RunState.WAITING_FOR_MEMBERS);
        assertThat(emptied.roster().orElseThrow().clients()).isEmpty();
    }

    @Test
    void aRosterIsSeatedOnlyWhenARoundBegins() {
        assertThat(scene.warmUp().roster().orElseThrow().isSeated()).isFalse();
        TickResult first = scene.tickInto(RunState.ROUND_TRAIN);
        assertThat(first.roster().orElseThrow().isSeated()).isTrue();
        long version = first.status().rosterVersion();
        assertThat(seats(first)).containsExactly(new Seat(version, 0), new Seat(version, 1), new Seat(version, 2));
        scene.run.leave(Scene.ADA);
        scene.tickInto(RunState.ROUND_WITNESS);
        TickResult second = scene.tickInto(RunState.ROUND_TRAIN);
        assertThat(second.roster().orElseThrow().isSeated()).isTrue();
        long next = second.status().rosterVersion();
        assertThat(seats(second)).containsExactly(new Seat(next, 0), new Seat(next, 1));
        scene.run.leave(Scene.BOB);
        scene.tickInto(RunState.ROUND_WITNESS);
        TickResult cooldown = scene.tickInto(RunState.COOLDOWN);
        assertThat(cooldown.roster().orElseThrow().isSeated()).isFalse();
        assertThat(seats(cooldown)).isEmpty();
    }

    @Test
    void aResultIsEqualByValue() {
        Scene other = new Scene(Scene.config());
        TickResult result = scene.warmUp();
        assertThat(other.warmUp()).isEqualTo(result).hasSameHashCodeAs(result).hasToString(result.toString());
        assertThat(other.tickInto(RunState.ROUND_TRAIN)).isNotEqualTo(result);
        TickResult quiet = scene.tick();
        assertThat(quiet.status()).isEqualTo(result.status());
        assertThat(quiet).isNotEqualTo(result);
        assertThat(result).isNotEqualTo(Optional.empty());
    }

    @Test
    void theDeadlineIsThatOfTheStateThatBegan() {
        TickResult result = scene.warmUp();
        assertThat(result.nextDeadline())
                .hasValue(scene.now.plus(Scene.STATE_TIME))
                .isEqualTo(scene.run.nextDeadline())
                .isEqualTo(result.status().stateDue());
        scene.now = scene.now.plus(Duration.ofDays(1));
        assertThat(scene.tick().nextDeadline()).hasValue(scene.now.plus(Scene.STATE_TIME));
    }
}

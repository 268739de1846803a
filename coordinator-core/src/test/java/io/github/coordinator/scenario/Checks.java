package io.github.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Outcome;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.SnapshotEdit;
import io.github.coordinator.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What holds for every call in every scenario, so that no scenario has to say it. */
final class Checks {
    private Checks() {}

    static void refusedCallChangesNothing(Outcome answer, Object before, Object after) {
        assertThat(after)
                .as("a call that is refused (%s) changes nothing", answer)
                .isEqualTo(before);
    }

    static void tickTakesAtMostOneStep(List<RunEvent> events, RunSnapshot before, RunSnapshot after) {
        List<RunEvent> changes =
                events.stream().filter(Transition.class::isInstance).toList();
        if (changes.isEmpty()) {
            assertThat(after.state())
                    .as("a state does not change without an event")
                    .isEqualTo(before.state());
            return;
        }
        assertThat(changes).as("a tick makes at most one transition").hasSize(1);
        assertThat(events.get(events.size() - 1))
                .as("the transition is the last event, and tells the truth")
                .isInstanceOfSatisfying(Transition.class, told -> {
                    assertThat(told.from()).isEqualTo(before.state());
                    assertThat(told.to()).isEqualTo(after.state());
                    assertThat(told.at()).isEqualTo(after.clock().now());
                });
        assertThat(before.state().successors()).contains(after.state());
    }

    static void idleTickChangesNothing(List<RunEvent> events, RunSnapshot before, RunSnapshot after) {
        if (events.isEmpty()) {
            assertThat(after.clock().stateBegan()).isEqualTo(before.clock().stateBegan());
            assertThat(withoutSigns(after).clock(before.clock()).build())
                    .as("a tick without events changes nothing but the time, and dates the signs of life")
                    .isEqualTo(withoutSigns(before).build());
        }
    }

    private static SnapshotEdit withoutSigns(RunSnapshot snapshot) {
        return new SnapshotEdit(snapshot)
                .members(members -> members.stream()
                        .map(member -> new RunSnapshot.Member(
                                member.client(),
                                member.presence(),
                                member.ready(),
                                member.hasModel(),
                                false,
                                Duration.ZERO,
                                member.counts()))
                        .toList())
                .standings(snapshot.standings().stream()
                        .map(standing -> new RunSnapshot.Standing(
                                standing.client(),
                                standing.counts(),
                                standing.wasMember(),
                                standing.hasModel(),
                                false,
                                Duration.ZERO))
                        .toList());
    }

    /** Before the deadline nothing happens; at the deadline something does. */
    static void deadlineIsTrue(Optional<Instant> deadline, RunSnapshot before, Instant reading, List<RunEvent> events) {
        if (reading.isBefore(before.clock().now())) {
            assertThat(events.get(0)).isInstanceOf(ClockWentBack.class);
        } else if (deadline.isEmpty() || reading.isBefore(deadline.get())) {
            assertThat(events).as("nothing happens before the deadline").isEmpty();
        } else if (before.state() != RunState.WAITING_FOR_MEMBERS
                && !deadline.equals(before.clock().signsDue())) {
            // While the run waits, clients may be pending that it does not take, and only a tick finds that out. And
            // where
            // silence is watched, a tick may be wanted only to observe the time.
            assertThat(events).as("something happens at the deadline").isNotEmpty();
        }
    }
}

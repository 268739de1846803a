package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done to a coordinator and what came of it.
 *
 * @param before its snapshot before the call
 * @param pending what its source handed out during the call
 * @param call what was done
 * @param answer what it answered: the result of a tick, an outcome, or what it threw
 * @param after its snapshot after the call
 */
public record Step(RunSnapshot before, List<ClientId> pending, Call call, Object answer, RunSnapshot after) {
    /** The configuration of the run. */
    RunConfig config() {
        return before.config();
    }

    /** Whether the state changed. */
    boolean leaves() {
        return before.state() != after.state();
    }

    /** Whether the call led into a new round. */
    boolean beginsRound() {
        return leaves() && after.state() == RunState.ROUND_TRAIN;
    }

    /** Whether the call led into a new epoch. */
    boolean beginsEpoch() {
        return leaves() && after.state() == RunState.WARMUP;
    }

    /** How much time a tick observed, for the silence of clients; none where the call is no tick. */
    Duration observed() {
        return call instanceof Call.Tick tick ? SilenceInvariants.observed(before, tick.now()) : Duration.ZERO;
    }

    /** All that a tick reported. */
    List<RunEvent> events() {
        return answer instanceof TickResult result ? result.events() : List.of();
    }

    private <T extends RunEvent> List<T> events(Class<T> kind) {
        List<T> found = new ArrayList<>(2);
        for (RunEvent event : events()) {
            if (kind.isInstance(event)) {
                found.add(kind.cast(event));
            }
        }
        return found;
    }

    /** The changes of state that were reported: one at most, if all is well. */
    List<Transition> changes() {
        return events(Transition.class);
    }

    /** The removals that were reported. */
    List<Removal> drops() {
        return events(Removal.class);
    }

    /** The evaluations of a round that were reported: one at most, if all is well. */
    public List<RoundEvaluation> evaluations() {
        return events(RoundEvaluation.class);
    }

    /** Whether a round was confirmed. */
    boolean confirms() {
        return evaluations().stream().anyMatch(RoundEvaluation::confirmed);
    }

    /** Whether the host's clock went back. */
    boolean wentBack() {
        return after.clock().now().isBefore(before.clock().now());
    }

    /** How much time passed: none where the clock went back. */
    Duration passed() {
        return wentBack()
                ? Duration.ZERO
                : Duration.between(before.clock().now(), after.clock().now());
    }

    /** How long the state before had lasted when the call had been made. */
    Duration stateLasted() {
        return countable(stateLasted(before).plus(passed()));
    }

    /** How long the epoch had lasted when the call had been made. */
    Duration epochLasted() {
        return countable(epochLasted(before).plus(passed()));
    }

    /** How long enough clients had been pending when the call had been made; empty while they were too few. */
    Optional<Duration> waitedForMore() {
        return before.clock()
                .enoughAnchor()
                .map(anchor ->
                        countable(Duration.between(anchor, before.clock().now()).plus(passed())));
    }

    /** A clock near the beginning of time cannot have run for longer than since then. */
    private Duration countable(Duration lasted) {
        Duration most = Duration.between(Instant.MIN, after.clock().now());
        return lasted.compareTo(most) > 0 ? most : lasted;
    }

    /** How long the state has lasted, as a snapshot has it. */
    static Duration stateLasted(RunSnapshot snapshot) {
        return Duration.between(snapshot.clock().stateAnchor(), snapshot.clock().now());
    }

    /** How long the epoch has lasted, as a snapshot has it. */
    static Duration epochLasted(RunSnapshot snapshot) {
        return Duration.between(snapshot.clock().epochAnchor(), snapshot.clock().now());
    }

    /** What a snapshot knows of a client. */
    static Optional<RunSnapshot.Member> member(RunSnapshot snapshot, ClientId client) {
        return snapshot.members().stream()
                .filter(member -> member.client().equals(client))
                .findFirst();
    }

    /** The members of a snapshot, by seat. */
    static List<ClientId> clients(RunSnapshot snapshot) {
        List<ClientId> clients = new ArrayList<>(snapshot.members().size());
        for (RunSnapshot.Member member : snapshot.members()) {
            clients.add(member.client());
        }
        return clients;
    }
}

package io.github.coordinator.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The deliberate differences by which ours may leave the course of a trace, each told by what both sides did at the very
 * step at which they part. None explains a difference in general, so a fault of ours stays unexplained and fails.
 */
enum Departure {
    /** The original drops no clients in warm-up until it is over, and then trains without its minimum. */
    D11(at -> at.before().state() == RunState.WARMUP && at.someAreGone()),

    /** The original starts to train when as many messages came as there are witnesses, ours when all are ready. */
    D7(at -> at.before().state() == RunState.WARMUP
            && at.after().state() == RunState.WARMUP
            && at.step().kind().equals("warmup_witness")
            && at.theirsWent("Warmup", "RoundTrain")
            && at.after().members().stream().anyMatch(member -> !member.ready())),

    /** The original counts time from a reading that was later than the present one; ours counts what passed. */
    D8(at -> at.step().kind().equals("tick") && !at.ourElapsed().equals(at.theirElapsed())),

    /** The original takes a client once for each time it is pending, and no more than 256, of whom 32 witness. */
    D10(at -> at.before().state() == RunState.WAITING_FOR_MEMBERS
            && (at.pendingTwice() || at.pending().size() > 256)),

    /** The original lets clients that are gone attest, and waits for them. */
    D9(at -> at.before().state().isRound() && at.someWitnessIsGone()),

    /** The original takes a round for confirmed whose quorum ours misses. */
    D5(at -> at.oursWent(RunState.ROUND_WITNESS, RunState.COOLDOWN)
            && at.theirsWent("RoundWitness", "RoundTrain")
            && at.before().proofs().size() < at.ourQuorum()
            && at.step().before().get("witnesses").size() >= at.theirQuorum()),

    /** The original lets two more steps run after the epoch's time is over. */
    D3(at -> at.oursWent(RunState.ROUND_WITNESS, RunState.COOLDOWN)
            && at.theirsWent("RoundWitness", "RoundTrain")
            && at.before().proofs().size() >= at.ourQuorum()
            && at.epochTimeIsOver()),

    /** The original makes one step less than it was told, and finishes from the cooldown or pause after it. */
    D2(at -> at.theirStep() >= at.before().config().totalSteps()
            && at.after().step() <= at.before().config().totalSteps()
            && (at.oursWent(RunState.ROUND_WITNESS, RunState.ROUND_TRAIN) && at.theirsWent("RoundWitness", "Cooldown")
                    || at.oursWent(RunState.COOLDOWN, RunState.WAITING_FOR_MEMBERS)
                            && at.theirsWent("Cooldown", "Finished")
                    || at.oursWent(RunState.PAUSED, RunState.WAITING_FOR_MEMBERS)
                            && at.theirsWent("Paused", "Finished")));

    @SuppressWarnings("ImmutableEnumChecker") // None of the predicates keeps anything.
    private final Predicate<Parting> explains;

    Departure(Predicate<Parting> explains) {
        this.explains = explains;
    }

    /** The first deliberate difference that explains it. */
    static Optional<Departure> of(Parting parting) {
        for (Departure departure : values()) {
            if (departure.explains.test(parting)) {
                return Optional.of(departure);
            }
        }
        return Optional.empty();
    }

    /**
     * The step at which ours and the original part.
     *
     * @param trace the trace
     * @param step what the original was told and did
     * @param before ours before the step
     * @param after ours after it
     */
    record Parting(Trace trace, Trace.Step step, RunSnapshot before, RunSnapshot after) {
        boolean oursWent(RunState from, RunState to) {
            return before.state() == from && after.state() == to;
        }

        boolean theirsWent(String from, String to) {
            return step.before().get("run_state").asText().equals(from)
                    && step.after().get("run_state").asText().equals(to);
        }

        long theirStep() {
            return GoldenFiles.number(step.after().get("step"));
        }

        boolean someAreGone() {
            return before.members().stream().anyMatch(member -> member.presence() != Presence.ACTIVE);
        }

        boolean someWitnessIsGone() {
            Round round = before.round();
            Committee committee = Committee.of(round);
            List<RunSnapshot.Member> members = before.members();
            return IntStream.range(0, members.size())
                    .anyMatch(seat -> members.get(seat).presence() != Presence.ACTIVE && committee.isWitness(seat));
        }

        int ourQuorum() {
            return before.config().quorum(before.round().witnesses());
        }

        /** The original's quorum: of the configured witnesses, or of those who spoke where everyone witnesses. */
        int theirQuorum() {
            int configured = trace.header().get("config").get("witness_nodes").asInt();
            int counted =
                    configured > 0 ? configured : step.before().get("witnesses").size();
            return counted <= 2 ? counted : counted * 2 / 3;
        }

        private Instant now() {
            return Instant.ofEpochSecond(step.op().get("now").asLong());
        }

        Duration ourElapsed() {
            Duration elapsed = Duration.between(
                    before.clock().stateAnchor(), before.clock().now());
            Duration passed = Duration.between(before.clock().now(), now());
            return passed.isNegative() ? elapsed : elapsed.plus(passed);
        }

        /** By the original's reckoning, which never goes below zero. */
        Duration theirElapsed() {
            Instant began =
                    Instant.ofEpochSecond(step.before().get("run_state_start").asLong());
            return now().isBefore(began) ? Duration.ZERO : Duration.between(began, now());
        }

        boolean epochTimeIsOver() {
            long epochTime = trace.header().get("config").get("epoch_time").asLong();
            return Duration.between(before.clock().epochAnchor(), now()).toSeconds() >= epochTime;
        }

        List<String> pending() {
            JsonNode pending = step.op().get("pending");
            return IntStream.range(0, pending == null ? 0 : pending.size())
                    .mapToObj(i -> pending.get(i).asText())
                    .toList();
        }

        boolean pendingTwice() {
            Set<String> distinct = new HashSet<>(pending());
            return distinct.size() < pending().size();
        }
    }
}

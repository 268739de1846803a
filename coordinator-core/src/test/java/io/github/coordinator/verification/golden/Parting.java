package io.github.coordinator.verification.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.ClientId;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.golden.Comparison.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The step at which ours and the original part.
 *
 * @param trace the trace
 * @param step what the original was told and did
 * @param differing in what the two differ after it
 * @param before ours before the step
 * @param after ours after it
 */
record Parting(
        GoldenTrace trace, GoldenTrace.RecordedCall step, Set<Field> differing, RunSnapshot before, RunSnapshot after) {
    /** How many clients the original takes. */
    private static final int THEIR_LIMIT = 256;

    boolean oursWent(RunState from, RunState to) {
        return before.state() == from && after.state() == to;
    }

    boolean theirsWent(String from, String to) {
        return step.before().get("run_state").asText().equals(from)
                && step.after().get("run_state").asText().equals(to);
    }

    /** Those of our members before the step who were not gone. */
    List<RunSnapshot.Member> stillThere() {
        return before.members().stream()
                .filter(member -> member.presence() == Presence.ACTIVE)
                .toList();
    }

    boolean someAreGone() {
        return stillThere().size() < before.members().size();
    }

    /** Whether ours now has those whom it takes or keeps by its own rules: in their order, each once, without the gone. */
    boolean rosterIsRight() {
        List<ClientId> roster = clients(after.members());
        return before.state() == RunState.WAITING_FOR_MEMBERS
                ? roster.equals(pending().stream().distinct().toList())
                : roster.equals(clients(stillThere()))
                        || before.state() == after.state() && roster.equals(clients(before.members()));
    }

    private static List<ClientId> clients(List<RunSnapshot.Member> members) {
        return members.stream().map(RunSnapshot.Member::client).toList();
    }

    boolean theyTrainBeforeAllAreReady() {
        return step.kind().equals("warmup_witness")
                && oursWent(RunState.WARMUP, RunState.WARMUP)
                && theirsWent("Warmup", "RoundTrain")
                && !after.members().stream().allMatch(RunSnapshot.Member::ready);
    }

    private ClientId sender() {
        return GoldenFiles.client(step.op().get("from"));
    }

    /** Whether ours refuses the message because its sender is no member, is gone, or has said so before. */
    boolean onlyTheyTakeTheWarmupMessage() {
        return step.kind().equals("warmup_witness")
                && step.accepted()
                && stillThere().stream()
                        .filter(member -> !member.ready())
                        .noneMatch(member -> member.client().equals(sender()));
    }

    /** Whether the original, in this warm-up, took a message from a client that it does not list, or two from one. */
    boolean theyCountedAStranger() {
        Set<JsonNode> senders = new HashSet<>();
        boolean counted = false;
        for (GoldenTrace.RecordedCall each : trace.inWarmupUpTo(step)) {
            if (each.kind().equals("warmup_witness") && each.accepted()) {
                JsonNode from = each.op().get("from");
                boolean listed =
                        GoldenFiles.clients(each.before().get("clients")).contains(GoldenFiles.client(from));
                counted |= !senders.add(from) || !listed;
            }
        }
        return counted;
    }

    boolean theyRefuseToCancelThePause() {
        return step.kind().equals("resume")
                && !step.accepted()
                && step.before().get("pending_pause").asBoolean();
    }

    boolean weTrainSinceAllWhoAreThereAreReady() {
        return oursWent(RunState.WARMUP, RunState.ROUND_TRAIN)
                && theirsWent("Warmup", "Warmup")
                && stillThere().stream().allMatch(RunSnapshot.Member::ready);
    }

    private List<ClientId> pending() {
        JsonNode pending = step.op().get("pending");
        return pending == null ? List.of() : GoldenFiles.clients(pending);
    }

    boolean pendingTwiceOrBeyondTheirLimit() {
        return pending().stream().distinct().count() < pending().size()
                || pending().size() > THEIR_LIMIT;
    }

    boolean someWitnessIsGone() {
        Committee committee = Committee.of(before.round().orElse(null));
        return IntStream.range(0, before.members().size())
                .anyMatch(
                        seat -> before.members().get(seat).presence() != Presence.ACTIVE && committee.isWitness(seat));
    }

    boolean onlyOneEndsTraining() {
        return oursWent(RunState.ROUND_TRAIN, RunState.ROUND_TRAIN) && theirsWent("RoundTrain", "RoundWitness")
                || oursWent(RunState.ROUND_TRAIN, RunState.ROUND_WITNESS) && theirsWent("RoundTrain", "RoundTrain");
    }

    /** Whether the original began the next round where ours cools down. */
    boolean onlyTheyGoOn() {
        return oursWent(RunState.ROUND_WITNESS, RunState.COOLDOWN) && theirsWent("RoundWitness", "RoundTrain");
    }

    boolean weLackTheQuorum() {
        return before.proofs().size()
                < before.config().quorum(before.round().orElseThrow().witnessCount());
    }

    /** Whether too few have attested, or still may: those that left and were ejected may not. */
    boolean quorumIsOutOfReach() {
        Round round = before.round().orElseThrow();
        Set<Integer> attested =
                before.proofs().stream().map(WitnessProof::index).collect(Collectors.toSet());
        Committee committee = Committee.of(round);
        long reachable = IntStream.range(0, before.members().size())
                .filter(committee::isWitness)
                .filter(seat -> attested.contains(seat)
                        || mayAttest(before.members().get(seat).presence()))
                .count();
        return reachable < before.config().quorum(round.witnessCount());
    }

    private static boolean mayAttest(Presence presence) {
        return presence == Presence.ACTIVE || presence == Presence.DISCONNECTED;
    }

    private int theirProofs() {
        return step.before().get("witnesses").size();
    }

    boolean theyCountedTheGone() {
        return someWitnessIsGone() && theirProofs() > before.proofs().size();
    }

    boolean theyMadeAllTheirSteps() {
        long total = before.config().totalSteps();
        return GoldenFiles.number(step.after().get("step")) >= total && after.step() <= total;
    }

    private Instant now() {
        return Instant.ofEpochSecond(step.op().get("now").asLong());
    }

    /** Whether the state has lasted longer, at this tick, for the one than for the other. */
    boolean clocksDiffer() {
        return step.kind().equals("tick") && !ourElapsed().equals(theirElapsed());
    }

    private Duration ourElapsed() {
        Duration elapsed =
                Duration.between(before.clock().stateAnchor(), before.clock().now());
        Duration passed = Duration.between(before.clock().now(), now());
        return passed.isNegative() ? elapsed : elapsed.plus(passed);
    }

    /** By the original's reckoning, which never goes below zero. */
    private Duration theirElapsed() {
        Instant began =
                Instant.ofEpochSecond(step.before().get("run_state_start").asLong());
        return now().isBefore(began) ? Duration.ZERO : Duration.between(began, now());
    }

    boolean epochTimeIsOver() {
        long epochTime = trace.header().get("config").get("epoch_time").asLong();
        return Duration.between(before.clock().epochAnchor(), now()).toSeconds() >= epochTime;
    }
}

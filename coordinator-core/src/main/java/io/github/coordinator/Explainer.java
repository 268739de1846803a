package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Says what a run waits for. Changes nothing, and asks the source. */
final class Explainer {
    private final Run run;
    private final RunConfig config;
    private final Epoch epoch;
    private final Instant now;

    Explainer(Run run, Instant now) {
        this.run = run;
        // A clock that went back adds nothing: nothing is further away than it was at the last tick.
        this.now = now.isBefore(run.clock().now()) ? run.clock().now() : now;
        config = run.config();
        epoch = run.epoch();
    }

    Explanation explain() {
        boolean changeDue = run.nextChange().filter(due -> !now.isBefore(due)).isPresent();
        List<Condition> conditions = changeDue ? List.of() : unmet();
        List<String> sentences = new ArrayList<>();
        String state = Sentences.of(run.state());
        sentences.add(run.reason()
                .map(reason -> state + " because " + Sentences.of(reason))
                .orElse(state));
        order().ifPresent(sentences::add);
        if (changeDue) {
            sentences.add("a change is due at the next tick");
        }
        conditions.forEach(condition -> sentences.add(condition.sentence()));
        return new Explanation(new Explanation.Fields(
                run.state(), run.reason(), run.order(), changeDue, conditions, List.copyOf(sentences)));
    }

    private Optional<String> order() {
        String what = switch (run.order()) {
            case NONE -> "";
            case PAUSE -> "a pause is pending";
            case STOP -> "a stop is pending";
            case RESUME -> "the end of the pause is pending";
        };
        if (what.isEmpty()) {
            return Optional.empty();
        }
        String when = switch (run.state()) {
            case ROUND_TRAIN, ROUND_WITNESS -> "; it takes effect after the round and its cooldown";
            case COOLDOWN -> "; it takes effect after cooldown";
            case WAITING_FOR_MEMBERS, WARMUP, PAUSED, FINISHED -> "";
        };
        return Optional.of(what + when);
    }

    private List<Condition> unmet() {
        return switch (run.state()) {
            case WAITING_FOR_MEMBERS -> List.of(waiting());
            case WARMUP -> warmup();
            case ROUND_TRAIN -> List.of(training());
            case ROUND_WITNESS -> lastCall();
            case COOLDOWN -> List.of(time("cooldown"));
            case PAUSED ->
                List.of(condition(
                        Condition.Kind.OPERATOR, 0, 0, List.of(), "until the operator resumes or stops the run"));
            case FINISHED -> List.of();
        };
    }

    private Condition waiting() {
        int takable = run.admission().takableCount();
        int enough = config.initMinClients();
        if (takable < enough) {
            String rest = " clients pending, " + (enough - takable) + " more needed";
            return condition(
                    Condition.Kind.ENOUGH_CLIENTS, takable, enough, List.of(), takable + " of " + enough + rest);
        }
        boolean isLimited = config.maxClients() < Integer.MAX_VALUE;
        String rest = " clients pending" + (isLimited ? ", and there is room for " + config.maxClients() : ", enough");
        return untilDue(
                Condition.Kind.NO_ROOM_LEFT, takable, config.maxClients(), List.of(), takable + rest, "the waiting");
    }

    private List<Condition> warmup() {
        List<Condition> conditions = new ArrayList<>();
        int there = epoch.size() - epoch.members().goneCount();
        if (there < config.minClients()) {
            String rest = " members connected, " + (config.minClients() - there) + " more needed";
            conditions.add(condition(
                    Condition.Kind.ENOUGH_CONNECTED,
                    there,
                    config.minClients(),
                    List.of(),
                    there + " of " + config.minClients() + rest));
        }
        int ready = epoch.members().readyCount();
        if (ready < there) {
            List<ClientId> missing = epoch.members().notReady();
            String counted = ready + " of " + there + " members ready" + Sentences.missing(missing);
            conditions.add(untilDue(Condition.Kind.ALL_READY, ready, there, missing, counted, "warm-up"));
        } else {
            conditions.add(time("warm-up"));
        }
        return conditions;
    }

    private Condition training() {
        return switch (config.earlyEnd()) {
            case NEVER -> time("training");
            case WITNESSES -> allAttested();
            case QUORUM -> epoch.openRound().quorum() == 0 ? allAttested() : quorumAttested(run.stateDue());
        };
    }

    private List<Condition> lastCall() {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(time("the last call"));
        RoundTally round = epoch.openRound();
        if (round.quorum() > 0) {
            if (round.attestedCount() < round.quorum()) {
                // More proofs confirm the round, but do not end the state.
                conditions.add(quorumAttested(Optional.empty()));
            }
            int participants = epoch.judgeRound(run.reason().orElseThrow()).participantCount();
            if (participants < config.minParticipants()) {
                conditions.add(condition(
                        Condition.Kind.ENOUGH_TOOK_PART,
                        participants,
                        config.minParticipants(),
                        List.of(),
                        participants + " of " + config.minParticipants() + " needed clients took part"));
            }
        }
        return conditions;
    }

    /** Waits for all elected witnesses that are still active, and at least for the quorum. */
    private Condition allAttested() {
        RoundTally round = epoch.openRound();
        int attested = round.attestedCount();
        int atLeast = Math.max(1, round.quorum());
        List<ClientId> active = missing(this::isActive);
        boolean needsAbsentOnes = attested + active.size() < atLeast;
        List<ClientId> missing = needsAbsentOnes ? mayStillAttest() : active;
        int needed = Math.max(attested + active.size(), atLeast);
        String witnesses = needsAbsentOnes && round.quorum() > 0 ? " witnesses of the quorum" : " witnesses";
        String counted = attested + " of " + needed + witnesses + " attested" + Sentences.missing(missing);
        return untilDue(Condition.Kind.ALL_ATTESTED, attested, needed, missing, counted, "training");
    }

    private Condition quorumAttested(Optional<Instant> due) {
        RoundTally round = epoch.openRound();
        List<ClientId> missing = mayStillAttest();
        String counted = round.attestedCount() + " of " + round.quorum() + " witnesses of the quorum attested"
                + Sentences.missing(missing) + latest("training", due);
        return new Condition(new Condition.Fields(
                Condition.Kind.QUORUM_ATTESTED, round.attestedCount(), round.quorum(), missing, due, counted));
    }

    private List<ClientId> mayStillAttest() {
        return missing(seat -> isActive(seat) || epoch.members().presence(seat) == Presence.DISCONNECTED);
    }

    private List<ClientId> missing(IntPredicate seats) {
        return epoch.openRound()
                .missingSeats()
                .filter(seats)
                .mapToObj(epoch.members()::client)
                .toList();
    }

    private boolean isActive(int seat) {
        return epoch.members().isActive(seat);
    }

    private Condition time(String what) {
        String sentence =
                what + run.stateDue().map(due -> " ends in " + left(due)).orElse(" has no end");
        return new Condition(new Condition.Fields(Condition.Kind.TIME_OVER, 0, 0, List.of(), run.stateDue(), sentence));
    }

    private Condition untilDue(
            Condition.Kind kind, int have, int needed, List<ClientId> missing, String counted, String what) {
        Optional<Instant> due = run.stateDue();
        return new Condition(new Condition.Fields(kind, have, needed, missing, due, counted + latest(what, due)));
    }

    private String latest(String what, Optional<Instant> due) {
        return due.map(time -> "; " + what + " ends in " + left(time) + " at the latest")
                .orElse("");
    }

    private static Condition condition(
            Condition.Kind kind, int have, int needed, List<ClientId> missing, String sentence) {
        return new Condition(new Condition.Fields(kind, have, needed, missing, Optional.empty(), sentence));
    }

    private String left(Instant due) {
        return Sentences.of(Duration.between(now, due));
    }
}

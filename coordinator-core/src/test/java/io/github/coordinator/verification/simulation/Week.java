package io.github.coordinator.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinResult;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.simulation.WeekClient.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hosted run, its clients and its operator, in a world without faults but those of the clients. One seed determines it. */
final class Week {
    /** Pause, reconfigure, resume, checkpoint, two ejections and two reinstatements, the latter of the day before. */
    static final int CALLS_PER_DAY = 8;

    private static final String RUN_ID = "week";
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final int CLIENTS = 1_000;
    private static final int FLAPPING = 100;
    private static final int SILENT = 50;
    private static final int ZOMBIES = 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final Schedule schedule = new Schedule();
    private final Chance chance;
    private final HostedRun run;
    private final Map<ClientId, WeekClient> clients = new LinkedHashMap<>();
    private final Map<Kind, Map<Removal.Cause, Integer>> removed = new EnumMap<>(Kind.class);
    private final List<WeekClient> ejectedToday = new ArrayList<>();
    private @Nullable WeekRound round;
    private int operatorCalls;
    private int unconfirmed;
    private long longestPause;

    /** When the last step was confirmed, or the run could begin to make one. */
    private long stoodStillSince = HOUR;

    Week(long seed) {
        chance = new Chance(seed);
        SeedSource seeds = SeedSource.keyed(("the secret of week " + seed).getBytes(StandardCharsets.UTF_8), RUN_ID);
        run = HostedRun.start(firstConfig(), seeds, START);
        for (int number = 1; number <= CLIENTS; number++) {
            WeekClient client = new WeekClient(number, kind(number));
            clients.put(client.id, client);
            // All are there within an hour.
            schedule.after(chance.between(0, HOUR / 2), () -> arrive(client));
        }
        for (Kind kind : Kind.values()) {
            removed.put(kind, new EnumMap<>(Removal.Cause.class));
        }
        every(5 * SECOND, this::tick);
        schedule.after(2 * HOUR, () -> every(24 * HOUR, this::beginDay));
    }

    private static Kind kind(int number) {
        if (number <= FLAPPING) {
            return Kind.FLAPPING;
        } else if (number <= FLAPPING + SILENT) {
            return Kind.SILENT;
        }
        return number <= FLAPPING + SILENT + ZOMBIES ? Kind.ZOMBIE : Kind.HONEST;
    }

    private static RunConfig firstConfig() {
        return RunConfig.builder(RUN_ID)
                .minClients(500)
                .initMinClients(600)
                .maxClients(900)
                .waitingForMembersExtraTime(Duration.ofMinutes(5))
                .warmupTime(Duration.ofMinutes(10))
                .maxRoundTrainTime(Duration.ofMinutes(10))
                .roundWitnessTime(Duration.ofMinutes(1))
                .cooldownTime(Duration.ofMinutes(5))
                .roundsPerEpoch(12)
                .totalSteps(1_000_000)
                .witnessNodes(32)
                .verificationPercent(10)
                .globalBatchSizeStart(1_200)
                .healthCheckTimeout(Duration.ofMinutes(30))
                .build();
    }

    RunConfig config() {
        return run.config();
    }

    private void every(long nanos, Runnable action) {
        action.run();
        schedule.after(nanos, () -> every(nanos, action));
    }

    void pass(Duration time) {
        boolean[] over = new boolean[1];
        schedule.after(time.toNanos(), () -> over[0] = true);
        while (!over[0]) {
            schedule.runNext();
        }
    }

    // Clients

    private void arrive(WeekClient client) {
        join(client);
        switch (client.kind) {
            case HONEST, ZOMBIE -> beat(client);
            case FLAPPING -> {
                beat(client);
                flap(client);
            }
            case SILENT -> schedule.after(chance.between(4 * HOUR, 12 * HOUR), () -> arrive(client));
        }
    }

    private void join(WeekClient client) {
        if (client.barred) {
            return;
        }
        JoinResult result = run.join(RUN_ID, client.id);
        assertThat(result.accepted()).as("%s joins: %s", client.id, result).isTrue();
        client.session = result.session().orElseThrow();
        client.connected = true;
        client.endIsKnown = false;
        client.heardAt = schedule.now();
        if (run.status().state() == RunState.WARMUP) {
            load(client);
        }
    }

    /** Gives a sign of life at least in every third of the timeout. */
    private void beat(WeekClient client) {
        long third = run.config().healthCheckTimeout().toNanos() / 3;
        schedule.after(chance.between(third / 2, third), () -> beat(client));
        if (client.connected) {
            if (run.healthCheck(client.id).accepted()) {
                client.heardAt = schedule.now();
            } else {
                assertThat(client.kind).as("%s is forgotten", client.id).isNotEqualTo(Kind.HONEST);
                client.connected = false;
            }
        }
    }

    /** Is there for a while, and then goes and comes back. */
    private void flap(WeekClient client) {
        schedule.after(chance.between(20 * MINUTE, 8 * HOUR), () -> {
            long away = chance.between(1, 20 * MINUTE);
            if (client.connected && chance.happens(0.2)) {
                leave(client);
            } else if (client.connected) {
                hangUp(client, chance.happens(0.5) ? 0 : chance.between(1, 10 * MINUTE));
            }
            schedule.after(away, () -> join(client));
            flap(client);
        });
    }

    private void leave(WeekClient client) {
        client.leftSeat |= isMember(client);
        client.connected = false;
        client.finishesAt = WeekClient.NEVER;
        run.leave(client.id);
    }

    /** Hangs up; the host notices it later. */
    private void hangUp(WeekClient client, long later) {
        long session = client.session;
        client.connected = false;
        if (!client.hasFinished(schedule.now())) {
            client.finishesAt = WeekClient.NEVER;
        }
        schedule.after(later, () -> {
            if (run.disconnected(client.id, session).accepted()) {
                client.endIsKnown = true;
            }
        });
    }

    private boolean isMember(WeekClient client) {
        return run.roster().clients().contains(client.id);
    }

    /** Loads the model, if it is a member that is warming up, and says so. */
    private void load(WeekClient client) {
        long epoch = run.status().epoch();
        long time = run.config().warmupTime().toNanos() * chance.between(10, 90) / 100;
        schedule.after(time, () -> {
            if (client.connected
                    && client.kind != Kind.SILENT
                    && run.ready(client.id, epoch).accepted()) {
                client.heardAt = schedule.now();
            }
        });
    }

    // The host

    private void tick() {
        TickResult result = run.tick(START.plusNanos(schedule.now()));
        result.evaluation().ifPresent(this::follow);
        result.removals().forEach(this::follow);
        result.transition().ifPresent(this::follow);
        if (result.status().state() == RunState.PAUSED) {
            stoodStillSince = schedule.now();
        }
        long still = schedule.now() - stoodStillSince;
        longestPause = Math.max(longestPause, still);
        assertThat(still)
                .as("the time without a step, in %s", result.status().state())
                .isLessThanOrEqualTo(2 * Plan.sumOfDurations(run.config()).toNanos());
    }

    private void follow(RoundEvaluation evaluation) {
        openRound().close(evaluation, schedule.now(), run.config().evidenceQuorum(evaluation.witnessCount()));
        if (evaluation.confirmed()) {
            stoodStillSince = schedule.now();
            evaluation.participants().forEach(client -> clients.get(client).credits++);
        } else {
            unconfirmed++;
        }
    }

    private void follow(Removal removal) {
        WeekClient client = clients.get(removal.client());
        Removal.Cause cause = removal.cause();
        assertThat(client.explains(cause, schedule.now(), this))
                .as("%s is explained by what %s did", removal, client)
                .isTrue();
        removed.get(client.kind).merge(cause, 1, Integer::sum);
        client.lostSeat(cause);
        switch (cause) {
            case SILENT, ABSENT, NOT_ATTESTING -> {
                boolean wasThere = client.connected;
                client.connected = false;
                if (wasThere && client.kind != Kind.SILENT) {
                    schedule.after(chance.between(SECOND, MINUTE), () -> join(client));
                }
            }
            case DISCONNECTED, LEFT, EJECTED -> {}
        }
    }

    private void follow(Transition transition) {
        switch (transition.to()) {
            case WARMUP -> members().forEach(this::load);
            case ROUND_TRAIN -> train();
            case ROUND_WITNESS -> {
                attestWithin(run.config().roundWitnessTime().toNanos() * 6 / 10);
                hangUpInTime();
            }
            case WAITING_FOR_MEMBERS, PAUSED, FINISHED ->
                clients.values().forEach(client -> {
                    client.leftSeat = false;
                    client.ejectedSeat = false;
                });
            case COOLDOWN -> {}
        }
    }

    private List<WeekClient> members() {
        return run.roster().clients().stream().map(clients::get).toList();
    }

    private WeekRound openRound() {
        WeekRound open = round;
        if (open == null) {
            throw new AssertionError("no round was begun");
        }
        return open;
    }

    /** Those that work train for a while, and the witnesses attest as soon as they have seen everybody. */
    private void train() {
        long train = run.config().maxRoundTrainTime().toNanos();
        WeekRound begun = new WeekRound(run.status().round().orElseThrow(), members());
        round = begun;
        for (WeekClient member : begun.members()) {
            boolean works = member.connected && member.works();
            member.finishesAt = works ? schedule.now() + train * chance.between(10, 70) / 100 : WeekClient.NEVER;
        }
        long last = begun.members().stream()
                .mapToLong(member -> member.finishesAt)
                .max()
                .orElseThrow();
        if (last != WeekClient.NEVER) {
            schedule.after(last - schedule.now(), () -> {
                if (round == begun && begun.members().stream().allMatch(member -> member.hasFinished(schedule.now()))) {
                    attestWithin(20 * SECOND);
                }
            });
        }
    }

    /** Each elected witness attests that it saw those that have finished, within that time from now. */
    private void attestWithin(long most) {
        WeekRound open = openRound();
        for (WeekClient witness : open.witnesses()) {
            schedule.after(chance.between(1, most), () -> {
                if (round == open
                        && run.status().state().isRound()
                        && witness.connected
                        && witness.works()
                        && !open.hasAttested(witness)) {
                    attest(witness, open);
                }
            });
        }
    }

    private void attest(WeekClient witness, WeekRound open) {
        WitnessOutcome outcome = run.witness(witness.id, open.proof(witness, schedule.now()));
        if (outcome.accepted()) {
            open.attested(witness);
            witness.heardAt = schedule.now();
        } else {
            assertThat(witness.kind)
                    .as("%s is refused: %s", witness.id, outcome)
                    .isNotEqualTo(Kind.HONEST);
        }
    }

    /** Some zombies hang up at the end of every second round, and come back soon. */
    private void hangUpInTime() {
        for (WeekClient member : openRound().members()) {
            if (member.hangsUp && member.connected && openRound().isSecond()) {
                schedule.after(run.config().roundWitnessTime().toNanos() * 8 / 10, () -> hangUp(member, 0));
                schedule.after(2 * MINUTE, () -> join(member));
            }
        }
    }

    // The operator

    private void beginDay() {
        call(run.pause());
        schedule.after(40 * MINUTE, () -> {
            assertThat(run.status().state()).isEqualTo(RunState.PAUSED);
            call(run.reconfigure(drawConfig()).outcome());
            call(run.resume());
        });
        schedule.after(3 * HOUR, () -> call(run.checkpoint("model-" + schedule.now())));
        List<WeekClient> ejectedYesterday = List.copyOf(ejectedToday);
        ejectedToday.clear();
        schedule.after(6 * HOUR, () -> ejectedYesterday.forEach(this::reinstate));
        schedule.after(8 * HOUR, () -> {
            eject();
            eject();
        });
    }

    private RunConfig drawConfig() {
        return run.config().toBuilder()
                .witnessNodes(chance.oneOf(16, 24, 32))
                .globalBatchSizeStart(chance.between(1_000, 2_000))
                .globalBatchSizeEnd(1_200)
                .maxAbsentRounds(chance.between(2, 4))
                .maxMissedAttestations(chance.between(2, 4))
                .roundsPerEpoch(chance.between(6, 16))
                .healthCheckTimeout(Duration.ofMinutes(chance.between(30, 60)))
                .build();
    }

    private void call(OperatorOutcome outcome) {
        assertThat(outcome).isEqualTo(OperatorOutcome.RECORDED);
        operatorCalls++;
    }

    private void eject() {
        List<WeekClient> candidates =
                clients.values().stream().filter(client -> !client.barred).toList();
        WeekClient client = chance.oneOf(candidates);
        client.ejectedSeat |= isMember(client);
        client.barred = true;
        client.connected = false;
        client.finishesAt = WeekClient.NEVER;
        call(run.eject(client.id));
        ejectedToday.add(client);
    }

    private void reinstate(WeekClient client) {
        client.barred = false;
        call(run.reinstate(client.id));
        join(client);
    }

    // What came of it

    long steps() {
        return run.status().step() - 1;
    }

    int operatorCalls() {
        return operatorCalls;
    }

    Map<Removal.Cause, Integer> removed(Kind kind) {
        return removed.get(kind);
    }

    List<ClientId> honestClientsWithoutWork() {
        return clients.values().stream()
                .filter(client -> client.kind == Kind.HONEST && client.credits == 0)
                .map(client -> client.id)
                .toList();
    }

    @Override
    public String toString() {
        return steps() + " steps, " + unconfirmed + " rounds not confirmed, " + longestPause / MINUTE
                + " minutes without a step at most, removed " + removed;
    }
}

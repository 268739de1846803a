package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.RunSnapshot.Standing;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A snapshot that no run can have is refused when a run is to continue from it, and not when it breaks that run. */
class RestoreTest {
    private static final RunConfig CONFIG = RunConfig.builder("run")
            .minClients(3)
            .maxClients(5)
            .witnessNodes(3)
            .witnessQuorum(2)
            .warmupTime(Duration.ofSeconds(5))
            .maxRoundTrainTime(Duration.ofSeconds(5))
            .roundWitnessTime(Duration.ofSeconds(5))
            .cooldownTime(Duration.ofSeconds(5))
            .roundsPerEpoch(1)
            .totalSteps(2)
            .globalBatchSizeStart(10)
            .globalBatchSizeEnd(20)
            .globalBatchSizeWarmupTokens(1_000)
            .healthCheckTimeout(Duration.ofSeconds(30))
            .maxAbsentRounds(0)
            .build();
    /** The same with silence off. */
    private static final RunConfig OFF =
            CONFIG.toBuilder().healthCheckTimeout(Duration.ZERO).build();

    private static final List<ClientId> CLIENTS =
            Stream.of("ada", "grace", "joan", "mary").map(ClientId::of).toList();
    private static final SeedSource SEEDS = SeedSource.fixed(5);

    /** A snapshot of a run in each state, the first of its kind. In an open round, two proofs are in. */
    private static final Map<RunState, RunSnapshot> SNAPSHOTS = snapshots();

    private static Map<RunState, RunSnapshot> snapshots() {
        Map<RunState, RunSnapshot> snapshots = new EnumMap<>(RunState.class);
        Coordinator run = Coordinator.start(CONFIG, () -> new LinkedHashSet<>(CLIENTS), SEEDS, Instant.EPOCH);
        for (int second = 0; run.status().state() != RunState.FINISHED; second++) {
            if (run.status().state() == RunState.ROUND_TRAIN) {
                attest(run, 0);
                attest(run, 1);
            }
            snapshots.putIfAbsent(run.status().state(), run.snapshot());
            run.tick(Instant.EPOCH.plusSeconds(second));
        }
        snapshots.put(RunState.FINISHED, run.snapshot());
        Coordinator paused = Coordinator.start(CONFIG, Set::of, SEEDS, Instant.EPOCH);
        paused.pause();
        paused.tick(Instant.EPOCH);
        snapshots.put(RunState.PAUSED, paused.snapshot());
        return snapshots;
    }

    private static void attest(Coordinator run, int position) {
        Round round = run.status().round().orElseThrow();
        int seat = Committee.of(round).witnessSeats()[position];
        run.witness(run.roster().clients().get(seat), proof(round, position));
    }

    private static WitnessProof proof(Round round, int position) {
        return new WitnessProof(
                round.id(),
                Committee.of(round).witnessSeats()[position],
                position,
                ParticipationBitmap.of(round.clientCount(), index -> true));
    }

    /** What no run can have, and the problem that a restoration has with it. */
    record Lie(String what, RunState state, String problem, UnaryOperator<SnapshotEdit> edit) {
        @Override
        public String toString() {
            return what + " in " + state;
        }
    }

    private static Lie lie(String what, RunState state, String problem, UnaryOperator<SnapshotEdit> edit) {
        return new Lie(what, state, problem, edit);
    }

    private static Lie memberLie(String what, RunState state, String problem, UnaryOperator<Member> edit) {
        return lie(
                what,
                state,
                problem,
                run -> run.members(members -> {
                    members.set(0, edit.apply(members.get(0)));
                    return members;
                }));
    }

    private static Member member(ClientId client, Presence presence, boolean ready, int missed, int absent) {
        return new Member(client, presence, ready, false, false, Duration.ZERO, new Counts(absent, missed));
    }

    private static Lie roundLie(String what, RunState state, String problem, UnaryOperator<Round> edit) {
        return lie(
                what,
                state,
                problem,
                run -> run.round(edit.apply(SNAPSHOTS.get(state).round().orElseThrow())));
    }

    private static Round round(Round r, long height, long first, int batch, long version, int clients, int witnesses) {
        return Forged.round(r.epoch(), height, r.seed(), first, batch, version, clients, witnesses, 0);
    }

    private static Lie proofLie(String what, UnaryOperator<WitnessProof> edit) {
        return lie(
                what,
                RunState.ROUND_TRAIN,
                "no member can have given the proof ",
                run -> run.proofs(proofs -> {
                    proofs.set(0, edit.apply(proofs.get(0)));
                    return proofs;
                }));
    }

    private static RunSnapshot.Clock clock(int stateAnchor, int epochAnchor) {
        Instant now = Instant.EPOCH;
        return new RunSnapshot.Clock(
                now,
                now,
                now.plusSeconds(stateAnchor),
                now.plusSeconds(epochAnchor),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Removal exit(ClientId client) {
        return Forged.removal(client, Removal.Cause.LEFT, RunState.WARMUP, 0, null, Instant.EPOCH);
    }

    static Stream<Lie> lies() {
        return Stream.of(clockAndCounters(), orders(), members(), signs(), standings(), rounds(), proofs())
                .flatMap(lies -> lies);
    }

    private static Stream<Lie> clockAndCounters() {
        return Stream.of(
                lie(
                        "a state that begins in the future",
                        RunState.WARMUP,
                        "stateAnchor 1970-01-01T00:00:01Z must not be after now 1970-01-01T00:00:00Z",
                        run -> run.clock(clock(1, 0))),
                lie(
                        "an epoch that begins in the future",
                        RunState.WARMUP,
                        "epochAnchor 1970-01-01T00:00:01Z must not be after now 1970-01-01T00:00:00Z",
                        run -> run.clock(clock(0, 1))),
                lie(
                        "a negative epoch",
                        RunState.WAITING_FOR_MEMBERS,
                        "epoch -1 must be at least 0",
                        run -> run.epoch(-1)),
                lie(
                        "a negative version",
                        RunState.WAITING_FOR_MEMBERS,
                        "rosterVersion -1 must be at least 0",
                        run -> run.rosterVersion(-1)),
                lie("step 0", RunState.WAITING_FOR_MEMBERS, "step 0 must be from 1 to 3", run -> run.step(0)),
                lie(
                        "two steps too many",
                        RunState.WAITING_FOR_MEMBERS,
                        "step 4 must be from 1 to 3 in WAITING_FOR_MEMBERS",
                        run -> run.step(4).nextDataIndex(50)),
                lie(
                        "all steps done",
                        RunState.WARMUP,
                        "step 3 must be from 1 to 2 in WARMUP",
                        run -> run.step(3).nextDataIndex(30)),
                lie("step 0", RunState.WARMUP, "step 0 must be from 1 to 2 in WARMUP", run -> run.step(0)),
                lie(
                        "a step left",
                        RunState.FINISHED,
                        "step 4 must be from 1 to 3 in FINISHED",
                        run -> run.step(4).nextDataIndex(15)),
                lie(
                        "too few data for the step",
                        RunState.FINISHED,
                        "nextDataIndex 1 is impossible after 2 steps",
                        run -> run.nextDataIndex(1)),
                lie(
                        "too many data for the step",
                        RunState.FINISHED,
                        "nextDataIndex 4294967295 is impossible after 2 steps",
                        run -> run.nextDataIndex(0xFFFF_FFFFL)),
                lie(
                        "negative data",
                        RunState.WARMUP,
                        "nextDataIndex -1 is impossible after 0 steps",
                        run -> run.nextDataIndex(-1)),
                lie(
                        "a pause pending",
                        RunState.PAUSED,
                        "order PAUSE is impossible in PAUSED",
                        run -> run.order(RunOrder.PAUSE)),
                lie(
                        "a pause pending",
                        RunState.FINISHED,
                        "order PAUSE is impossible in FINISHED",
                        run -> run.order(RunOrder.PAUSE)),
                lie(
                        "a resume pending",
                        RunState.WARMUP,
                        "order RESUME is impossible in WARMUP",
                        run -> run.order(RunOrder.RESUME)));
    }

    private static Lie clockLie(
            String what, RunState state, String problem, @Nullable Instant enoughAnchor, @Nullable Instant signsDue) {
        Instant now = Instant.EPOCH.plusSeconds(100);
        RunSnapshot.Clock clock = new RunSnapshot.Clock(
                now, now, now, now, Optional.ofNullable(enoughAnchor), Optional.empty(), Optional.ofNullable(signsDue));
        return lie(what, state, problem, run -> run.clock(clock));
    }

    private static Stream<Lie> orders() {
        Instant late = Instant.EPOCH.plusSeconds(101);
        return Stream.of(
                clockLie(
                        "enough clients in the future",
                        RunState.WAITING_FOR_MEMBERS,
                        "enoughAnchor 1970-01-01T00:01:41Z must not be after now 1970-01-01T00:01:40Z",
                        late,
                        null),
                clockLie("extra time", RunState.WARMUP, "enoughAnchor is impossible in WARMUP", Instant.EPOCH, null),
                clockLie(
                        "signs of life",
                        RunState.PAUSED,
                        "signsDue is impossible in PAUSED with health_check_timeout PT30S",
                        null,
                        late),
                clockLie(
                        "signs of life",
                        RunState.FINISHED,
                        "signsDue is impossible in FINISHED with health_check_timeout PT30S",
                        null,
                        late),
                lie(
                        "signs of life without a timeout",
                        RunState.WARMUP,
                        "signsDue is impossible in WARMUP with health_check_timeout PT0S",
                        run -> run.config(OFF)),
                lie(
                        "a stop pending",
                        RunState.FINISHED,
                        "order STOP is impossible in FINISHED",
                        run -> run.order(RunOrder.STOP)),
                lie(
                        "another configuration",
                        RunState.WARMUP,
                        "nextConfig is impossible in WARMUP",
                        run -> run.nextConfig(CONFIG)),
                lie(
                        "the configuration of another run",
                        RunState.PAUSED,
                        "nextConfig cannot be taken up: run_id is \"other\", must stay \"run\"",
                        run -> run.nextConfig(CONFIG.toBuilder().runId("other").build())),
                lie(
                        "an empty checkpoint",
                        RunState.WARMUP,
                        "checkpoint reference has 0 bytes in UTF-8, must have 1 to 1024",
                        run -> run.checkpoint("")),
                lie(
                        "a reason for another state",
                        RunState.ROUND_TRAIN,
                        "reason ALL_ATTESTED does not lead to ROUND_TRAIN",
                        run -> run.reason(TransitionReason.ALL_ATTESTED)),
                lie(
                        "a reason for another round",
                        RunState.ROUND_TRAIN,
                        "reason NEXT_ROUND does not lead to this round",
                        run -> run.reason(TransitionReason.NEXT_ROUND)),
                lie(
                        "no reason",
                        RunState.ROUND_WITNESS,
                        "a run that is ROUND_WITNESS must have a reason",
                        run -> run.reason(null)),
                lie(
                        "no reason to wait after an epoch",
                        RunState.WAITING_FOR_MEMBERS,
                        "a run that is WAITING_FOR_MEMBERS must have a reason",
                        run -> run.epoch(3).reason(null)));
    }

    private static Member silent(Member member, boolean heard, Duration silentFor) {
        return new Member(member.client(), member.presence(), false, false, heard, silentFor, Counts.NONE);
    }

    private static Stream<Lie> signs() {
        return Stream.of(
                memberLie(
                        "silence of less than nothing",
                        RunState.WARMUP,
                        "silentFor PT-0.000000001S of client ada must be from PT0S to PT876000H",
                        m -> silent(m, false, Duration.ofNanos(-1))),
                memberLie(
                        "silence of centuries",
                        RunState.WARMUP,
                        "silentFor PT876000H0.000000001S of client ada must be from PT0S to PT876000H",
                        m -> silent(m, false, Duration.ofDays(36_500).plusNanos(1))),
                lie(
                        "silence without a timeout",
                        RunState.WARMUP,
                        "client ada can be heard or silent only with a health_check_timeout",
                        run -> run.config(OFF).clock(clock(0, 0)).members(all -> {
                            all.set(0, silent(all.get(0), false, Duration.ofNanos(1)));
                            return all;
                        })),
                lie(
                        "a sign of life without a timeout",
                        RunState.WARMUP,
                        "client ada can be heard or silent only with a health_check_timeout",
                        run -> run.config(OFF).clock(clock(0, 0)).members(all -> {
                            all.set(0, silent(all.get(0), true, Duration.ZERO));
                            return all;
                        })));
    }

    private static Lie standingLie(String what, RunState state, String problem, Standing... standings) {
        return lie(what, state, problem, run -> run.standings(List.of(standings)));
    }

    private static Stream<Lie> standings() {
        ClientId zoe = ClientId.of("zoe");
        Counts missed = new Counts(0, 1);
        Standing counted = new Standing(zoe, missed, false, false, false, Duration.ZERO);
        Standing last = new Standing(zoe, Counts.NONE, true, true, true, Duration.ZERO);
        String onlyCounts = "nothing but counts can be known of client zoe";
        return Stream.of(
                standingLie(
                        "two standings",
                        RunState.WAITING_FOR_MEMBERS,
                        "client zoe must have one standing, and none while it is a member",
                        counted,
                        last),
                standingLie(
                        "a member of the last epoch after a client that was none",
                        RunState.WAITING_FOR_MEMBERS,
                        "clients of the last epoch must stand before those with counts only",
                        new Standing(ClientId.of("yan"), missed, false, false, false, Duration.ZERO),
                        last),
                standingLie(
                        "the standing of a member",
                        RunState.WARMUP,
                        "client ada must have one standing, and none while it is a member",
                        new Standing(CLIENTS.get(0), missed, false, false, false, Duration.ZERO)),
                standingLie(
                        "a member of the last epoch",
                        RunState.WARMUP,
                        "client zoe cannot be of the last epoch in an epoch",
                        last),
                standingLie(
                        "a model",
                        RunState.WARMUP,
                        onlyCounts,
                        new Standing(zoe, missed, false, true, false, Duration.ZERO)),
                standingLie(
                        "a sign of life",
                        RunState.WARMUP,
                        onlyCounts,
                        new Standing(zoe, missed, false, false, true, Duration.ZERO)),
                standingLie(
                        "silence",
                        RunState.WARMUP,
                        onlyCounts,
                        new Standing(zoe, missed, false, false, false, Duration.ofNanos(1))),
                standingLie(
                        "no counts",
                        RunState.WARMUP,
                        onlyCounts,
                        new Standing(zoe, Counts.NONE, false, false, false, Duration.ZERO)),
                standingLie(
                        "negative silence of a member of the last epoch",
                        RunState.PAUSED,
                        "silentFor PT-1S of client zoe must be from PT0S to PT876000H",
                        new Standing(zoe, Counts.NONE, true, false, false, Duration.ofSeconds(-1))),
                standingLie(
                        "a count of a rule that is off",
                        RunState.PAUSED,
                        "absentRounds 1 must be 0 where the rule is off, and at least 0 elsewhere",
                        new Standing(zoe, new Counts(1, 0), true, false, false, Duration.ZERO)));
    }

    private static Stream<Lie> members() {
        ClientId ada = CLIENTS.get(0);
        List<Member> members = SNAPSHOTS.get(RunState.WARMUP).members();
        return Stream.of(
                lie(
                        "members",
                        RunState.WAITING_FOR_MEMBERS,
                        "4 members must be from 0 to 0 in WAITING_FOR_MEMBERS",
                        run -> run.members(none -> members)),
                lie(
                        "members",
                        RunState.PAUSED,
                        "4 members must be from 0 to 0 in PAUSED",
                        run -> run.members(none -> members)),
                lie(
                        "members",
                        RunState.FINISHED,
                        "4 members must be from 0 to 0 in FINISHED",
                        run -> run.members(none -> members)),
                lie(
                        "too few members",
                        RunState.WARMUP,
                        "2 members must be from 3 to 5 in WARMUP",
                        run -> run.members(all -> all.subList(0, 2))),
                lie(
                        "too many members",
                        RunState.WARMUP,
                        "6 members must be from 3 to 5 in WARMUP",
                        run -> run.members(all -> {
                            all.add(member(ClientId.of("x"), Presence.ACTIVE, false, 0, 0));
                            all.add(member(ClientId.of("y"), Presence.ACTIVE, false, 0, 0));
                            return all;
                        })),
                lie(
                        "a member twice",
                        RunState.WARMUP,
                        "client ada must not be a member twice, or a member after its removal",
                        run -> run.members(all -> {
                            all.add(all.get(0));
                            return all;
                        })),
                lie(
                        "a member that left",
                        RunState.WARMUP,
                        "client ada must not be a member twice, or a member after its removal",
                        run -> run.removals(removals -> List.of(exit(ada)))),
                lie(
                        "an exit twice",
                        RunState.WAITING_FOR_MEMBERS,
                        "client ada must not be removed twice",
                        run -> run.removals(removals -> List.of(exit(ada), exit(ada)))),
                lie(
                        "a client ejected twice",
                        RunState.WAITING_FOR_MEMBERS,
                        "client ada must not be ejected twice",
                        run -> run.ejected(List.of(ada, ada))),
                lie(
                        "an active member that is ejected",
                        RunState.WARMUP,
                        "presence EJECTED must match the ejected clients (client ada)",
                        run -> run.ejected(List.of(ada))),
                memberLie(
                        "a ready member",
                        RunState.ROUND_TRAIN,
                        "client ada can be ready only in WARMUP and while it is active",
                        m -> member(m.client(), Presence.ACTIVE, true, 0, 0)),
                memberLie(
                        "a ready member that left",
                        RunState.WARMUP,
                        "client ada can be ready only in WARMUP and while it is active",
                        m -> member(m.client(), Presence.LEFT, true, 0, 0)),
                memberLie(
                        "a negative streak",
                        RunState.WARMUP,
                        "missedAttestations -1 must be 0 where the rule is off, and at least 0 elsewhere",
                        m -> member(m.client(), Presence.ACTIVE, false, -1, 0)),
                memberLie(
                        "a streak of a rule that is off",
                        RunState.WARMUP,
                        "absentRounds 1 must be 0 where the rule is off, and at least 0 elsewhere",
                        m -> member(m.client(), Presence.ACTIVE, false, 0, 1)));
    }

    private static Stream<Lie> rounds() {
        RunState open = RunState.ROUND_TRAIN;
        return Stream.of(
                lie(
                        "no round",
                        open,
                        "a round belongs to ROUND_TRAIN, ROUND_WITNESS and COOLDOWN only, not to ROUND_TRAIN",
                        run -> run.round(null).proofs(proofs -> List.of())),
                lie(
                        "a round",
                        RunState.WARMUP,
                        "a round belongs to ROUND_TRAIN, ROUND_WITNESS and COOLDOWN only, not to WARMUP",
                        run -> run.round(SNAPSHOTS.get(open).round().orElseThrow())),
                lie(
                        "proofs without a round",
                        RunState.WARMUP,
                        "proofs need a round, but WARMUP has none",
                        run -> run.proofs(none ->
                                List.of(proof(SNAPSHOTS.get(open).round().orElseThrow(), 0)))),
                lie("a round of another epoch", open, "the round must be Round[", run -> run.epoch(1)),
                lie(
                        "a height beyond the epoch",
                        open,
                        "height 1 must be below 1",
                        run -> run.proofs(proofs -> List.of())
                                .round(round(SNAPSHOTS.get(open).round().orElseThrow(), 1, 0, 10, 2, 4, 3))),
                roundLie(
                        "other data",
                        open,
                        "firstDataIndex 1 of the round is impossible with nextDataIndex ",
                        r -> round(r, 0, 1, 10, r.rosterVersion(), 4, 3)),
                roundLie(
                        "another batch",
                        open,
                        "the round must be Round[",
                        r -> round(r, 0, 0, 11, r.rosterVersion(), 4, 3)),
                roundLie("an older roster", open, "a round of ", r -> round(r, 0, 0, 10, r.rosterVersion() - 1, 4, 3)),
                roundLie(
                        "another number of clients",
                        open,
                        "a round of ",
                        r -> round(r, 0, 0, 10, r.rosterVersion(), 5, 3)),
                roundLie(
                        "another number of witnesses",
                        open,
                        "the round must be Round[",
                        r -> round(r, 0, 0, 10, r.rosterVersion(), 4, 2)),
                roundLie(
                        "a later roster",
                        RunState.COOLDOWN,
                        "a round of ",
                        r -> round(r, 0, 0, 10, r.rosterVersion() + 1, 4, 3)),
                roundLie(
                        "fewer clients than members",
                        RunState.COOLDOWN,
                        "a round of ",
                        r -> round(r, 0, 0, 10, r.rosterVersion(), 3, 3)),
                roundLie(
                        "more clients than the epoch had",
                        RunState.COOLDOWN,
                        "a round of 1000000 clients",
                        r -> round(r, 0, 0, 10, r.rosterVersion() - 1, 1_000_000, 3)),
                roundLie(
                        "data of no round",
                        RunState.COOLDOWN,
                        "firstDataIndex 1 of the round is impossible with nextDataIndex ",
                        r -> round(r, 0, 1, 10, r.rosterVersion(), 4, 3)));
    }

    private static Stream<Lie> proofs() {
        Round round = SNAPSHOTS.get(RunState.ROUND_TRAIN).round().orElseThrow();
        return Stream.of(
                proofLie(
                        "a proof of another epoch",
                        p -> new WitnessProof(new RoundId(1, 0), p.index(), p.position(), p.participation())),
                proofLie(
                        "a proof of another round",
                        p -> new WitnessProof(new RoundId(0, 1), p.index(), p.position(), p.participation())),
                proofLie("a negative seat", p -> new WitnessProof(p.round(), -1, p.position(), p.participation())),
                proofLie(
                        "a seat that is not elected",
                        p -> new WitnessProof(p.round(), 99, p.position(), p.participation())),
                proofLie(
                        "a proof at another position",
                        p -> new WitnessProof(p.round(), p.index(), 2, p.participation())),
                proofLie(
                        "a bitmap of another size",
                        p -> new WitnessProof(
                                p.round(), p.index(), p.position(), ParticipationBitmap.of(5, index -> true))),
                proofLie("a proof twice", p -> proof(round, 1)),
                lie(
                        "proofs out of order",
                        RunState.ROUND_TRAIN,
                        "it does not survive its own restoration",
                        run -> run.proofs(proofs -> List.of(proofs.get(1), proofs.get(0)))),
                lie(
                        "a proof of an ejected witness",
                        RunState.ROUND_TRAIN,
                        "it does not survive its own restoration",
                        run -> {
                            int seat = Committee.of(round).witnessSeats()[0];
                            ClientId ejected = CLIENTS.get(seat);
                            return run.ejected(List.of(ejected)).members(all -> {
                                all.set(seat, member(ejected, Presence.EJECTED, false, 0, 0));
                                return all;
                            });
                        }));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void whatNoRunCanHaveIsRefused(Lie lie) {
        RunSnapshot snapshot =
                lie.edit().apply(new SnapshotEdit(SNAPSHOTS.get(lie.state()))).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Coordinator.restore(snapshot, () -> new LinkedHashSet<>(CLIENTS), SEEDS))
                .withMessageStartingWith("not the snapshot of a run: " + lie.problem());
    }

    /** It stays ejected from this epoch. */
    @Test
    void aReinstatedMemberIsTaken() {
        Coordinator run =
                Coordinator.restore(SNAPSHOTS.get(RunState.WARMUP), () -> new LinkedHashSet<>(CLIENTS), SEEDS);
        run.eject(CLIENTS.get(0));
        run.reinstate(CLIENTS.get(0));
        RunSnapshot snapshot = run.snapshot();
        assertThat(snapshot.members().get(0).presence()).isEqualTo(Presence.EJECTED);
        assertThat(snapshot.ejected()).isEmpty();
        assertThat(Coordinator.restore(snapshot, () -> new LinkedHashSet<>(CLIENTS), SEEDS)
                        .snapshot())
                .isEqualTo(snapshot);
    }

    @ParameterizedTest
    @EnumSource
    void whatARunHasIsTaken(RunState state) {
        RunSnapshot snapshot = SNAPSHOTS.get(state);
        assertThat(Coordinator.restore(snapshot, () -> new LinkedHashSet<>(CLIENTS), SEEDS)
                        .snapshot())
                .isEqualTo(snapshot);
    }
}

package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.SnapshotEdit;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
            .maxMissedHealthChecks(3)
            .build();
    private static final List<ClientId> CLIENTS =
            Stream.of("ada", "grace", "joan", "mary").map(ClientId::of).toList();
    private static final SeedSource SEEDS = SeedSource.fixed(5);

    /** A snapshot of a run in each state, the first of its kind. In an open round, two proofs are in. */
    private static final Map<RunState, RunSnapshot> SNAPSHOTS = snapshots();

    private static Map<RunState, RunSnapshot> snapshots() {
        Map<RunState, RunSnapshot> snapshots = new EnumMap<>(RunState.class);
        Coordinator run = Coordinator.start(CONFIG, () -> CLIENTS, SEEDS, Instant.EPOCH);
        for (int second = 0; run.status().state() != RunState.FINISHED; second++) {
            if (run.status().state() == RunState.ROUND_TRAIN) {
                attest(run, 0);
                attest(run, 1);
            }
            snapshots.putIfAbsent(run.status().state(), run.snapshot());
            run.tick(Instant.EPOCH.plusSeconds(second));
        }
        snapshots.put(RunState.FINISHED, run.snapshot());
        Coordinator paused = Coordinator.start(CONFIG, List::of, SEEDS, Instant.EPOCH);
        paused.pause();
        paused.tick(Instant.EPOCH);
        snapshots.put(RunState.PAUSED, paused.snapshot());
        return snapshots;
    }

    private static void attest(Coordinator run, int position) {
        Round round = run.status().round();
        int seat = Committee.of(round).witnessSeats()[position];
        run.witness(run.roster().clients().get(seat), proof(round, position));
    }

    private static WitnessProof proof(Round round, int position) {
        return new WitnessProof(
                round.epoch(),
                round.height(),
                Committee.of(round).witnessSeats()[position],
                position,
                ParticipationBitmap.of(round.clients(), index -> true));
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
        return new Member(client, presence, ready, false, missed, absent);
    }

    private static Lie roundLie(String what, RunState state, String problem, UnaryOperator<Round> edit) {
        return lie(
                what,
                state,
                problem,
                run -> run.round(edit.apply(SNAPSHOTS.get(state).round())));
    }

    private static Round round(Round r, long height, long first, int batch, long version, int clients, int witnesses) {
        return new Round(
                r.epoch(), height, r.seed(), first, batch, version, clients, witnesses, r.verificationPercent());
    }

    private static Lie proofLie(String what, UnaryOperator<WitnessProof> edit) {
        return lie(
                what,
                RunState.ROUND_TRAIN,
                "nobody gave the proof ",
                run -> run.proofs(proofs -> {
                    proofs.set(0, edit.apply(proofs.get(0)));
                    return proofs;
                }));
    }

    private static RunSnapshot.Clock clock(int stateAnchor, int epochAnchor) {
        Instant now = Instant.EPOCH;
        return new RunSnapshot.Clock(now, now, now.plusSeconds(stateAnchor), now.plusSeconds(epochAnchor));
    }

    private static Exit exit(ClientId client) {
        return new Exit(client, Exit.Cause.LEFT, RunState.WARMUP, 0, -1, Instant.EPOCH);
    }

    static Stream<Lie> lies() {
        return Stream.of(clockAndCounters(), members(), rounds(), proofs()).flatMap(lies -> lies);
    }

    private static Stream<Lie> clockAndCounters() {
        return Stream.of(
                lie(
                        "a state that begins in the future",
                        RunState.WARMUP,
                        "an anchor of time is in the future",
                        run -> run.clock(clock(1, 0))),
                lie(
                        "an epoch that begins in the future",
                        RunState.WARMUP,
                        "an anchor of time is in the future",
                        run -> run.clock(clock(0, 1))),
                lie("a negative epoch", RunState.WAITING_FOR_MEMBERS, "a counter is negative", run -> run.epoch(-1)),
                lie(
                        "a negative version",
                        RunState.WAITING_FOR_MEMBERS,
                        "a counter is negative",
                        run -> run.rosterVersion(-1)),
                lie("step 0", RunState.WAITING_FOR_MEMBERS, "the step is out of bounds: 0", run -> run.step(0)),
                lie(
                        "two steps too many",
                        RunState.WAITING_FOR_MEMBERS,
                        "the step is out of bounds: 4",
                        run -> run.step(4).nextDataIndex(50)),
                lie(
                        "all steps done",
                        RunState.WARMUP,
                        "the step is out of bounds: 3",
                        run -> run.step(3).nextDataIndex(30)),
                lie("step 0", RunState.WARMUP, "the step is out of bounds: 0", run -> run.step(0)),
                lie(
                        "a step left",
                        RunState.FINISHED,
                        "it is finished at step 2",
                        run -> run.step(2).nextDataIndex(15)),
                lie(
                        "too few data for the step",
                        RunState.FINISHED,
                        "so many steps do not make data index 19",
                        run -> run.nextDataIndex(19)),
                lie(
                        "too many data for the step",
                        RunState.FINISHED,
                        "so many steps do not make data index 41",
                        run -> run.nextDataIndex(41)),
                lie(
                        "negative data",
                        RunState.WARMUP,
                        "so many steps do not make data index -1",
                        run -> run.nextDataIndex(-1)),
                lie("a pause pending", RunState.PAUSED, "no pause can be pending", run -> run.pausePending(true)),
                lie("a pause pending", RunState.FINISHED, "no pause can be pending", run -> run.pausePending(true)),
                lie(
                        "a resume pending",
                        RunState.WARMUP,
                        "only a paused run can be about to resume",
                        run -> run.resumePending(true)));
    }

    private static Stream<Lie> members() {
        ClientId ada = CLIENTS.get(0);
        List<Member> members = SNAPSHOTS.get(RunState.WARMUP).members();
        return Stream.of(
                lie(
                        "members",
                        RunState.WAITING_FOR_MEMBERS,
                        "there are no members in WAITING_FOR_MEMBERS",
                        run -> run.members(none -> members)),
                lie("members", RunState.PAUSED, "there are no members in PAUSED", run -> run.members(none -> members)),
                lie(
                        "members",
                        RunState.FINISHED,
                        "there are no members in FINISHED",
                        run -> run.members(none -> members)),
                lie(
                        "too few members",
                        RunState.WARMUP,
                        "there are too few members for WARMUP",
                        run -> run.members(all -> all.subList(0, 2))),
                lie(
                        "too many members",
                        RunState.WARMUP,
                        "there are too many members",
                        run -> run.members(all -> {
                            all.add(member(ClientId.of("x"), Presence.ACTIVE, false, 0, 0));
                            all.add(member(ClientId.of("y"), Presence.ACTIVE, false, 0, 0));
                            return all;
                        })),
                lie(
                        "a member twice",
                        RunState.WARMUP,
                        "a client is a member twice, or has left: ada",
                        run -> run.members(all -> {
                            all.add(all.get(0));
                            return all;
                        })),
                lie(
                        "a member that left",
                        RunState.WARMUP,
                        "a client is a member twice, or has left: ada",
                        run -> run.exits(exits -> List.of(exit(ada)))),
                lie(
                        "an exit twice",
                        RunState.WAITING_FOR_MEMBERS,
                        "a client has left twice: ada",
                        run -> run.exits(exits -> List.of(exit(ada), exit(ada)))),
                lie(
                        "a client barred twice",
                        RunState.WAITING_FOR_MEMBERS,
                        "a client is barred twice",
                        run -> run.barred(List.of(ada, ada))),
                lie(
                        "a barred member",
                        RunState.WARMUP,
                        "who is barred is ejected, and nobody else is",
                        run -> run.barred(List.of(ada))),
                memberLie(
                        "an ejected member not barred",
                        RunState.WARMUP,
                        "who is barred is ejected, and nobody else is",
                        m -> member(m.client(), Presence.EJECTED, false, 0, 0)),
                memberLie(
                        "a ready member",
                        RunState.ROUND_TRAIN,
                        "only who is there in WARMUP is ready",
                        m -> member(m.client(), Presence.ACTIVE, true, 0, 0)),
                memberLie(
                        "a ready member that left",
                        RunState.WARMUP,
                        "only who is there in WARMUP is ready",
                        m -> member(m.client(), Presence.LEFT, true, 0, 0)),
                memberLie(
                        "a negative streak",
                        RunState.WARMUP,
                        "nobody stays with a streak of -1",
                        m -> member(m.client(), Presence.ACTIVE, false, -1, 0)),
                memberLie(
                        "a streak at the limit",
                        RunState.WARMUP,
                        "nobody stays with a streak of 3",
                        m -> member(m.client(), Presence.ACTIVE, false, 3, 0)),
                memberLie(
                        "a streak of a rule that is off",
                        RunState.WARMUP,
                        "nobody stays with a streak of 1",
                        m -> member(m.client(), Presence.ACTIVE, false, 0, 1)));
    }

    private static Stream<Lie> rounds() {
        RunState open = RunState.ROUND_TRAIN;
        return Stream.of(
                lie(
                        "no round",
                        open,
                        "a round goes with ROUND_TRAIN, ROUND_WITNESS and COOLDOWN alone",
                        run -> run.round(null).proofs(proofs -> List.of())),
                lie(
                        "a round",
                        RunState.WARMUP,
                        "a round goes with ROUND_TRAIN, ROUND_WITNESS and COOLDOWN alone",
                        run -> run.round(SNAPSHOTS.get(open).round())),
                lie(
                        "proofs without a round",
                        RunState.WARMUP,
                        "there are no proofs without a round",
                        run -> run.proofs(
                                none -> List.of(proof(SNAPSHOTS.get(open).round(), 0)))),
                lie(
                        "a round of another epoch",
                        open,
                        "the round is not as its configuration makes it",
                        run -> run.epoch(1)),
                lie(
                        "a height beyond the epoch",
                        open,
                        "an epoch has fewer rounds",
                        run -> run.proofs(proofs -> List.of())
                                .round(round(SNAPSHOTS.get(open).round(), 1, 0, 10, 1, 4, 3))),
                roundLie(
                        "other data",
                        open,
                        "the round is about other data",
                        r -> round(r, 0, 1, 10, r.rosterVersion(), 4, 3)),
                roundLie(
                        "another batch",
                        open,
                        "the round is not as its configuration makes it",
                        r -> round(r, 0, 0, 11, r.rosterVersion(), 4, 3)),
                roundLie(
                        "an older roster",
                        open,
                        "the round is of another roster",
                        r -> round(r, 0, 0, 10, r.rosterVersion() - 1, 4, 3)),
                roundLie(
                        "another number of clients",
                        open,
                        "the round is of another roster",
                        r -> round(r, 0, 0, 10, r.rosterVersion(), 5, 3)),
                roundLie(
                        "another number of witnesses",
                        open,
                        "the round is not as its configuration makes it",
                        r -> round(r, 0, 0, 10, r.rosterVersion(), 4, 2)),
                roundLie(
                        "a later roster",
                        RunState.COOLDOWN,
                        "the round is of another roster",
                        r -> round(r, 0, 0, 10, r.rosterVersion() + 1, 4, 3)),
                roundLie(
                        "fewer clients than members",
                        RunState.COOLDOWN,
                        "the round is of another roster",
                        r -> round(r, 0, 0, 10, r.rosterVersion(), 3, 3)),
                roundLie(
                        "data of no round",
                        RunState.COOLDOWN,
                        "the round is about other data",
                        r -> round(r, 0, 1, 10, r.rosterVersion(), 4, 3)));
    }

    private static Stream<Lie> proofs() {
        Round round = SNAPSHOTS.get(RunState.ROUND_TRAIN).round();
        return Stream.of(
                proofLie(
                        "a proof of another epoch",
                        p -> new WitnessProof(1, p.height(), p.index(), p.position(), p.participation())),
                proofLie(
                        "a proof of another round",
                        p -> new WitnessProof(p.epoch(), 1, p.index(), p.position(), p.participation())),
                proofLie(
                        "a negative seat",
                        p -> new WitnessProof(p.epoch(), p.height(), -1, p.position(), p.participation())),
                proofLie(
                        "a seat that is not elected",
                        p -> new WitnessProof(p.epoch(), p.height(), 99, p.position(), p.participation())),
                proofLie(
                        "a proof at another position",
                        p -> new WitnessProof(p.epoch(), p.height(), p.index(), 2, p.participation())),
                proofLie(
                        "a bitmap of another size",
                        p -> new WitnessProof(
                                p.epoch(),
                                p.height(),
                                p.index(),
                                p.position(),
                                ParticipationBitmap.of(5, index -> true))),
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
                            return run.barred(List.of(ejected)).members(all -> {
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
                .isThrownBy(() -> Coordinator.restore(snapshot, () -> CLIENTS, SEEDS))
                .withMessageStartingWith("not the snapshot of a run: " + lie.problem());
    }

    @ParameterizedTest
    @EnumSource
    void whatARunHasIsTaken(RunState state) {
        RunSnapshot snapshot = SNAPSHOTS.get(state);
        assertThat(Coordinator.restore(snapshot, () -> CLIENTS, SEEDS).snapshot())
                .isEqualTo(snapshot);
    }
}

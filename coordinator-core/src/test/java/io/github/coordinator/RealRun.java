package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A hosted run with clients that do what they are told to, round after round. */
final class RealRun {
    /** What a client does in every round. All else that clients do they all do: they get ready and give signs of life. */
    enum Behaviour {
        HONEST,
        NEVER_ATTESTS,
        NEITHER_TRAINS_NOR_ATTESTS
    }

    final HostedRun run;
    final List<RoundEvaluation> rounds = new ArrayList<>();
    final List<Removal> removals = new ArrayList<>();
    private final Map<ClientId, Behaviour> clients = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;

    RealRun(RunConfig config, SeedSource seeds) {
        run = HostedRun.start(config, seeds, now);
    }

    static ClientId client(int number) {
        return ClientId.of("c" + number);
    }

    /** Adds clients, and lets them join. */
    RealRun with(int count, Behaviour behaviour) {
        IntStream.range(clients.size(), clients.size() + count)
                .mapToObj(RealRun::client)
                .forEach(client -> {
                    clients.put(client, behaviour);
                    join(client);
                });
        return this;
    }

    void join(ClientId client) {
        run.join(run.config().runId(), client);
    }

    /** Plays rounds, and epochs as they come. Something may happen in the last call of each round. */
    void playRounds(int count, Consumer<Round> beforeTheEndOfEach) {
        for (int played = 0; played < count; played++) {
            playRound(beforeTheEndOfEach);
        }
    }

    void playRounds(int count) {
        playRounds(count, round -> {});
    }

    private void playRound(Consumer<Round> beforeTheEnd) {
        while (run.status().state() != RunState.ROUND_TRAIN) {
            clients.keySet().forEach(client -> run.ready(client, run.status().epoch()));
            tick();
        }
        attest();
        while (run.status().state() == RunState.ROUND_TRAIN) {
            tick();
        }
        beforeTheEnd.accept(run.status().round().orElseThrow());
        while (run.status().state() == RunState.ROUND_WITNESS) {
            tick();
        }
    }

    private void tick() {
        now = run.nextDeadline().orElse(now);
        TickResult result = run.tick(now);
        result.evaluation().ifPresent(rounds::add);
        removals.addAll(result.removals());
    }

    /** Each honest witness reports the work that it saw: that of the clients that had data, and trained on them. */
    private void attest() {
        Round round = run.status().round().orElseThrow();
        List<ClientId> roster = run.roster().clients();
        Set<Integer> seen = new LinkedHashSet<>();
        DataAssignment.of(round).shares().stream()
                .filter(share -> clients.get(roster.get(share.index())) != Behaviour.NEITHER_TRAINS_NOR_ATTESTS)
                .forEach(share -> seen.add(share.index()));
        for (ClientId client : roster) {
            if (clients.get(client) == Behaviour.HONEST) {
                Optional<Seat> seat = run.seat(client);
                seat.flatMap(round::partOf)
                        .flatMap(part -> part.proof(seen::contains))
                        .ifPresent(proof -> run.witness(client, proof));
            }
        }
    }

    long lostRounds() {
        return rounds.stream().filter(round -> !round.confirmed()).count();
    }

    List<Removal.Cause> causes() {
        return removals.stream().map(Removal::cause).toList();
    }
}

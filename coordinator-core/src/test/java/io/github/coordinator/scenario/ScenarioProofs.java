package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunStatus;
import io.github.coordinator.config.ParticipationKind;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.witness.Participation;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.ParticipationFilter;
import io.github.coordinator.witness.WitnessProof;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The proofs that clients send: true ones, made as a client makes them, and forged ones. */
final class ScenarioProofs {
    private final Coordinator coordinator;
    private final RunStatus status;
    private final List<ClientId> roster;

    ScenarioProofs(Coordinator coordinator) {
        this.coordinator = coordinator;
        status = coordinator.status();
        roster = coordinator.roster().clients();
    }

    /** The proof of a sender with those claims. */
    WitnessProof of(ClientId sender, Claims claims) {
        WitnessProof truth = truthOf(claims.as().orElse(sender), participation(claims));
        return new WitnessProof(
                claims.epoch().orElse(truth.epoch()),
                claims.height().orElse(truth.height()),
                claims.index().orElse(truth.index()),
                claims.position().orElse(truth.position()),
                truth.participation());
    }

    /** What a client would say who makes no mistake, but perhaps nobody asked: then its position is behind the elected. */
    private WitnessProof truthOf(ClientId client, Participation participation) {
        Round round = status.round();
        Optional<Seat> seat = coordinator.seat(client);
        if (round == null || !status.state().isRound() || seat.isEmpty()) {
            return new WitnessProof(status.epoch(), round == null ? 0 : round.height(), 0, 0, participation);
        }
        return WitnessProof.of(round, seat.get(), participation).orElseGet(() -> {
            int index = round.indexOf(seat.get());
            int position = Committee.of(round).witnessPosition(index);
            return new WitnessProof(round.epoch(), round.height(), index, position, participation);
        });
    }

    private Participation participation(Claims claims) {
        Set<ClientId> seen = new LinkedHashSet<>(new Names(coordinator).resolve(claims.sees()));
        Round round = status.round();
        ParticipationKind kind = claims.kind().orElse(coordinator.config().participation());
        if (kind == ParticipationKind.BITMAP || round == null) {
            int bits = claims.bits().orElse(Math.max(1, roster.size()));
            return ParticipationBitmap.of(bits, index -> index < roster.size() && seen.contains(roster.get(index)));
        }
        ParticipationFilter filter = ParticipationFilter.of(
                round, index -> roster.get(index).bytes(), index -> seen.contains(roster.get(index)));
        long[] keys = filter.keys();
        long[] words = filter.toWords();
        if (claims.foreignKeys()) {
            keys[0]++;
        }
        if (claims.full()) {
            Arrays.fill(words, -1L);
        }
        return ParticipationFilter.fromWords(keys, words);
    }
}

package io.github.coordinator.scenario;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
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
                new RoundId(
                        claims.epoch().orElse(truth.round().epoch()),
                        claims.height().orElse(truth.round().height())),
                claims.index().orElse(truth.index()),
                claims.position().orElse(truth.position()),
                truth.participation());
    }

    /** What an honest client would say, even if it is not elected: then its position comes after the elected. */
    private WitnessProof truthOf(ClientId client, Participation participation) {
        RoundId id = status.round().map(Round::id).orElse(new RoundId(status.epoch(), 0));
        int index = coordinator.seat(client).map(Seat::index).orElse(0);
        int position = status.round()
                .filter(round -> status.state().isRound() && index < round.clientCount())
                .map(round -> Committee.of(round).witnessPosition(index))
                .orElse(0);
        return new WitnessProof(id, index, position, participation);
    }

    private Participation participation(Claims claims) {
        Set<ClientId> seen = new LinkedHashSet<>(new Names(coordinator).resolve(claims.sees()));
        Round round = status.round().orElse(null);
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

package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Forgery.NO_ROUND;
import static io.github.coordinator.verification.model.Forgery.everybody;
import static io.github.coordinator.verification.model.Forgery.filled;
import static io.github.coordinator.verification.model.Forgery.with;
import static io.github.coordinator.verification.model.Forgery.withForeignKeys;
import static io.github.coordinator.verification.model.Forgery.withNumbers;

import io.github.coordinator.ClientId;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Proofs as witnesses give them, and as those give them who would like to be one. */
final class RandomProofs {
    private RandomProofs() {}

    /** The proof of the next witness that is there and has not attested; it overlooks one client if {@code how} is odd. */
    static Optional<Call> next(RunSnapshot run, int how) {
        if (!run.state().isRound()) {
            return Optional.empty();
        }
        Round round = roundOf(run);
        for (int seat : Elected.seats(round)) {
            boolean attested = run.proofs().stream().anyMatch(proof -> proof.index() == seat);
            if (!attested && run.members().get(seat).presence() == Presence.ACTIVE) {
                return Optional.of(new Call.Witness(run.members().get(seat).client(), proof(run, seat, how)));
            }
        }
        return Optional.empty();
    }

    /** What the client would send if it were a witness and had not attested, whether or not that is so. */
    static Call honest(RunSnapshot run, int who, int how) {
        Round round = roundOf(run);
        List<Integer> seats = Elected.seats(round);
        int seat = seats.isEmpty() || how % 4 == 0 ? who % round.clientCount() : seats.get(who % seats.size());
        return new Call.Witness(clientAt(run, seat), proof(run, seat, how));
    }

    /** A proof with one lie in it, if possible of a witness that has not attested. */
    static Call forged(RunSnapshot run, int who, int how) {
        Call.Witness honest = (Call.Witness) next(run, how).orElseGet(() -> honest(run, who, how));
        WitnessProof proof = honest.proof();
        int lies = run.config().participation() == ParticipationKind.BITMAP ? 9 : 10;
        return switch (how % lies) {
            case 0 -> new Call.Witness(CollidingClients.STRANGER, proof);
            case 5 -> ofTheUnelected(run, who, how).orElse(honest);
            case 6 -> ofTheGone(run, how).orElse(honest);
            default -> new Call.Witness(honest.client(), forged(run, proof, who, how % lies));
        };
    }

    private static WitnessProof forged(RunSnapshot run, WitnessProof proof, int who, int lie) {
        Round round = roundOf(run);
        boolean usesBitmaps = run.config().participation() == ParticipationKind.BITMAP;
        return switch (lie) {
            case 1 ->
                withNumbers(
                        proof,
                        proof.round().epoch() + 1 - who % 3,
                        proof.round().height(),
                        proof.index(),
                        proof.position());
            case 2 ->
                withNumbers(
                        proof,
                        proof.round().epoch(),
                        proof.round().height() - 1 + who % 3,
                        proof.index(),
                        proof.position());
            case 3 ->
                withNumbers(proof, proof.round().epoch(), proof.round().height(), anyNumber(who), proof.position());
            case 4 -> withNumbers(proof, proof.round().epoch(), proof.round().height(), proof.index(), anyNumber(who));
            case 7 -> with(proof, usesBitmaps ? filter(run, round, seat -> true) : everybody(round.clientCount()));
            case 8 -> with(proof, usesBitmaps ? everybody(round.clientCount() + 1 + who % 3) : filled(round, -1));
            default -> with(proof, withForeignKeys());
        };
    }

    private static Optional<Call> ofTheUnelected(RunSnapshot run, int who, int how) {
        for (int i = 0; i < run.members().size(); i++) {
            int seat = (i + who) % run.members().size();
            if (!Elected.seats(roundOf(run)).contains(seat)
                    && run.members().get(seat).presence() == Presence.ACTIVE) {
                return Optional.of(new Call.Witness(clientAt(run, seat), proof(run, seat, how)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Call> ofTheGone(RunSnapshot run, int how) {
        for (int seat = 0; seat < run.members().size(); seat++) {
            if (run.members().get(seat).presence() != Presence.ACTIVE) {
                return Optional.of(new Call.Witness(clientAt(run, seat), proof(run, seat, how)));
            }
        }
        return Optional.empty();
    }

    /** The proof that goes with a seat. One client is overlooked by all who overlook anyone, so that they may agree. */
    private static WitnessProof proof(RunSnapshot run, int seat, int how) {
        Round round = roundOf(run);
        IntPredicate seen = other -> how % 2 == 0 || !clientAt(run, other).equals(CollidingClients.ALL.get(0));
        Participation participation = run.config().participation() == ParticipationKind.BLOOM
                ? filter(run, round, seen)
                : ParticipationBitmap.of(round.clientCount(), seen);
        return new WitnessProof(round.id(), seat, Elected.seats(round).indexOf(seat), participation);
    }

    private static Participation filter(RunSnapshot run, Round round, IntPredicate seen) {
        return ParticipationFilter.of(round, seat -> clientAt(run, seat).bytes(), seen);
    }

    /** The numbers that somebody would try: the neighbours, and those that overflow. */
    private static int anyNumber(int who) {
        return List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 2).get(who % 6);
    }

    private static ClientId clientAt(RunSnapshot run, int seat) {
        return seat < run.members().size() ? run.members().get(seat).client() : CollidingClients.ALL.get(seat);
    }

    private static Round roundOf(RunSnapshot run) {
        Round round = run.round().orElse(null);
        return round == null || !run.state().isRound() ? NO_ROUND : round;
    }
}

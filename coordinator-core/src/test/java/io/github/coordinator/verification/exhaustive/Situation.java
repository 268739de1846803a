package io.github.coordinator.verification.exhaustive;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;

/**
 * All of a run's state that its future depends on, as a number: snapshots of the same situation take every call alike, but
 * for names of times and versions. Left out is what nothing looks at: when things happened, how long a state has lasted
 * beyond its limit, exits and the order of bars, and proofs after the round.
 *
 * <p>The number is the first half of a SHA-256, so that millions fit into memory; two situations share one by accident with
 * a probability below 10<sup>−25</sup>.
 */
record Situation(long high, long low) {
    static Situation of(RunSnapshot run, List<ClientId> pending) {
        try {
            byte[] text = describe(run, pending).getBytes(StandardCharsets.UTF_8);
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
            return new Situation(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String describe(RunSnapshot run, List<ClientId> pending) {
        StringBuilder text = new StringBuilder();
        text.append(run.state()).append(run.epoch()).append('s').append(run.step());
        text.append('d').append(run.nextDataIndex()).append('t').append(lasted(run));
        text.append(run.order());
        boolean isOpen = run.state().isRound();
        Round round = run.round().orElse(null);
        if (isOpen && round != null) {
            text.append('h').append(round.height()).append('r').append(round.seed());
            for (WitnessProof proof : run.proofs()) {
                ParticipationBitmap seen = (ParticipationBitmap) proof.participation();
                text.append('p').append(proof.position());
                for (int seat = 0; seat < seen.clientCount(); seat++) {
                    text.append(seen.includes(seat) ? '+' : '-');
                }
            }
        }
        for (RunSnapshot.Member member : run.members()) {
            text.append('m').append(member.client()).append(member.presence()).append(member.ready());
            text.append(member.hasModel()).append(member.counts());
        }
        run.standings().stream().map(Object::toString).sorted().forEach(text::append);
        text.append(run.coldStart());
        if (run.state() == RunState.ROUND_WITNESS) {
            text.append(run.reason());
        }
        run.ejected().stream().sorted().forEach(client -> text.append('b').append(client));
        pending.forEach(client -> text.append('w').append(client));
        return text.toString();
    }

    private static Duration lasted(RunSnapshot run) {
        if (run.state() == RunState.WAITING_FOR_MEMBERS
                || run.state() == RunState.PAUSED
                || run.state() == RunState.FINISHED) {
            return Duration.ZERO;
        }
        Duration lasted =
                Duration.between(run.clock().stateAnchor(), run.clock().now());
        return lasted.compareTo(Alphabet.STATE_TIME) < 0 ? lasted : Alphabet.STATE_TIME;
    }
}

package io.github.coordinator.fuzz;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.ParticipationKind;
import io.github.coordinator.model.Call;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.Participation;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.ParticipationFilter;
import io.github.coordinator.witness.WitnessProof;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Calls read from an input: what remote clients can say, and what a host does to keep the run going. Where bytes are no
 * message at all, the core's types say so with an {@link IllegalArgumentException} before anything is called.
 */
final class FuzzedCalls {
    private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

    /** Whom most calls are about. Their ids all have the same hash. */
    private static final List<ClientId> CLIENTS = Stream.of("AaAaAa", "AaAaBB", "AaBBAa", "AaBBBB", "BBAaAa", "BBAaBB")
            .map(ClientId::of)
            .toList();

    private static final Round NO_ROUND = new Round(0, 0, 0, 0, 1, 0, 1, 1, 0);

    private final Input input;
    private final RunSnapshot run;
    private final Instant deadline;

    private FuzzedCalls(Input input, RunSnapshot run, Instant deadline) {
        this.input = input;
        this.run = run;
        this.deadline = deadline;
    }

    /** The next call to a run whose next deadline is as given. */
    static Call read(Input input, RunSnapshot run, Instant deadline) {
        return new FuzzedCalls(input, run, deadline).read();
    }

    private Call read() {
        return switch (input.below(14)) {
            case 0 -> new Call.Tick(deadline);
            case 1 -> new Call.Tick(Instant.ofEpochSecond(input.anyLong() % LAST_SECOND));
            case 2 -> new Call.Pending(CLIENTS.subList(0, input.below(CLIENTS.size() + 1)));
            case 3 -> new Call.Join(FuzzedConfig.RUN_ID, client());
            case 4 -> new Call.Join(text(), client());
            case 5 -> new Call.Ready(client());
            case 6 -> new Call.HealthCheck(client());
            case 7 -> new Call.Disconnect(client());
            case 8 -> new Call.Leave(client());
            case 9 -> new Call.Eject(client());
            case 10 -> new Call.Pause();
            case 11 -> new Call.Resume();
            case 12 -> witness(false);
            default -> witness(true);
        };
    }

    private ClientId client() {
        int who = input.below(CLIENTS.size() + 2);
        if (who < CLIENTS.size()) {
            return CLIENTS.get(who);
        }
        return who == CLIENTS.size()
                ? ClientId.of(text())
                : ClientId.of(input.bytes(input.below(ClientId.MAX_BYTES + 2)));
    }

    private String text() {
        int length = input.below(ClientId.MAX_BYTES);
        return ByteBuffer.wrap(input.bytes(2 * length)).asCharBuffer().toString();
    }

    /** A proof about the open round, in which the numbers are true unless it is forged. */
    private Call witness(boolean isForged) {
        ClientId client = client();
        Round round = run.round() == null ? NO_ROUND : run.round();
        int seat =
                run.members().stream().map(RunSnapshot.Member::client).toList().indexOf(client);
        int position =
                seat < 0 || seat >= round.clients() ? 0 : Committee.of(round).witnessPosition(seat);
        int lies = isForged ? input.small() : 0;
        return new Call.Witness(
                client,
                new WitnessProof(
                        (lies & 1) == 0 ? round.epoch() : input.anyLong(),
                        (lies & 2) == 0 ? round.height() : input.anyLong(),
                        (lies & 4) == 0 ? seat : input.any(),
                        (lies & 8) == 0 ? position : input.any(),
                        (lies & 16) == 0 ? wanted(round) : anyParticipation()));
    }

    /** The kind of participation that the run asks for, of any content. */
    private Participation wanted(Round round) {
        if (run.config().participation() == ParticipationKind.BITMAP) {
            int seen = input.small();
            return ParticipationBitmap.of(round.clients(), seat -> (seen >>> seat & 1) == 0);
        }
        long[] words = new long[ParticipationFilter.BITS / Long.SIZE];
        Arrays.fill(words, input.small());
        return ParticipationFilter.fromWords(ParticipationFilter.keysOf(round), words);
    }

    private Participation anyParticipation() {
        return input.below(2) == 0
                ? ParticipationBitmap.fromBytes(input.any(), input.bytes(input.below(4)))
                : ParticipationFilter.fromWords(new long[7 + input.below(3)], new long[15 + input.below(3)]);
    }
}

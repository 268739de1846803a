package io.github.coordinator.verification.fuzz;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.CollidingClients;
import io.github.coordinator.verification.model.Forgery;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Calls read from an input: what remote clients can say, and what a host does to keep the run going. Where bytes are no
 * message at all, the core's types say so with an {@link IllegalArgumentException} before anything is called.
 */
final class FuzzedCalls {
    private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

    /** The clients that most calls are about. */
    private static final List<ClientId> CLIENTS = CollidingClients.ALL;

    /** What a call can be. */
    enum CallKind {
        TICK_WHEN_DUE,
        TICK,
        PENDING,
        JOIN,
        JOIN_ANY_RUN,
        READY,
        HEALTH_CHECK,
        DISCONNECT,
        LEAVE,
        EJECT,
        PAUSE,
        RESUME,
        WITNESS,
        FORGED_WITNESS,
        REINSTATE,
        STOP,
        RECONFIGURE,
        CHECKPOINT
    }

    /** What may be false in a forged proof, each with its bit in the byte that says what is. */
    enum ForgedField {
        EPOCH(1),
        HEIGHT(2),
        INDEX(4),
        POSITION(8),
        PARTICIPATION(16);

        final int bit;

        ForgedField(int bit) {
            this.bit = bit;
        }

        boolean isIn(int lies) {
            return (lies & bit) != 0;
        }
    }

    /** All kinds of calls, by the byte that they begin with. */
    static final List<CallKind> KINDS = List.of(CallKind.values());

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
        return switch (KINDS.get(input.below(KINDS.size()))) {
            case TICK_WHEN_DUE -> new Call.Tick(deadline);
            case TICK -> new Call.Tick(Instant.ofEpochSecond(input.anyLong() % LAST_SECOND));
            case PENDING -> new Call.Pending(CLIENTS.subList(0, input.below(CLIENTS.size() + 1)));
            case JOIN -> new Call.Join(FuzzedConfig.RUN_ID, client());
            case JOIN_ANY_RUN -> new Call.Join(text(), client());
            case READY -> new Call.Ready(client(), run.epoch());
            case HEALTH_CHECK -> new Call.HealthCheck(client());
            case DISCONNECT -> new Call.Disconnect(client());
            case LEAVE -> new Call.Leave(client());
            case EJECT -> new Call.Eject(client());
            case PAUSE -> new Call.Pause();
            case RESUME -> new Call.Resume();
            case WITNESS -> witness(false);
            case FORGED_WITNESS -> witness(true);
            case REINSTATE -> new Call.Reinstate(client());
            case STOP -> new Call.Stop();
            case RECONFIGURE -> new Call.Reconfigure(FuzzedConfig.read(input));
            case CHECKPOINT -> new Call.Checkpoint("step " + input.small());
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
        Round round = run.round().orElse(Forgery.NO_ROUND);
        int seat =
                run.members().stream().map(RunSnapshot.Member::client).toList().indexOf(client);
        int position = seat < 0 || seat >= round.clientCount()
                ? 0
                : Committee.of(round).witnessPosition(seat);
        int lies = isForged ? input.small() : 0;
        return new Call.Witness(
                client,
                new WitnessProof(
                        new RoundId(
                                ForgedField.EPOCH.isIn(lies) ? input.anyLong() : round.epoch(),
                                ForgedField.HEIGHT.isIn(lies) ? input.anyLong() : round.height()),
                        ForgedField.INDEX.isIn(lies) ? input.any() : seat,
                        ForgedField.POSITION.isIn(lies) ? input.any() : position,
                        ForgedField.PARTICIPATION.isIn(lies) ? anyParticipation() : wanted(round)));
    }

    /** The kind of participation that the run asks for, of any content; a filter with a negative number has its bits. */
    private Participation wanted(Round round) {
        int overlooked = input.small();
        IntPredicate seen = seat -> (overlooked >>> seat & 1) == 0;
        if (run.config().participation() == ParticipationKind.BITMAP) {
            return ParticipationBitmap.of(round.clientCount(), seen);
        }
        return overlooked < 0 ? Forgery.filled(round, overlooked) : ParticipationFilter.of(round, this::idOf, seen);
    }

    private byte[] idOf(int seat) {
        List<RunSnapshot.Member> members = run.members();
        return seat < members.size() ? members.get(seat).client().bytes() : new byte[0];
    }

    private Participation anyParticipation() {
        return input.below(2) == 0
                ? ParticipationBitmap.fromBytes(input.any(), input.bytes(input.below(4)))
                : ParticipationFilter.fromWords(
                        new long[aboutAsManyAs(ParticipationFilter.KEYS)],
                        new long[aboutAsManyAs(ParticipationFilter.BITS / Long.SIZE)]);
    }

    private int aboutAsManyAs(int right) {
        return right - 1 + input.below(3);
    }
}

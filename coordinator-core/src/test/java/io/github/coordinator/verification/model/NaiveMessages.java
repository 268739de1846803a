package io.github.coordinator.verification.model;

import static io.github.coordinator.WitnessOutcome.*;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Presence;
import io.github.coordinator.Roster;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a message does to a {@link NaiveRun}: it records and answers, and leaves the state alone. */
final class NaiveMessages {
    private NaiveMessages() {}

    /** The answer of the naive run to a call. */
    static Object answer(NaiveRun run, Call call) {
        if (call instanceof Call.Tick tick) {
            return tick(run, tick.now());
        } else if (call instanceof Call.Pending pending) {
            return pending.clients();
        } else if (call instanceof Call.Join join) {
            return join(run, join.runId(), join.client());
        } else if (call instanceof Call.Witness witness) {
            return witness(run, witness.client(), witness.proof());
        } else if (call instanceof Call.Ready ready) {
            return ready(run, ready.client(), ready.epoch());
        } else if (call instanceof Call.HealthCheck check) {
            return healthCheck(run, check.client());
        } else if (call instanceof Call.Disconnect disconnect) {
            return disconnect(run, disconnect.client());
        } else if (call instanceof Call.Leave leave) {
            return leave(run, leave.client());
        } else if (call instanceof Call.Eject eject) {
            return eject(run, eject.client());
        }
        return call instanceof Call.Pause ? pause(run) : resume(run);
    }

    private static TickResult tick(NaiveRun run, Instant now) {
        Roster before = NaiveView.roster(run);
        RunState stateBefore = run.state;
        List<RunEvent> events = run.tick(now);
        Roster after = NaiveView.roster(run);
        Roster changed = after.version() == before.version() ? null : after;
        boolean beginsToWait = run.state == RunState.WAITING_FOR_MEMBERS && stateBefore != run.state;
        Optional<Instant> deadline = beginsToWait ? Optional.of(now) : NaiveView.nextDeadline(run);
        return Forged.tickResult(NaiveView.status(run), changed, deadline, events);
    }

    private static NaiveRun.@Nullable NaiveMember find(NaiveRun run, ClientId client) {
        return run.members.stream()
                .filter(member -> member.client.equals(client))
                .findFirst()
                .orElse(null);
    }

    private static JoinOutcome join(NaiveRun run, String runId, ClientId client) {
        NaiveRun.NaiveMember member = find(run, client);
        if (!runId.equals(run.config.runId())) {
            return JoinOutcome.WRONG_RUN;
        } else if (run.ejected.contains(client)) {
            return JoinOutcome.EJECTED;
        } else if (run.state == RunState.FINISHED) {
            return JoinOutcome.FINISHED;
        } else if (member == null) {
            return JoinOutcome.ACCEPTED;
        } else if (member.presence == Presence.DISCONNECTED) {
            member.presence = Presence.ACTIVE;
            member.heard = true;
            return JoinOutcome.SEAT_KEPT;
        }
        return member.presence == Presence.ACTIVE ? JoinOutcome.ALREADY_MEMBER : JoinOutcome.LEAVING;
    }

    private static WitnessOutcome witness(NaiveRun run, ClientId client, WitnessProof proof) {
        NaiveRun.NaiveMember member = find(run, client);
        if (run.state != RunState.ROUND_TRAIN && run.state != RunState.ROUND_WITNESS) {
            return WRONG_STATE;
        } else if (member == null) {
            return NOT_A_MEMBER;
        } else if (member.presence != Presence.ACTIVE) {
            return GONE;
        }
        Round round = run.openRound();
        int seat = run.members.indexOf(member);
        List<Integer> elected = Elected.seats(round);
        if (proof.round().epoch() != round.epoch()) {
            return WRONG_EPOCH;
        } else if (proof.round().height() != round.height()) {
            return WRONG_ROUND;
        } else if (proof.index() != seat) {
            return WRONG_INDEX;
        } else if (!elected.contains(seat)) {
            return NOT_ELECTED;
        } else if (proof.position() != elected.indexOf(seat)) {
            return WRONG_POSITION;
        } else if (run.proofs.stream().anyMatch(earlier -> earlier.index() == seat)) {
            return DUPLICATE;
        }
        WitnessOutcome outcome = evidence(run.config.participation(), round, proof);
        if (outcome == ACCEPTED) {
            run.proofs.add(proof);
            member.heard = true;
        }
        return outcome;
    }

    private static WitnessOutcome evidence(ParticipationKind kind, Round round, WitnessProof proof) {
        if (proof.participation() instanceof ParticipationBitmap bitmap) {
            if (kind == ParticipationKind.BLOOM) {
                return WRONG_PARTICIPATION_KIND;
            }
            return bitmap.clientCount() == round.clientCount() ? ACCEPTED : WRONG_BITMAP_SIZE;
        }
        ParticipationFilter filter = (ParticipationFilter) proof.participation();
        if (kind == ParticipationKind.BITMAP) {
            return WRONG_PARTICIPATION_KIND;
        } else if (!Arrays.equals(filter.keys(), BloomFilter.keys(round.seed()))) {
            return FOREIGN_FILTER_KEYS;
        }
        int set = Arrays.stream(filter.toWords()).mapToInt(Long::bitCount).sum();
        return set > ParticipationFilter.MAX_BITS_SET ? SATURATED_FILTER : ACCEPTED;
    }

    private static MemberOutcome ready(NaiveRun run, ClientId client, long epoch) {
        NaiveRun.NaiveMember member = find(run, client);
        if (run.state != RunState.WARMUP) {
            return MemberOutcome.WRONG_STATE;
        } else if (epoch != run.epoch) {
            return MemberOutcome.WRONG_EPOCH;
        } else if (member == null) {
            return MemberOutcome.NOT_A_MEMBER;
        } else if (member.presence != Presence.ACTIVE) {
            return MemberOutcome.GONE;
        } else if (member.ready) {
            return MemberOutcome.ALREADY_READY;
        }
        member.ready = true;
        member.heard = true;
        return MemberOutcome.RECORDED;
    }

    private static MemberOutcome healthCheck(NaiveRun run, ClientId client) {
        NaiveRun.NaiveMember member = find(run, client);
        if (member == null) {
            return MemberOutcome.NOT_A_MEMBER;
        } else if (member.presence != Presence.ACTIVE) {
            return MemberOutcome.GONE;
        }
        member.heard = true;
        return MemberOutcome.RECORDED;
    }

    private static MemberOutcome disconnect(NaiveRun run, ClientId client) {
        NaiveRun.NaiveMember member = find(run, client);
        if (member == null) {
            return MemberOutcome.NOT_A_MEMBER;
        } else if (member.presence != Presence.ACTIVE) {
            return MemberOutcome.GONE;
        }
        member.presence = Presence.DISCONNECTED;
        member.ready = false;
        return MemberOutcome.RECORDED;
    }

    private static MemberOutcome leave(NaiveRun run, ClientId client) {
        NaiveRun.NaiveMember member = find(run, client);
        if (member == null) {
            return MemberOutcome.NOT_A_MEMBER;
        } else if (member.presence == Presence.LEFT || member.presence == Presence.EJECTED) {
            return MemberOutcome.GONE;
        }
        member.presence = Presence.LEFT;
        member.ready = false;
        return MemberOutcome.RECORDED;
    }

    private static OperatorOutcome eject(NaiveRun run, ClientId client) {
        NaiveRun.NaiveMember member = find(run, client);
        if (run.ejected.contains(client)) {
            return OperatorOutcome.ALREADY_EJECTED;
        }
        run.ejected.add(client);
        if (member != null) {
            int seat = run.members.indexOf(member);
            member.presence = Presence.EJECTED;
            member.ready = false;
            if (run.state == RunState.ROUND_TRAIN || run.state == RunState.ROUND_WITNESS) {
                run.proofs.removeIf(proof -> proof.index() == seat);
            }
        }
        return OperatorOutcome.RECORDED;
    }

    private static OperatorOutcome pause(NaiveRun run) {
        if (run.state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        } else if (run.state == RunState.PAUSED && run.order == RunOrder.RESUME) {
            run.order = RunOrder.NONE;
            return OperatorOutcome.RECORDED;
        } else if (run.state == RunState.PAUSED) {
            return OperatorOutcome.ALREADY_PAUSED;
        }
        run.order = RunOrder.PAUSE;
        return OperatorOutcome.RECORDED;
    }

    private static OperatorOutcome resume(NaiveRun run) {
        if (run.state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        } else if (run.state == RunState.PAUSED && run.order == RunOrder.NONE) {
            run.order = RunOrder.RESUME;
            return OperatorOutcome.RECORDED;
        } else if (run.state != RunState.PAUSED && run.order == RunOrder.PAUSE) {
            run.order = RunOrder.NONE;
            return OperatorOutcome.RECORDED;
        }
        return OperatorOutcome.NOT_PAUSED;
    }
}

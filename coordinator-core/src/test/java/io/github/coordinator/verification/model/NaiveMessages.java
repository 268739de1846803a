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
import io.github.coordinator.config.RunConfig;
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
        return operate(run, call);
    }

    private static Object operate(NaiveRun run, Call call) {
        if (call instanceof Call.Reinstate reinstate) {
            boolean wasEjected = run.ejected.remove(reinstate.client());
            return wasEjected ? OperatorOutcome.RECORDED : OperatorOutcome.NOT_EJECTED;
        } else if (call instanceof Call.Stop) {
            return stop(run);
        } else if (call instanceof Call.Reconfigure reconfigure) {
            return reconfigure(run, reconfigure.config());
        } else if (call instanceof Call.Checkpoint checkpoint) {
            run.checkpoint = Optional.of(checkpoint.reference());
            return OperatorOutcome.RECORDED;
        }
        return call instanceof Call.Pause ? pause(run) : resume(run);
    }

    private static TickResult tick(NaiveRun run, Instant now) {
        Roster before = NaiveView.roster(run);
        boolean counted = run.enoughFor != null;
        List<RunEvent> events = run.tick(now);
        Roster after = NaiveView.roster(run);
        Roster changed = after.version() == before.version() ? null : after;
        boolean changes = !events.isEmpty() || counted != (run.enoughFor != null);
        return Forged.tickResult(NaiveView.status(run), changes, changed, run.namedDeadline, events);
    }

    private static @Nullable NaiveMember find(NaiveRun run, ClientId client) {
        return run.members.stream()
                .filter(member -> member.client.equals(client))
                .findFirst()
                .orElse(null);
    }

    private static void hear(NaiveRun run, NaiveMember member) {
        member.heard = !run.config.healthCheckTimeout().isZero();
    }

    /** Hears a member of the last epoch while there is none, and says whether it is one. */
    private static boolean hearLast(NaiveRun run, ClientId client) {
        Optional<NaiveMember> last = NaiveRun.find(run.lastMembers, client);
        last.ifPresent(member -> hear(run, member));
        return last.isPresent();
    }

    private static JoinOutcome join(NaiveRun run, String runId, ClientId client) {
        NaiveMember member = find(run, client);
        if (!runId.equals(run.config.runId())) {
            return JoinOutcome.WRONG_RUN;
        } else if (run.ejected.contains(client)) {
            return JoinOutcome.EJECTED;
        } else if (run.state == RunState.FINISHED) {
            return JoinOutcome.FINISHED;
        } else if (member == null) {
            hearLast(run, client);
            return JoinOutcome.ACCEPTED;
        } else if (member.presence == Presence.DISCONNECTED) {
            member.presence = Presence.ACTIVE;
            hear(run, member);
            return JoinOutcome.SEAT_KEPT;
        }
        return member.presence == Presence.ACTIVE ? JoinOutcome.ALREADY_MEMBER : JoinOutcome.ACCEPTED;
    }

    private static WitnessOutcome witness(NaiveRun run, ClientId client, WitnessProof proof) {
        NaiveMember member = find(run, client);
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
            hear(run, member);
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
        NaiveMember member = find(run, client);
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
        hear(run, member);
        return MemberOutcome.RECORDED;
    }

    private static MemberOutcome healthCheck(NaiveRun run, ClientId client) {
        NaiveMember member = find(run, client);
        if (member == null) {
            return hearLast(run, client) ? MemberOutcome.RECORDED : MemberOutcome.NOT_A_MEMBER;
        } else if (member.presence != Presence.ACTIVE) {
            return MemberOutcome.GONE;
        }
        hear(run, member);
        return MemberOutcome.RECORDED;
    }

    private static MemberOutcome disconnect(NaiveRun run, ClientId client) {
        NaiveMember member = find(run, client);
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
        NaiveMember member = find(run, client);
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
        NaiveMember member = find(run, client);
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
        } else if (run.order == RunOrder.STOP) {
            return OperatorOutcome.STOPPING;
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
        } else if (run.order == RunOrder.STOP) {
            return OperatorOutcome.STOPPING;
        } else if (run.state == RunState.PAUSED && run.order == RunOrder.NONE) {
            run.order = RunOrder.RESUME;
            return OperatorOutcome.RECORDED;
        } else if (run.state != RunState.PAUSED && run.order == RunOrder.PAUSE) {
            run.order = RunOrder.NONE;
            return OperatorOutcome.RECORDED;
        }
        return OperatorOutcome.NOT_PAUSED;
    }

    private static OperatorOutcome stop(NaiveRun run) {
        if (run.state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        } else if (run.order == RunOrder.STOP) {
            return OperatorOutcome.STOPPING;
        }
        run.order = RunOrder.STOP;
        return OperatorOutcome.RECORDED;
    }

    private static OperatorOutcome reconfigure(NaiveRun run, RunConfig config) {
        if (run.state != RunState.PAUSED) {
            return OperatorOutcome.WRONG_STATE;
        }
        boolean fits = config.runId().equals(run.config.runId())
                && config.sequenceLength() == run.config.sequenceLength()
                && config.totalSteps() >= run.step - 1;
        if (!fits) {
            return OperatorOutcome.CONFIG_REFUSED;
        }
        run.nextConfig = config;
        return OperatorOutcome.RECORDED;
    }
}

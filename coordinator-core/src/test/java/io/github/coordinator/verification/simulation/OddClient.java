package io.github.coordinator.verification.simulation;

import io.github.coordinator.RunState;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import org.jspecify.annotations.Nullable;

/** A client that does less than it is told, or is not always there. What it does not do is up to its {@link Habit}. */
final class OddClient extends SimulatedClient {
    /** After how many heartbeats a silent client joins again: later than any timeout. */
    private static final int SILENT_HEARTBEATS = 12;

    private final SimulatedHost host;

    /** The last epoch in which it said goodbye. */
    private long leftEpoch = -1;

    /** The last round of which it heard, and how many there were. */
    private Message.@Nullable RoundKey latest;

    private int rounds;

    /** Whether it will hang up at the end of this round. */
    private boolean hangsUp;

    OddClient(int number, World world, SimulatedNetwork network, SimulatedHost host) {
        super(number, world, network);
        this.host = host;
    }

    @Override
    void begin() {
        if (habit() == Habit.FLAPPING) {
            flap();
        } else if (habit() == Habit.SILENT) {
            callAgain();
        }
    }

    /** Nobody tells a client that waits, and says nothing, that it is forgotten. */
    private void callAgain() {
        later(SILENT_HEARTBEATS * world.plan.heartbeatNanos(), () -> {
            if (habit() == Habit.SILENT) {
                tell(new Message.Join(RunConfigDraw.RUN_ID, id));
                callAgain();
            }
        });
    }

    /** Is there for a few heartbeats, and hangs up for about one. */
    private void flap() {
        long heartbeat = world.plan.heartbeatNanos();
        later(world.chance.between(heartbeat, 10 * heartbeat), () -> {
            if (habit() == Habit.FLAPPING) {
                hangUpFor(world.chance.between(1, 2 * heartbeat));
                flap();
            }
        });
    }

    /** Hangs up; the host notices at once, or later, or when it is back already. */
    private void hangUpFor(long nanos) {
        long session = host.session(id);
        if (hangUp(nanos) && session > 0) {
            world.tally.count(habit());
            long later = world.chance.happens(0.5) ? 0 : world.chance.between(0, 2 * nanos);
            world.schedule.after(later, () -> host.loseConnection(id, session));
        }
    }

    @Override
    void tell(Message message) {
        if (habit() != Habit.SILENT || message instanceof Message.Join) {
            super.tell(message);
        }
    }

    @Override
    void give(WitnessProof proof) {
        if (!habit().neverAttests()) {
            super.give(proof);
        }
    }

    @Override
    void follow(Message.News arrived) {
        super.follow(arrived);
        Round round = arrived.status().round().orElse(null);
        if (round == null || arrived.seat() == null) {
            return;
        }
        RunState state = arrived.status().state();
        boolean isNew = !Message.RoundKey.of(round).equals(latest);
        if (isNew) {
            latest = Message.RoundKey.of(round);
            rounds++;
            hangsUp = habit() == Habit.HANGING_ZOMBIE && rounds % 2 == 0;
        }
        if (habit() == Habit.LEAVING && state.isRound() && leftEpoch != round.epoch()) {
            leftEpoch = round.epoch();
            long most = arrived.status().stateLimit().orElseThrow().toNanos();
            later(world.chance.between(0, most), this::leaveAndComeBack);
        } else if (hangsUp && state == RunState.ROUND_WITNESS) {
            hangsUp = false;
            long time = arrived.status().stateLimit().orElseThrow().toNanos();
            later(time / 2, () -> hangUpFor(time));
        }
    }

    private void leaveAndComeBack() {
        if (leave(world.chance.between(1, Plan.LATENCY_NANOS))) {
            world.tally.count(Habit.LEAVING);
        }
    }
}

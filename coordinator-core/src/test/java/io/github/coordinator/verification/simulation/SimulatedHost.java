package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.Seat;
import io.github.coordinator.verification.model.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server with a coordinator inside, as the documentation tells people to write one: it passes messages on, keeps the
 * pending clients, ticks when it is asked to, sends news after each change, saves the run, and goes on from there when it
 * has died. Its clock, its timers and its life are at the mercy of the {@link Weather}.
 */
final class SimulatedHost {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final World world;
    private final SimulatedNetwork network;
    private final JudgedCoordinator run;
    private final Set<ClientId> connected = new LinkedHashSet<>();

    private Duration clockError = Duration.ZERO;

    /** Counts the timers that were set, of which only the last one rings. */
    private long timer;

    private long stalledUntil;
    private boolean down;

    /** Whether the timer is being set at the end of a tick, after which no other must follow at once. */
    private boolean ticking;

    private int lives;

    SimulatedHost(World world, SimulatedNetwork network, Referee referee) {
        this.world = world;
        this.network = network;
        run = new JudgedCoordinator(world, referee, clock());
        network.attach(this::receive);
        if (world.plan.pace() == Pace.POLLING) {
            poll();
        }
    }

    RunSnapshot snapshot() {
        return run.snapshot();
    }

    private Instant clock() {
        return START.plusNanos(world.schedule.now()).plus(clockError);
    }

    /** Turns the clock, forward or back. Nobody tells the coordinator; its next tick shows. */
    boolean turnClock(Duration by) {
        clockError = clockError.plus(by);
        world.say("host", "the clock leaps by " + by);
        return true;
    }

    boolean stall(long nanos) {
        stalledUntil = world.schedule.now() + nanos;
        world.say("host", "stalls");
        return !down;
    }

    /** Wakes up, if it stalls. What has piled up meanwhile is worked off when it would have been. */
    void wake() {
        stalledUntil = world.schedule.now();
    }

    private boolean isStalled() {
        return stalledUntil > world.schedule.now();
    }

    private void whenAwake(Runnable action) {
        int mine = lives;
        world.schedule.after(stalledUntil - world.schedule.now(), () -> {
            if (mine == lives) {
                action.run();
            }
        });
    }

    /** Dies, if it lives. All that is not saved is lost, and so are all connections and the list of those who want in. */
    boolean crash(long nanos) {
        if (down) {
            return false;
        }
        down = true;
        stalledUntil = 0;
        timer++;
        lives++;
        connected.clear();
        world.say("host", "dies");
        world.schedule.after(nanos, this::restart);
        return true;
    }

    /** Goes on from what was saved. Members that do not show up in time count as disconnected. */
    private void restart() {
        down = false;
        run.restore();
        world.say(
                "host",
                "is back in " + snapshot().state() + " of epoch " + snapshot().epoch());
        int mine = lives;
        world.schedule.after(3 * world.plan.heartbeatNanos(), () -> {
            if (mine == lives) {
                missSilentMembers();
            }
        });
        attend();
    }

    private void missSilentMembers() {
        for (RunSnapshot.Member member : snapshot().members()) {
            if (member.presence() == Presence.ACTIVE && !connected.contains(member.client())) {
                loseConnection(member.client());
            }
        }
    }

    /** Finds out that a client's connection is gone. */
    void loseConnection(ClientId client) {
        if (down) {
            return;
        }
        if (isStalled()) {
            whenAwake(() -> loseConnection(client));
            return;
        }
        connected.remove(client);
        run.pending().remove(client);
        run.make(new Call.Disconnect(client));
        attend();
    }

    /** Does what the operator wants at once, if it can, and saves it: what an operator said must not be forgotten. */
    boolean operate(Call call) {
        if (down || isStalled()) {
            return false;
        }
        run.make(call);
        if (call instanceof Call.Eject eject) {
            connected.remove(eject.client());
            run.pending().remove(eject.client());
        }
        run.save();
        attend();
        return true;
    }

    /** All pending clients and members. */
    List<ClientId> everybody() {
        Set<ClientId> everybody = new LinkedHashSet<>(run.pending().pending());
        snapshot().members().forEach(member -> everybody.add(member.client()));
        return new ArrayList<>(everybody);
    }

    private void receive(ClientId sender, Message message) {
        if (down) {
            return;
        }
        if (isStalled()) {
            whenAwake(() -> receive(sender, message));
            return;
        }
        if (message instanceof Message.Join join) {
            admit(sender, join);
        } else if (message instanceof Message.HealthCheck) {
            hear(sender);
        } else if (message instanceof Message.Ready ready) {
            run.make(new Call.Ready(sender, ready.epoch()));
        } else if (message instanceof Message.Witness witness) {
            if (world.sabotage != Sabotage.HOST_DROPS_PROOFS) {
                run.make(new Call.Witness(sender, witness.proof()));
            }
        } else if (message instanceof Message.Leave) {
            connected.remove(sender);
            run.pending().remove(sender);
            run.make(new Call.Leave(sender));
        }
        attend();
    }

    private void admit(ClientId sender, Message.Join join) {
        JoinOutcome outcome = (JoinOutcome) run.make(new Call.Join(join.runId(), join.name()));
        if (outcome.accepted() || outcome == JoinOutcome.ALREADY_MEMBER) {
            run.pending().add(join.name());
            connected.add(join.name());
            inform(sender);
        } else {
            network.toClient(sender, new Message.Refused(outcome));
        }
    }

    private void hear(ClientId sender) {
        boolean merelyWaits = connected.contains(sender)
                && run.pending().pending().contains(sender)
                && run.coordinator().seat(sender).isEmpty();
        if (!merelyWaits && run.make(new Call.HealthCheck(sender)) == MemberOutcome.RECORDED) {
            connected.add(sender);
        }
        inform(sender);
    }

    private void inform(ClientId client) {
        boolean known = connected.contains(client);
        Seat seat = known ? run.coordinator().seat(client).orElse(null) : null;
        if (seat != null && world.sabotage == Sabotage.SEATS_ARE_SHIFTED) {
            int clients = snapshot().members().size();
            seat = new Seat(seat.rosterVersion(), (seat.index() + 1) % clients);
        }
        boolean waits = known && run.pending().pending().contains(client);
        network.toClient(
                client,
                new Message.News(
                        run.coordinator().status(), seat, run.coordinator().roster(), waits));
    }

    /**
     * Sees when the next tick is wanted, and sets the timer. A timer may ring late, but it knows nothing of clocks; so a
     * host that saw its clock go back, and did not tick, would set the timer to where the clock was before.
     */
    private void attend() {
        Optional<Instant> deadline = run.askDeadline();
        if (world.plan.pace() == Pace.POLLING) {
            return;
        }
        boolean tickNow = world.plan.pace() == Pace.EAGER
                || clock().isBefore(snapshot().clock().now());
        if (tickNow && !ticking) {
            tick();
        } else if (deadline.isPresent()) {
            long left = Math.max(0, Duration.between(clock(), deadline.get()).toNanos());
            long late = world.chance.happens(0.5) ? world.chance.between(0, Plan.TIMER_NANOS) : 0;
            long mine = ++timer;
            world.schedule.after(left + late, () -> ring(mine));
        }
    }

    private void ring(long which) {
        if (which == timer) {
            tick();
        }
    }

    private void poll() {
        tick();
        world.schedule.after(world.plan.pollNanos(), this::poll);
    }

    void tick() {
        if (down || world.sabotage == Sabotage.HOST_NEVER_TICKS) {
            return;
        }
        if (isStalled()) {
            if (world.plan.pace() != Pace.POLLING) {
                whenAwake(this::tick);
            }
            return;
        }
        if (!run.tick(clock()).isEmpty()) {
            connected.forEach(this::inform);
        }
        ticking = true;
        attend();
        ticking = false;
    }
}

package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.Removal;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Seat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server with a run inside, as the documentation tells people to write one: it passes messages on, keeps the session of
 * each connection, ticks when it is asked to, sends news after each change, saves the run, and goes on from there when it
 * has died. Its clock, its timers and its life are at the mercy of the {@link Weather}.
 */
final class SimulatedHost {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    /** After how many heartbeats a client that has not joined again after a crash counts as disconnected. */
    static final int GRACE_HEARTBEATS = 3;

    private final World world;
    private final SimulatedNetwork network;
    private final JudgedRun run;

    /** The session of each client that has a connection. */
    private final Map<ClientId, Long> sessions = new LinkedHashMap<>();

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
        run = new JudgedRun(world, referee, clock());
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

    /** Turns the clock, forward or back. Nobody tells the run; its next tick shows. */
    boolean turnClock(Duration by) {
        clockError = clockError.plus(by);
        world.leaps += by.isNegative() ? 0 : 1;
        world.say("host", "the clock leaps by " + by);
        return true;
    }

    boolean stall(long nanos) {
        stalledUntil = world.schedule.now() + nanos;
        world.say("host", "stalls");
        return !down;
    }

    /** Takes the host away for so long, and for an hour more by its clock. */
    boolean suspend(long nanos) {
        turnClock(Duration.ofHours(1));
        return stall(nanos);
    }

    /** Wakes up, if it stalls. What has piled up meanwhile is worked off when it would have been. */
    void wake() {
        stalledUntil = world.schedule.now();
    }

    private boolean isStalled() {
        return stalledUntil > world.schedule.now();
    }

    private void whenAwake(Runnable action) {
        later(stalledUntil - world.schedule.now(), action);
    }

    /** Does something later, unless the host has died by then. */
    private void later(long nanos, Runnable action) {
        int mine = lives;
        world.schedule.after(nanos, () -> {
            if (mine == lives) {
                action.run();
            }
        });
    }

    /** Dies, if it lives. All that is not saved is lost, and so are all connections. */
    boolean crash(long nanos) {
        if (down) {
            return false;
        }
        down = true;
        stalledUntil = 0;
        timer++;
        lives++;
        sessions.clear();
        world.say("host", "dies");
        world.schedule.after(nanos, this::restart);
        return true;
    }

    /** Goes on from what was saved. Clients that do not join again in time count as disconnected. */
    private void restart() {
        down = false;
        List<PendingClient> doubtful = run.restore();
        world.leaps++;
        world.say(
                "host",
                "is back in " + snapshot().state() + " of epoch " + snapshot().epoch());
        // A host that forgets to say that it was restarted has a clock that leaps.
        if (world.chance.happens(0.7)) {
            run.give(new RunInput.Restarted(clock()));
            run.save();
        }
        later(GRACE_HEARTBEATS * world.plan.heartbeatNanos(), () -> missSilentClients(doubtful));
        attend();
    }

    private void missSilentClients(List<PendingClient> doubtful) {
        for (PendingClient client : doubtful) {
            loseConnection(client.client(), client.session());
        }
    }

    /** The session of a client that has a connection, else 0. */
    long session(ClientId client) {
        return sessions.getOrDefault(client, 0L);
    }

    /** Finds out that a connection is gone. */
    void loseConnection(ClientId client, long session) {
        if (down) {
            return;
        }
        if (isStalled()) {
            whenAwake(() -> loseConnection(client, session));
            return;
        }
        sessions.remove(client, session);
        run.give(new RunInput.Disconnected(client, session));
        attend();
    }

    /** Does what the operator wants at once, if it can, and saves it: what an operator said must not be forgotten. */
    boolean operate(RunInput input) {
        if (down || isStalled()) {
            return false;
        }
        run.give(input);
        if (input instanceof RunInput.Eject eject) {
            sessions.remove(eject.client());
        }
        run.save();
        attend();
        return true;
    }

    /** All pending clients and members. */
    List<ClientId> everybody() {
        Set<ClientId> everybody = new LinkedHashSet<>();
        run.run().pendingClients().forEach(pending -> everybody.add(pending.client()));
        snapshot().members().forEach(member -> everybody.add(member.client()));
        return new ArrayList<>(everybody);
    }

    /** Loses the connection of a client, whatever its session. */
    void loseConnectionNow(ClientId client) {
        run.run().pendingClients().stream()
                .filter(pending -> pending.client().equals(client))
                .forEach(pending -> loseConnection(client, pending.session()));
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
            run.give(new RunInput.Ready(sender, ready.epoch()));
        } else if (message instanceof Message.Witness witness) {
            if (world.sabotage != Sabotage.HOST_DROPS_PROOFS) {
                run.give(new RunInput.Witness(sender, witness.proof()));
            }
        } else if (message instanceof Message.Leave) {
            sessions.remove(sender);
            run.give(new RunInput.Leave(sender));
        }
        attend();
    }

    private void admit(ClientId sender, Message.Join join) {
        JoinResult result = (JoinResult) run.give(new RunInput.Join(join.runId(), join.name()));
        if (result.accepted()) {
            sessions.put(join.name(), result.session().orElseThrow());
            inform(sender);
        } else {
            network.toClient(sender, new Message.Refused(result.outcome()));
        }
    }

    /** A client that the run does not know of, as when it was silent for too long, has to join again. */
    private void hear(ClientId sender) {
        if (world.sabotage == Sabotage.HOST_DROPS_SIGNS_OF_LIFE) {
            return;
        }
        if (run.give(new RunInput.HealthCheck(sender)) != MemberOutcome.RECORDED) {
            sessions.remove(sender);
        }
        inform(sender);
    }

    private void inform(ClientId client) {
        boolean connected = sessions.containsKey(client);
        Seat seat = connected ? run.run().seat(client).orElse(null) : null;
        if (seat != null && world.sabotage == Sabotage.SEATS_ARE_SHIFTED) {
            int clients = snapshot().members().size();
            seat = new Seat(seat.rosterVersion(), (seat.index() + 1) % clients);
        }
        network.toClient(
                client, new Message.News(run.run().status(), seat, run.run().roster(), connected));
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
        run.tick(clock()).filter(TickResult::changed).ifPresent(this::tellNews);
        ticking = true;
        attend();
        ticking = false;
    }

    /** Tells everybody; those that were removed are told so, and have to join again if they have not. */
    private void tellNews(TickResult result) {
        for (Removal removal : result.removals()) {
            boolean isPending = switch (removal.cause()) {
                case LEFT, EJECTED -> true;
                default -> false;
            };
            if (!isPending && sessions.remove(removal.client()) != null) {
                inform(removal.client());
            }
        }
        sessions.keySet().forEach(this::inform);
    }
}

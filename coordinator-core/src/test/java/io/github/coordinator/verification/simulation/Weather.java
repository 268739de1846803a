package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults that strike the world every so often, as the plan has them. */
final class Weather {
    private static final ClientId STRANGER = ClientId.of("stranger");
    private static final int GHOSTS = 3;

    private final World world;
    private final SimulatedNetwork network;
    private final SimulatedHost host;
    private final List<SimulatedClient> clients;
    private int ejectable;

    Weather(World world, SimulatedNetwork network, SimulatedHost host) {
        this.world = world;
        this.network = network;
        this.host = host;
        clients = new ArrayList<>(world.clients.values());
        // Where a run must advance in the end, enough clients must not be barred.
        ejectable = switch (world.plan.ending()) {
            case CALM -> clients.size() - world.plan.config().initMinClients();
            // The one that goes on making trouble is to stay, and so are those that can do without it.
            case TROUBLED -> 0;
            case CHAOS, DESERTED -> clients.size();
        };
    }

    void begin() {
        for (Disturbance fault : Disturbance.values()) {
            if (fault.way == Disturbance.Way.NOW_AND_THEN && world.plan.rate(fault) > 0) {
                waitFor(fault);
            }
        }
    }

    private void waitFor(Disturbance fault) {
        long most = (long) (2 * world.plan.faultyNanos() / (1 + world.plan.rate(fault)));
        world.schedule.after(world.chance.between(1, most), () -> {
            if (!world.isCalm()) {
                strike(fault);
                waitFor(fault);
            }
        });
    }

    private void strike(Disturbance fault) {
        SimulatedClient client = world.chance.oneOf(clients);
        long nanos = world.chance.between(1, Plan.LONGEST_DELAY_NANOS);
        if (hits(fault, client, nanos)) {
            world.tally.count(fault);
        }
    }

    /** Whether the fault changed anything: a client that is dead already does not die again. */
    private boolean hits(Disturbance fault, SimulatedClient client, long nanos) {
        return switch (fault) {
            case PARTITION -> partition(client, nanos);
            case CLIENT_CRASH -> crash(client, nanos);
            case CLIENT_STALL -> client.stall(nanos);
            case CLIENT_LEAVE -> client.leave(nanos);
            case HOST_STALL -> host.stall(nanos);
            case HOST_CRASH -> host.crash(nanos);
            case CLOCK_FORWARD -> host.turnClock(leap(nanos));
            case CLOCK_BACK -> host.turnClock(leap(nanos).negated());
            case SUSPENSION -> host.suspend(nanos);
            case PAUSE -> pause(nanos);
            case STOP -> stop();
            case RECONFIGURATION -> reconfigure(nanos);
            case CHECKPOINT ->
                host.operate(new RunInput.Checkpoint("model-" + host.snapshot().step()));
            case EJECTION -> eject(client.id);
            case REINSTATEMENT -> reinstate(client);
            case GHOST_JOIN -> joinAsAnother(client.id);
            case STRANGER -> speakAsStranger(client.id);
            case LOSS, DUPLICATION, REORDERING, DELAY, SEED_FAILURE, LYING_WITNESS, ODD_CLIENT ->
                throw new IllegalStateException(fault + " does not strike by itself");
        };
    }

    /** Mostly less than a state lasts, sometimes far more. */
    private Duration leap(long nanos) {
        return world.chance.happens(0.3)
                ? Duration.ofHours(world.chance.between(1, 24 * 365))
                : Duration.ofNanos(nanos);
    }

    private boolean partition(SimulatedClient client, long nanos) {
        network.cutOff(client.id, nanos);
        client.say("is cut off");
        if (world.chance.happens(0.5)) {
            endSession(client, nanos / 2);
        }
        return true;
    }

    private boolean crash(SimulatedClient client, long nanos) {
        boolean lived = client.crash();
        client.startLater(nanos);
        if (world.chance.happens(0.6)) {
            endSession(client, nanos / world.chance.between(1, 100));
        }
        return lived;
    }

    /** The connection that a client has now breaks, and the host notices it later. */
    private void endSession(SimulatedClient client, long later) {
        long session = host.session(client.id);
        if (session > 0) {
            world.schedule.after(later, () -> host.loseConnection(client.id, session));
        }
    }

    private boolean pause(long nanos) {
        boolean heard = host.operate(new RunInput.Pause());
        if (world.chance.happens(0.3)) {
            host.operate(world.chance.oneOf(new RunInput.Pause(), new RunInput.Resume()));
        }
        world.schedule.after(nanos, () -> {
            host.operate(new RunInput.Resume());
            if (world.chance.happens(0.3)) {
                host.operate(world.chance.oneOf(new RunInput.Pause(), new RunInput.Resume()));
            }
        });
        return heard;
    }

    /** Stops the run in any state that a stop can end, and tries to take it back. */
    private boolean stop() {
        RunState state = world.chance.oneOf(
                RunState.WARMUP,
                RunState.WARMUP,
                RunState.ROUND_TRAIN,
                RunState.ROUND_WITNESS,
                RunState.COOLDOWN,
                RunState.PAUSED);
        if (state == RunState.PAUSED) {
            host.operate(new RunInput.Pause());
        }
        whenIn(state, Plan.LATENCY_NANOS, 200, () -> {
            host.operate(new RunInput.Stop());
            host.operate(world.chance.oneOf(new RunInput.Pause(), new RunInput.Resume(), new RunInput.Stop()));
        });
        return true;
    }

    private boolean reconfigure(long nanos) {
        if (world.chance.happens(0.5)) {
            host.operate(new RunInput.Reconfigure(drawConfig()));
        }
        boolean heard = host.operate(new RunInput.Pause());
        whenIn(RunState.PAUSED, nanos, 20, () -> {
            host.operate(new RunInput.Reconfigure(drawConfig()));
            if (world.chance.happens(0.3)) {
                host.operate(new RunInput.Reconfigure(drawConfig()));
            }
            host.operate(new RunInput.Resume());
        });
        return heard;
    }

    /** Looks every so often whether the run is in a state, and gives up in the end. */
    private void whenIn(RunState state, long nanos, int times, Runnable action) {
        world.schedule.after(nanos, () -> {
            if (world.isCalm() || times == 0) {
                return;
            }
            if (host.snapshot().state() == state) {
                action.run();
            } else {
                whenIn(state, nanos, times - 1, action);
            }
        });
    }

    /** Mostly one that the run can take up. */
    private RunConfig drawConfig() {
        RunConfig config = RunConfigDraw.redraw(
                world.chance,
                host.snapshot().config(),
                world.plan.clients(),
                world.plan.ending(),
                host.snapshot().step() - 1);
        return world.chance.happens(0.2)
                ? config.toBuilder()
                        .runId(world.chance.oneOf(RunConfigDraw.RUN_ID, "another run"))
                        .sequenceLength(config.sequenceLength() + 1)
                        .build()
                : config;
    }

    private boolean eject(ClientId client) {
        boolean known = host.snapshot().ejected().contains(client);
        if (!known && ejectable == 0) {
            return false;
        }
        ejectable -= known ? 0 : 1;
        boolean heard = host.operate(new RunInput.Eject(client));
        if (world.chance.happens(0.2)) {
            host.operate(new RunInput.Eject(client));
        }
        return heard;
    }

    /** Mostly a client that was ejected, and is told. */
    private boolean reinstate(SimulatedClient any) {
        List<SimulatedClient> ejected = clients.stream()
                .filter(client -> host.snapshot().ejected().contains(client.id))
                .toList();
        SimulatedClient client = ejected.isEmpty() ? any : world.chance.oneOf(ejected);
        if (!host.operate(new RunInput.Reinstate(client.id))) {
            return false;
        }
        ejectable += ejected.isEmpty() ? 0 : 1;
        client.comeBack();
        return true;
    }

    private boolean joinAsAnother(ClientId client) {
        ClientId name = world.chance.happens(0.3) ? client : ClientId.of("ghost" + world.chance.between(1, GHOSTS));
        network.toHost(STRANGER, new Message.Join(RunConfigDraw.RUN_ID, name));
        return true;
    }

    private boolean speakAsStranger(ClientId client) {
        WitnessProof forged = new WitnessProof(
                new RoundId(host.snapshot().epoch(), 0),
                0,
                0,
                ParticipationBitmap.of(world.plan.clients(), index -> true));
        List<Message> messages = List.of(
                new Message.HealthCheck(),
                new Message.Ready(host.snapshot().epoch()),
                new Message.Ready(host.snapshot().epoch() + 1),
                new Message.Witness(forged),
                new Message.Leave(),
                new Message.Join("another run", STRANGER));
        for (Message message : messages) {
            network.toHost(STRANGER, message);
        }
        network.toHost(client, new Message.Join("another run", client));
        return true;
    }
}

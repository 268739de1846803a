package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages between clients and host and among clients. It may lose them, repeat them, let them overtake each
 * other, keep them back, and cut clients off; but it never changes one, and says truly who sent it.
 */
final class SimulatedNetwork {
    private final World world;

    /** Until when a client is cut off from everyone. */
    private final Map<ClientId, Long> cutOff = new HashMap<>();

    /** From whom to whom messages go; null is the host. */
    private record Line(@Nullable ClientId sender, @Nullable ClientId receiver) {}

    /** When the last message on each line arrives. */
    private final Map<Line, Long> lastArrival = new HashMap<>();

    private BiConsumer<ClientId, Message> host = (sender, message) -> {};

    SimulatedNetwork(World world) {
        this.world = world;
    }

    void attach(BiConsumer<ClientId, Message> receivingHost) {
        host = receivingHost;
    }

    void cutOff(ClientId client, long nanos) {
        cutOff.put(client, world.schedule.now() + nanos);
    }

    boolean isCutOff(ClientId client) {
        return !world.isCalm() && cutOff.getOrDefault(client, 0L) > world.schedule.now();
    }

    /** Carries a message from anybody, who need not be a client: no answer reaches a stranger. */
    void toHost(ClientId sender, Message message) {
        carry(sender, sender, new Line(sender, null), () -> host.accept(sender, message));
    }

    void toClient(ClientId receiver, Message message) {
        SimulatedClient client = world.clients.get(receiver);
        if (client != null) {
            carry(receiver, receiver, new Line(null, receiver), () -> client.receive(message));
        }
    }

    void toPeer(ClientId sender, ClientId receiver, Message message) {
        SimulatedClient client = world.clients.get(receiver);
        if (client != null) {
            carry(sender, receiver, new Line(sender, receiver), () -> client.receive(message));
        }
    }

    private void carry(ClientId one, ClientId other, Line line, Runnable delivery) {
        int copies = world.strikes(Disturbance.DUPLICATION) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            if (!isCutOff(one) && !isCutOff(other) && !world.strikes(Disturbance.LOSS)) {
                world.schedule.after(delay(line), delivery);
            }
        }
    }

    /** Messages on the same line arrive in their order, but for those that a fault strikes. */
    private long delay(Line line) {
        long delay = world.chance.between(1_000, Plan.LATENCY_NANOS);
        boolean isReordered = world.strikes(Disturbance.REORDERING);
        boolean isDelayed = world.strikes(Disturbance.DELAY);
        if (isReordered) {
            delay += world.chance.between(0, 5 * Plan.LATENCY_NANOS);
        }
        if (isDelayed) {
            delay = world.chance.between(delay, Plan.LONGEST_DELAY_NANOS);
        }
        if (isReordered || isDelayed) {
            return delay;
        }
        long now = world.schedule.now();
        return lastArrival.merge(line, now + delay, Math::max) - now;
    }
}

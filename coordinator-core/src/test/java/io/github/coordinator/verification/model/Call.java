package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Outcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.List;

/** One thing that a host can do, as a value: it can be printed, compared, and done again to another coordinator. */
public sealed interface Call {
    /**
     * Does it.
     *
     * @param coordinator to whom
     * @param pending the list that the coordinator's source hands out
     * @return the answer: the result of a tick, or an outcome; for a change of the pending clients, the clients
     */
    Object apply(Coordinator coordinator, List<ClientId> pending);

    /** Whether an answer says that the call was refused, and so must not have changed anything. */
    static boolean isRefusal(Object answer) {
        return answer instanceof Outcome outcome && !outcome.accepted();
    }

    /** Lets time pass. */
    record Tick(Instant now) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.tick(now);
        }
    }

    /** From here on, these clients are pending, in this order. Not a call to the coordinator, but one that it may see. */
    record Pending(List<ClientId> clients) implements Call {
        public Pending {
            clients = List.copyOf(clients);
        }

        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            pending.clear();
            pending.addAll(clients);
            return clients;
        }
    }

    /** A client asks to take part. */
    record Join(String runId, ClientId client) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.join(runId, client);
        }
    }

    /** A client attests the round. */
    record Witness(ClientId client, WitnessProof proof) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.witness(client, proof);
        }
    }

    /** A client has loaded the model. */
    record Ready(ClientId client, long epoch) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.ready(client, epoch);
        }
    }

    /** A client gives a sign of life. */
    record HealthCheck(ClientId client) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.healthCheck(client);
        }
    }

    /** A client's connection is gone. */
    record Disconnect(ClientId client) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.disconnected(client);
        }
    }

    /** A client says goodbye. */
    record Leave(ClientId client) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.leave(client);
        }
    }

    /** The operator bars a client. */
    record Eject(ClientId client) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.eject(client);
        }
    }

    /** The operator pauses the run. */
    record Pause() implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.pause();
        }
    }

    /** The operator lets the run go on. */
    record Resume() implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.resume();
        }
    }

    /** The operator lets an ejected client join again. */
    record Reinstate(ClientId client) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.reinstate(client);
        }
    }

    /** The operator ends the run. */
    record Stop() implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.stop();
        }
    }

    /** The operator gives a paused run another configuration. The answer is the outcome. */
    record Reconfigure(RunConfig config) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.reconfigure(config).outcome();
        }
    }

    /** The operator says where the newest model is. */
    record Checkpoint(String reference) implements Call {
        @Override
        public Object apply(Coordinator coordinator, List<ClientId> pending) {
            return coordinator.checkpoint(reference);
        }
    }
}

package io.github.coordinator.examples.replicated;

import io.github.coordinator.examples.localtestnet.NotLeadingException;
import io.github.coordinator.examples.localtestnet.ReplicaState;
import io.github.coordinator.examples.localtestnet.ServerLog;
import io.github.coordinator.examples.localtestnet.StandbyServer;
import io.github.coordinator.examples.localtestnet.TurnResults;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One server: a replica of the run, and the sockets that serve clients while it leads. */
final class ReplicatedServer implements AutoCloseable {
    private final String self;
    private final ReplicaState state;
    private final ServerLog log;
    private final StandbyServer sockets;
    private final RaftNode<TurnResults> node;
    private final CountDownLatch started = new CountDownLatch(1);

    /**
     * Starts a server.
     *
     * @param replica which replica
     * @param settings how the replica does its work
     * @param clients the sockets
     * @param state the run, in the state in which it begins
     * @param log takes lines for people
     * @param failures is told of what ends this server
     * @throws IOException if the directory or the address for servers cannot be used
     */
    ReplicatedServer(
            RaftNode.Options replica,
            RaftSettings settings,
            StandbyServer.Options clients,
            ReplicaState state,
            ServerLog log,
            Consumer<Throwable> failures)
            throws IOException {
        self = replica.self().clients();
        this.state = state;
        this.log = log;
        sockets = new StandbyServer(clients, state, log, this::leader, failures);
        node = RaftNode.start(replica, settings, new Machine(), new Terms(), failures);
        started.countDown();
        sockets.start();
    }

    private final class Machine implements ReplicatedMachine<TurnResults> {
        @Override
        public TurnResults apply(byte[] turn) {
            return state.apply(turn);
        }

        @Override
        public byte[] snapshot() {
            return state.snapshot();
        }

        @Override
        public void restore(byte[] snapshot) {
            state.restore(snapshot);
        }
    }

    private final class Terms implements Leadership {
        @Override
        public void began() {
            sockets.lead(ReplicatedServer.this::propose);
        }

        @Override
        public void ended() {
            sockets.follow();
        }
    }

    private TurnResults propose(byte[] turn) {
        try {
            // A server may be elected while its constructor runs.
            started.await();
            return node.propose(turn);
        } catch (NotLeaderException elsewhere) {
            throw new NotLeadingException(elsewhere);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new NotLeadingException(ended);
        }
    }

    /** The server that leads, unless that is this one: it may be elected, but not ready yet. */
    private Optional<String> leader() {
        return started.getCount() > 0 ? Optional.empty() : node.leader().filter(leader -> !leader.equals(self));
    }

    /** The hash of the state. */
    String digest() {
        return state.digest();
    }

    /** Ends in order, and writes the digest of the state to the log. */
    @Override
    public void close() throws IOException {
        sockets.close();
        node.close();
        log.note("this server ends, and the state has the digest " + state.digest());
        log.finish();
    }
}

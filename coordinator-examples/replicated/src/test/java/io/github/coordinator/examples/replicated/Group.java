package io.github.coordinator.examples.replicated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.ratis.util.SizeInBytes;

/** Replicas of a {@link Chain} on this machine, by their numbers. */
final class Group implements AutoCloseable {
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(20_000 + new Random().nextInt(10_000));

    /** With a snapshot after few entries, so that a test makes several. */
    static final RaftSettings SETTINGS = new RaftSettings(20, SizeInBytes.valueOf("8KB"), false);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final List<ServerAddress> addresses = new ArrayList<>();
    private final Map<Integer, RaftNode<Long>> nodes = new ConcurrentHashMap<>();
    private final Map<Integer, Chain> chains = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> leading = new ConcurrentHashMap<>();
    final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    Group(Path directory, int servers) throws IOException {
        this.directory = directory;
        for (int number = 0; number < servers; number++) {
            addresses.add(newAddress());
        }
        for (int number = 0; number < servers; number++) {
            start(number, addresses);
        }
    }

    /** Two free ports of this machine. */
    static ServerAddress newAddress() throws IOException {
        int forClients = freePort();
        int forServers = freePort();
        return new ServerAddress("127.0.0.1:" + forClients, "127.0.0.1:" + forServers);
    }

    /** Below the ports that a system gives to sockets that ask for any: one of those could take it while a server is down. */
    private static int freePort() throws IOException {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }

    private void start(int number, List<ServerAddress> founders) throws IOException {
        Chain chain = new Chain();
        chains.put(number, chain);
        leading.put(number, false);
        Leadership leadership = new Leadership() {
            @Override
            public void began() {
                leading.put(number, true);
            }

            @Override
            public void ended() {
                leading.put(number, false);
            }
        };
        RaftNode.Options options =
                new RaftNode.Options("test", addresses.get(number), founders, directory.resolve("server-" + number));
        nodes.put(number, RaftNode.start(options, SETTINGS, chain, leadership, failures::add));
    }

    /** Starts a server again, with the directory that it had. */
    void restart(int number) throws IOException {
        start(number, addresses.subList(0, 3));
    }

    /** Starts a server that does not belong to the group yet, and returns its number. */
    int startAnother() throws IOException {
        addresses.add(newAddress());
        start(addresses.size() - 1, List.of());
        return addresses.size() - 1;
    }

    void stop(int number) throws IOException {
        RaftNode<Long> node = nodes.remove(number);
        if (node != null) {
            node.close();
        }
        leading.put(number, false);
    }

    /** Waits for a leader, and returns its number. */
    int leader() {
        await(() -> findLeader().isPresent());
        return findLeader().orElseThrow();
    }

    private Optional<Integer> findLeader() {
        return nodes.keySet().stream().filter(leading::get).findFirst();
    }

    RaftNode<Long> node(int number) {
        return nodes.get(number);
    }

    Chain chain(int number) {
        return chains.get(number);
    }

    ServerAddress address(int number) {
        return addresses.get(number);
    }

    /** Changes the group by way of one of its servers. */
    Membership membership(int number) {
        return new Membership("test", List.of(addresses.get(number)));
    }

    /** Has the leader propose turns. If the leader changes, waits for the next one. */
    void propose(int turns) throws InterruptedException {
        for (int left = turns; left > 0; ) {
            try {
                node(leader()).propose(("turn " + left).getBytes(StandardCharsets.UTF_8));
                left--;
            } catch (NotLeaderException changed) {
                Thread.sleep(50);
            }
        }
    }

    /** Waits until all servers that run have the same state. */
    void awaitEqualStates() {
        await(() -> nodes.keySet().stream()
                        .map(number -> chain(number).toString())
                        .distinct()
                        .count()
                == 1);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not hold within " + PATIENCE);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** Stops all servers in parallel, since each takes a second. */
    @Override
    public void close() {
        List.copyOf(nodes.keySet()).parallelStream().forEach(number -> {
            try {
                stop(number);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}

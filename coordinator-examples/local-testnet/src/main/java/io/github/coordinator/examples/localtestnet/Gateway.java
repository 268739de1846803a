package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * The server's sockets, by Jetty. What comes in is bounded, read and checked for its form here, on the threads of Jetty, and
 * only then handed on.
 */
final class Gateway implements AutoCloseable {
    /** Where clients connect. */
    static final String PATH = "/run";

    private static final int HEADER_BYTES = 8 << 10;
    private static final int MAX_THREADS = 16;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(250);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(2);

    private final Limits limits;
    private final Receiver receiver;
    private final Consumer<String> log;
    private final Consumer<Throwable> failures;
    private final SendBudget budget;
    private final Doorman doorman;
    private final Server server;
    private final ServerConnector connector;
    private final WebSocketUpgradeHandler webSockets;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(Gateway::daemon);
    private final Map<EndPoint, Peer> peers = new ConcurrentHashMap<>();

    /**
     * Makes a gateway that does not listen yet.
     *
     * @param host the address to listen on
     * @param port the port, 0 for any that is free
     * @param limits what is spent on connections
     * @param receiver takes what comes in
     * @param log takes lines for people
     * @param failures is told of faults of the server
     */
    Gateway(
            String host,
            int port,
            Limits limits,
            Receiver receiver,
            Consumer<String> log,
            Consumer<Throwable> failures) {
        this.limits = limits;
        this.receiver = receiver;
        this.log = log;
        this.failures = failures;
        budget = new SendBudget(limits.queuedBytes(), limits.queuedBytesInAll());
        doorman = new Doorman(limits.strangers(), limits.untilJoined(), this::showOut);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("sockets");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        connector = new LoggingConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(limits.untilJoined().toMillis());
        connector.addBean(doorman);
        server.addConnector(connector);
        webSockets = WebSocketUpgradeHandler.from(server, this::configure);
        server.setHandler(new SameOrigin(webSockets));
        server.setErrorHandler(this::explainError);
    }

    /** A request that fails is a fault of ours, of which people should hear, unless its client is gone or it is no request. */
    private boolean explainError(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (HttpStatus.isServerError(status)
                && request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable fault
                && !(fault instanceof IOException || fault instanceof HttpException)) {
            log.accept("a request could not be answered: " + fault);
        }
        new Reply(request, response, callback).error(status, HttpStatus.getMessage(status));
        return true;
    }

    /**
     * Sets what answers all requests that are not for {@link #PATH}. Call it before {@link #start}.
     *
     * @param others answers them
     */
    void serve(Handler others) {
        webSockets.setHandler(others);
    }

    /** How many bytes wait to be sent to all clients together. */
    long queuedBytes() {
        return budget.queuedInAll();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sweeper");
        thread.setDaemon(true);
        return thread;
    }

    private void configure(ServerWebSocketContainer container) {
        container.setIdleTimeout(limits.unheard());
        container.setMaxFrameSize(limits.messageBytes());
        // A part is what the client made one, and not what happened to arrive at once.
        container.setAutoFragment(false);
        container.addMapping(PATH, (request, response, callback) -> {
            // No compression: a small frame could become a large message.
            response.setExtensions(List.of());
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            return new Peer(this, endPoint);
        });
    }

    /**
     * Begins to listen.
     *
     * @return the port
     * @throws IOException if the address cannot be used
     */
    int start() throws IOException {
        try {
            server.start();
        } catch (IOException failed) {
            // The cause says why: the message of Jetty's exception is the address alone.
            throw failed.getCause() instanceof IOException reason ? reason : failed;
        } catch (Exception failed) {
            throw new IllegalStateException("the sockets cannot be started", failed);
        }
        long millis = BETWEEN_SWEEPS.toMillis();
        Future<?> unused = sweeper.scheduleAtFixedRate(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        ToClient.Failure ends = ErrorCode.SERVER_ENDS.with("the server ends");
        peers.values().forEach(peer -> peer.close(ends));
        sweeper.shutdownNow();
        try {
            server.setStopTimeout(TIME_TO_STOP.toMillis());
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the sockets cannot be stopped", failed);
        }
    }

    private void sweep() {
        try {
            doorman.sweep();
            long now = System.nanoTime();
            peers.values().forEach(peer -> peer.sweep(now));
        } catch (RuntimeException | Error fault) {
            failures.accept(fault);
        }
    }

    private void showOut(EndPoint endPoint, ErrorCode reason) {
        Peer peer = peers.get(endPoint);
        if (peer == null) {
            endPoint.close();
        } else if (reason == ErrorCode.JOIN_TIMEOUT) {
            peer.close(reason.with("no join came in time"));
        } else {
            peer.close(reason.with("too many connections have not joined"));
        }
    }

    /** How many bytes have waited for all clients together, at most. */
    long mostQueuedBytes() {
        return budget.mostQueued();
    }

    // Called by the peers

    Limits limits() {
        return limits;
    }

    void opened(Peer peer) {
        peers.put(peer.endPoint(), peer);
        attempt(peer, () -> receiver.opened(peer));
    }

    void receive(Peer from, ToServer message) {
        attempt(from, () -> receiver.receive(from, message));
    }

    /** A message that is not handled because of an exception is a fault of ours, and ends its connection. */
    private void attempt(Peer peer, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error fault) {
            failures.accept(fault);
            peer.close(ErrorCode.SERVER_FAULT.with("the server could not handle a message"));
        }
    }

    void joined(Peer peer) {
        doorman.forget(peer.endPoint());
    }

    void left(Peer peer) {
        doorman.expect(peer.endPoint());
    }

    void ended(Peer peer) {
        doorman.forget(peer.endPoint());
        peers.remove(peer.endPoint());
        receiver.closed(peer);
    }

    void count(Peer peer, int bytes) {
        budget.add(peer, bytes, peers.values());
    }

    void release(Peer peer, int bytes) {
        budget.release(peer, bytes);
    }

    /** Says when no connection can be accepted, for instance because no file descriptor is left, makes room, and goes on. */
    private final class LoggingConnector extends ServerConnector {
        private long saidAt = System.nanoTime() - BETWEEN_COMPLAINTS.toNanos();

        LoggingConnector(Server server, HttpConnectionFactory http) {
            super(server, 1, 1, http);
        }

        /** Without a descriptor, not even a class may be loaded: what cannot be said now is said at the next try. */
        @Override
        protected boolean handleAcceptFailure(Throwable failure) {
            try {
                boolean isTheEnd = failure instanceof ClosedChannelException || failure instanceof InterruptedException;
                if (!isTheEnd && System.nanoTime() - saidAt >= BETWEEN_COMPLAINTS.toNanos()) {
                    log.accept("no connection can be accepted now: " + failure.getMessage());
                    saidAt = System.nanoTime();
                }
                doorman.makeRoom();
            } catch (RuntimeException | Error unsaid) {
                // The next try is in a second.
            }
            return super.handleAcceptFailure(failure);
        }
    }

    /** Refuses requests of web pages of other hosts. A browser names the origin of the page in the header. */
    private static final class SameOrigin extends Handler.Wrapper {
        SameOrigin(Handler next) {
            super(next);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String host = request.getHeaders().get(HttpHeader.HOST);
            for (String origin : request.getHeaders().getValuesList(HttpHeader.ORIGIN)) {
                if (host == null || !isOf(origin, host)) {
                    Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
                    return true;
                }
            }
            return super.handle(request, response, callback);
        }

        private static boolean isOf(String origin, String host) {
            try {
                String authority = Objects.requireNonNullElse(new URI(origin).getRawAuthority(), "");
                return authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
            } catch (URISyntaxException noOrigin) {
                return false;
            }
        }
    }
}

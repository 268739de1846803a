package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.examples.embedding.EventLoop;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** All clients of a load. They share a few threads. */
final class LoadCrowd implements AutoCloseable {
    private static final int THREADS = 2;

    private final URI server;
    private final long nanosBetweenSigns;
    private final Digits digits = Digits.load();
    private final LoadFigures figures = new LoadFigures();
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    private final HttpClient http = HttpClient.newBuilder().executor(workers).build();
    private final ScheduledExecutorService timer = EventLoop.newThread();
    private final List<LoadClient> clients = new ArrayList<>();

    LoadCrowd(URI server, Duration timeBetweenSigns) {
        this.server = server;
        nanosBetweenSigns = timeBetweenSigns.toNanos();
    }

    URI server() {
        return server;
    }

    HttpClient http() {
        return http;
    }

    Digits digits() {
        return digits;
    }

    LoadFigures figures() {
        return figures;
    }

    /** Makes clients, which connect one after the other with that time between them. */
    void add(LoadClient.Kind kind, int count, Duration between) {
        for (int i = 0; i < count; i++) {
            String name = prefix(kind) + clients.size();
            LoadClient client = new LoadClient(kind, name, this);
            clients.add(client);
            later(client::connect, between.multipliedBy(i));
            long first = ThreadLocalRandom.current().nextLong(nanosBetweenSigns);
            Future<?> unused = timer.scheduleAtFixedRate(client::beat, first, nanosBetweenSigns, TimeUnit.NANOSECONDS);
        }
    }

    /** The beginning of the names of all clients of a kind. */
    static String prefix(LoadClient.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "-";
    }

    /** Ends all connections at once. */
    void dropAll() {
        clients.forEach(LoadClient::drop);
    }

    /** Does something after a while, unless the load is over by then. */
    void later(Runnable task, Duration delay) {
        Future<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        dropAll();
        workers.shutdown();
    }
}

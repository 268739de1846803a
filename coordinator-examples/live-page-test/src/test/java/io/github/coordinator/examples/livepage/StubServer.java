package io.github.coordinator.examples.livepage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.localtestnet.LocalTestnet;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answers like a server, with the page of the real one and whatever the test wants the run to be. */
final class StubServer implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");
    private static final String JSON = "application/json";

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpServer server;
    private volatile StubRun run;

    StubServer(StubRun run) throws IOException {
        this.run = run;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::page);
        server.createContext("/api/status", exchange -> answer(exchange, this.run.status()));
        server.createContext("/api/history", this::history);
        server.createContext("/api/explain", exchange -> answer(exchange, explanation(exchange)));
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** From now on, the server has another run. */
    void show(StubRun other) {
        run = other;
    }

    private void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String file = path.equals("/") ? "page/index.html" : "page" + path;
        try (InputStream content = open(file)) {
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                String type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), JSON);
                send(exchange, type, content.readAllBytes());
            }
        }
    }

    /** Two modules have files of the page. */
    private static @Nullable InputStream open(String file) {
        InputStream own = LocalTestnet.class.getResourceAsStream(file);
        return own == null ? EventLoop.class.getResourceAsStream(file) : own;
    }

    private void history(HttpExchange exchange) throws IOException {
        long after = Long.parseLong(exchange.getRequestURI().getQuery().replaceAll("after=(\\d+)&.*", "$1"));
        ArrayNode entries = mapper.createArrayNode();
        for (JsonNode entry : run.history()) {
            if (entry.get("number").asLong() > after) {
                entries.add(entry);
            }
        }
        ObjectNode answer = mapper.createObjectNode();
        answer.set("entries", entries);
        answer(exchange, answer);
    }

    private ObjectNode explanation(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String client = path.substring("/api/explain".length());
        ObjectNode answer = mapper.createObjectNode();
        answer.putArray("sentences")
                .add(client.isEmpty() ? "the run waits for nothing" : "this is " + client.substring(1));
        return answer;
    }

    private void answer(HttpExchange exchange, JsonNode body) throws IOException {
        send(exchange, JSON, mapper.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

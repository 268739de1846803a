package io.github.coordinator.examples.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.examples.localtestnet.ReplicaState;
import io.github.coordinator.examples.localtestnet.ServerLog;
import io.github.coordinator.examples.localtestnet.StandbyServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three whole servers in this process. */
@Tag("slow")
@Timeout(180)
class ReplicatedServerTest {
    private static final String TOKEN = "a-token-of-16-or-more";

    private @TempDir Path folder;
    private final List<ServerAddress> addresses = new ArrayList<>();
    private final TreeMap<Integer, ReplicatedServer> servers = new TreeMap<>();
    private final TreeMap<Integer, ByteArrayOutputStream> logs = new TreeMap<>();
    private final List<Throwable> failures = new ArrayList<>();

    @BeforeEach
    void startThreeServers() throws IOException {
        Files.writeString(folder.resolve("secret"), "00112233445566778899aabbccddeeff");
        Files.writeString(folder.resolve("token"), TOKEN);
        for (int number = 0; number < 3; number++) {
            addresses.add(new ServerAddress("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort()));
        }
        for (int number = 0; number < 3; number++) {
            start(number);
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (int number : List.copyOf(servers.keySet())) {
            servers.remove(number).close();
        }
        assertThat(failures).isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void start(int number) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        logs.put(number, said);
        ServerLog log = new ServerLog(new PrintStream(said, true, StandardCharsets.UTF_8));
        ServerAddress self = addresses.get(number);
        servers.put(
                number,
                new ReplicatedServer(
                        new RaftNode.Options("test", self, addresses, folder.resolve("state-" + number)),
                        RaftSettings.DEFAULT,
                        new StandbyServer.Options(
                                null, self.clientHost(), self.clientPort(), null, null, folder.resolve("token")),
                        new ReplicaState(null, folder.resolve("secret"), log),
                        log,
                        failures::add));
    }

    private int leader() {
        Group.await(() -> servers.keySet().stream().anyMatch(this::leads));
        return servers.keySet().stream().filter(this::leads).findFirst().orElseThrow();
    }

    private boolean leads(int number) {
        return said(number).contains("this server leads\n");
    }

    private String said(int number) {
        return logs.get(number).toString(StandardCharsets.UTF_8);
    }

    @Test
    void theLeaderServesAndTheOthersSayWhereItIs() throws Exception {
        int leader = leader();
        String address = addresses.get(leader).clients();

        assertThat(listen(leader, 1).get(0)).contains("\"type\":\"hello\"");
        List<String> elsewhere = listen((leader + 1) % 3, 3);
        assertThat(elsewhere.get(1)).isEqualTo("{\"type\":\"leader\",\"address\":\"" + address + "\"}");
        assertThat(elsewhere.get(2)).contains("\"code\":\"NOT_LEADER\"").contains("\"retry\":true");
    }

    @Test
    void anotherOneTakesOverAndTheStatesStayEqual() throws Exception {
        int old = leader();
        servers.remove(old).close();
        int next = leader();
        assertThat(next).isNotEqualTo(old);
        assertThat(listen(next, 1).get(0)).contains("\"type\":\"hello\"");

        start(old);
        int third = 3 - old - next;
        // The digests are of the same turns once nothing has been taken for a while: nobody has joined, and no tick is
        // due.
        Group.await(() -> servers.get(old).digest().equals(servers.get(next).digest()));
        assertThat(servers.get(third).digest()).isEqualTo(servers.get(next).digest());
    }

    @Test
    void eachServerShowsItsStateAndOnlyTheLeaderTakesCalls() throws Exception {
        int leader = leader();
        int other = (leader + 1) % 3;
        assertThat(ask(leader, "GET", "/health")).startsWith("200");
        assertThat(ask(other, "GET", "/health"))
                .isEqualTo("503 {\"error\":\"the run is led by the server at "
                        + addresses.get(leader).clients() + "\"}");

        assertThat(ask(other, "POST", "/api/operator/pause"))
                .startsWith("503")
                .contains(addresses.get(leader).clients());
        assertThat(ask(leader, "POST", "/api/operator/pause")).isEqualTo("200 {\"outcome\":\"RECORDED\"}");
        Group.await(() -> ask(other, "GET", "/api/status").contains("\"state\":\"PAUSED\""));
        Group.await(() -> ask(other, "GET", "/api/history").equals(ask(leader, "GET", "/api/history")));
        assertThat(ask(leader, "GET", "/metrics")).contains("coordinator_state{state=\"paused\"} 1.0");
        assertThat(ask(other, "GET", "/metrics")).contains("coordinator_state{state=\"paused\"} NaN");
    }

    /** The status and the body of what a server answers to the operator. */
    private String ask(int number, String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + addresses.get(number).clients() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The first messages that a server sends to a client. */
    private List<String> listen(int number, int messages) throws InterruptedException {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                heard.add(text.toString());
                socket.request(1);
                return null;
            }
        };
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + addresses.get(number).clients() + "/run"), listener)
                .join();
        List<String> first = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            first.add(heard.poll(10, TimeUnit.SECONDS));
        }
        socket.abort();
        return first;
    }
}

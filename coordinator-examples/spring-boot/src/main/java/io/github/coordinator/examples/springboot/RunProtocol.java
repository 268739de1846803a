package io.github.coordinator.examples.springboot;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import io.github.coordinator.examples.embedding.ClientName;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.examples.embedding.TrainingHost;
import io.github.coordinator.round.Round;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What clients say, checked for its form and handed to the run: the membership part of the protocol of PROTOCOL.md. There is no
 * model here, so a message {@code update} or {@code fetchModel} is of no known type. Any thread may call.
 */
final class RunProtocol {
    /** How many messages of one client may wait for their answers. */
    private static final int MAX_UNANSWERED = 16;

    private static final Duration UNTIL_JOINED = Duration.ofSeconds(10);

    private final String runId;
    private final String serverKey;
    private final TrainingHost<Visitor> host;
    private final ClientTransport transport;
    private final EventLoop loop;
    private final Supplier<String> nonces;

    /**
     * Makes the protocol of a host.
     *
     * @param runId the run that clients join
     * @param serverKey the public key of the server, in hexadecimal
     * @param host applies what clients say
     * @param transport answers
     * @param loop the thread of the host
     * @param nonces gives {@link JoinProof#NONCE_BYTES} random bytes in hexadecimal to each connection
     */
    RunProtocol(
            String runId,
            String serverKey,
            TrainingHost<Visitor> host,
            ClientTransport transport,
            EventLoop loop,
            Supplier<String> nonces) {
        this.runId = runId;
        this.serverKey = serverKey;
        this.host = host;
        this.transport = transport;
        this.loop = loop;
        this.nonces = nonces;
    }

    /** Greets a new connection, which has to join in time. */
    Visitor open(Visitor.Wire wire) {
        Visitor visitor = new Visitor(wire, nonces.get());
        visitor.send(Messages.hello(serverKey, visitor.nonce(), runId));
        loop.addLater(UNTIL_JOINED, () -> {
            if (visitor.client().isEmpty()) {
                visitor.end(RefusedException.forNow("JOIN_TIMEOUT", "no join came in time"));
            }
        });
        return visitor;
    }

    /** A connection has ended. */
    void closed(Visitor visitor) {
        transport.gone(visitor);
        host.ended(visitor);
    }

    /** A message has come. */
    void receive(Visitor from, String text) {
        try {
            RunInput input = read(from, ClientMessage.read(text));
            if (from.unanswered().incrementAndGet() > MAX_UNANSWERED || !host.offer(from, input)) {
                from.end(RefusedException.forNow("TOO_BUSY", "the server cannot take a message now"));
            }
        } catch (RefusedException refused) {
            from.end(refused);
        }
    }

    private RunInput read(Visitor from, ClientMessage message) throws RefusedException {
        if (message.type().equals("join")) {
            ClientId client = admit(from, message);
            from.speaksFor(client);
            return new RunInput.Join(runId, client);
        }
        ClientId client = from.client()
                .orElseThrow(() -> RefusedException.forGood("JOIN_FIRST", "the first message must be a join"));
        return message.toInput(
                client, host.status().round().map(Round::clientCount).orElse(1));
    }

    private ClientId admit(Visitor from, ClientMessage join) throws RefusedException {
        if (join.count("protocol") != Messages.PROTOCOL) {
            throw RefusedException.because(
                    "WRONG_PROTOCOL", "protocol", "this server speaks version " + Messages.PROTOCOL);
        }
        byte[] key = join.bytes("key");
        byte[] signature = join.bytes("signature");
        if (!ClientName.isFit(join.text("name"))) {
            throw RefusedException.because("BAD_FIELD", "name", ClientName.RULE);
        }
        if (!join.text("runId").equals(runId)) {
            throw RefusedException.forNow("WRONG_RUN", "the run of this server is " + runId);
        }
        join.requireNoMore();
        if (!JoinProof.ofHex(from.nonce(), serverKey, runId).isSigned(key, signature)) {
            throw RefusedException.because(
                    "BAD_SIGNATURE", "signature", "the signature does not prove the key for this connection");
        }
        ClientId client = ClientId.of(key);
        if (from.client().filter(other -> !other.equals(client)).isPresent()) {
            throw RefusedException.because("OTHER_CLIENT", "key", "this connection speaks for another key");
        }
        return client;
    }
}

package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.examples.embedding.JoinProof;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A client that does on its socket what no library lets one do. */
final class RawClient implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int TIMEOUT_MILLIS = 15_000;

    final Socket socket;
    final DataInputStream in;
    final OutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A WebSocket that is open. */
    static RawClient open(int port) throws IOException {
        RawClient client = new RawClient(port);
        String answer = client.handshake("/run", "");
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException(answer);
        }
        return client;
    }

    /** A WebSocket on which the client of that name has joined. */
    static RawClient join(int port, String name) throws Exception {
        RawClient client = open(port);
        ToClient.Hello hello = (ToClient.Hello) client.readMessage();
        HexFormat hex = HexFormat.of();
        SecretKey key = InMemoryRun.keyOf(name);
        JoinProof proof = hello.proof();
        client.say(new ToServer.Join(
                1, hello.runId(), hex.formatHex(key.publicKey()), name, hex.formatHex(key.sign(proof))));
        return client;
    }

    /** Asks for a WebSocket, and returns the head of the answer. */
    String handshake(String path, String moreHeaders) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + moreHeaders
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Sends byte after byte, slowly, until the connection ends. */
    void dripToTheEnd() throws IOException {
        socket.setSoTimeout(300);
        boolean isOpen = true;
        while (isOpen) {
            try {
                isOpen = in.read() >= 0;
            } catch (SocketTimeoutException silent) {
                out.write('x');
            } catch (SocketException reset) {
                isOpen = false;
            }
        }
    }

    void say(ToServer message) throws IOException {
        frame(TEXT, true, Json.write(message).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a frame, masked with zeros. */
    void frame(int opcode, boolean last, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        out.write(frame.array(), 0, frame.position());
    }

    /** The next message; pings are passed over. */
    ToClient readMessage() throws Exception {
        while (true) {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] payload = in.readNBytes((int) length);
            int opcode = first & 0xf;
            if (opcode == TEXT) {
                return Json.readToClient(new String(payload, StandardCharsets.UTF_8))
                        .orElseThrow();
            }
            if (opcode == CLOSE) {
                throw new EOFException("close " + ByteBuffer.wrap(payload).getShort());
            }
        }
    }

    /** Reads to the error that ends the connection, and returns its code; or how the connection ended without one. */
    String readError() throws Exception {
        try {
            while (true) {
                if (readMessage() instanceof ToClient.Failure error) {
                    return error.code();
                }
            }
        } catch (SocketTimeoutException open) {
            return "open";
        } catch (EOFException ended) {
            return ended.getMessage() == null ? "end" : ended.getMessage();
        } catch (IOException reset) {
            return "end";
        }
    }

    /** Whether the connection ends; what comes before is passed over. */
    boolean ends() throws IOException {
        try {
            while (in.read() >= 0) {
                // Whatever it is.
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

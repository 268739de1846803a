package io.github.coordinator.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/** A wire to a client that reads when the test says so. */
class SocketWireTest {
    private final NativeWebSocketSession session = mock(NativeWebSocketSession.class);
    private final Session opened = mock(Session.class);
    private final RemoteEndpoint.Async remote = mock(RemoteEndpoint.Async.class);
    private final List<String> sent = new ArrayList<>();
    private final Queue<SendHandler> unread = new ArrayDeque<>();
    private SocketWire wire;

    @BeforeEach
    void open() {
        when(session.getNativeSession(Session.class)).thenReturn(opened);
        when(opened.getAsyncRemote()).thenReturn(remote);
        doAnswer(call -> {
                    sent.add(call.getArgument(0));
                    unread.add(call.getArgument(1));
                    return null;
                })
                .when(remote)
                .sendText(anyString(), any());
        wire = new SocketWire(session, Runnable::run);
    }

    private void read() {
        unread.remove().onResult(new SendResult(opened));
    }

    @Test
    void aTextIsSentWhenTheOneBeforeItIs() {
        wire.send("one");
        wire.send("three");
        assertThat(sent).containsExactly("one");
        assertThat(wire.queuedBytes()).isEqualTo(8);
        read();
        assertThat(sent).containsExactly("one", "three");
        read();
        assertThat(wire.queuedBytes()).isZero();
        wire.send("four");
        assertThat(sent).containsExactly("one", "three", "four");
    }

    @Test
    void theConnectionEndsAfterWhatWasSent() throws IOException {
        wire.send("one");
        wire.send("two");
        wire.hangUp();
        wire.send("too late");
        read();
        verify(session, never()).close(any());
        read();
        verify(session).close(CloseStatus.POLICY_VIOLATION);
        assertThat(sent).containsExactly("one", "two");
    }

    @Test
    void aConnectionWhereNothingWaitsEndsAtOnce() throws IOException {
        wire.hangUp();
        verify(session).close(CloseStatus.POLICY_VIOLATION);
    }

    @Test
    void aClientThatDoesNotReadIsCutOff() throws IOException {
        for (int i = 0; i < 256; i++) {
            wire.send("text");
        }
        verify(session, never()).close(any());
        wire.send("one more");
        verify(session).close(CloseStatus.SESSION_NOT_RELIABLE);
    }

    @Test
    void aFailedSendEndsTheConnection() throws IOException {
        wire.send("one");
        unread.remove().onResult(new SendResult(opened, new IOException("reset")));
        verify(session).close(CloseStatus.SESSION_NOT_RELIABLE);
    }

    @Test
    void aSessionThatHasEndedTakesNothingAndThrowsNothing() throws IOException {
        doAnswer(call -> {
                    throw new IllegalStateException("the session has ended");
                })
                .when(remote)
                .sendText(anyString(), any());
        wire.send("one");
        verify(session).close(CloseStatus.SESSION_NOT_RELIABLE);
    }
}

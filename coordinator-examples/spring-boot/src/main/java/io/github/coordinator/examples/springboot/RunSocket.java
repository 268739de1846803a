package io.github.coordinator.examples.springboot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** The WebSocket at {@code /run}. Spring refuses pages of another origin. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class RunSocket extends TextWebSocketHandler implements WebSocketConfigurer {
    private final RunProtocol protocol;
    private final Executor executor;
    private final Map<WebSocketSession, Visitor> visitors = new ConcurrentHashMap<>();

    RunSocket(RunProtocol protocol, @Qualifier("applicationTaskExecutor") Executor executor) {
        this.protocol = protocol;
        this.executor = executor;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(this, "/run");
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        visitors.put(session, protocol.open(new SocketWire(session, executor)));
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        Visitor from = visitors.get(session);
        if (from != null) {
            protocol.receive(from, message.getPayload());
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        Visitor visitor = visitors.remove(session);
        if (visitor != null) {
            protocol.closed(visitor);
        }
    }
}

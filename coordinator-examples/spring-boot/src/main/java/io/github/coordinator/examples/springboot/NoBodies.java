package io.github.coordinator.examples.springboot;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Refuses each request that has a body: no address here takes one. Tomcat reads to the end of a body before it ends a request, so
 * that a few hundred bodies that do not come would hold all its threads, those for the messages of the clients too.
 */
@Component
class NoBodies implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addEngineValves(new Refusal());
    }

    private static final class Refusal extends ValveBase {
        Refusal() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
                response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                // Ends the connection, and does not wait for the rest.
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            } else {
                getNext().invoke(request, response);
            }
        }
    }
}

package io.github.coordinator.examples.localtestnet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers one request.
 *
 * @param request what is asked
 * @param response what is answered
 * @param callback is told when that is written
 */
record Reply(Request request, Response response, Callback callback) {
    static final String JSON = "application/json";

    /** What every answer has, errors and the files of the page too. */
    private static final List<HttpField> HEADERS = List.of(
            HttpFields.CONNECTION_CLOSE,
            // The files of all builds have the same date: a browser could take what it kept of another build for
            // current.
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            new PreEncodedHttpField(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));

    Reply {
        HEADERS.forEach(response.getHeaders()::put);
    }

    /** Answers with these fields. */
    void json(int status, Map<String, ?> fields) {
        text(status, JSON, LookJson.write(fields));
    }

    /** Answers with what is wrong. */
    void error(int status, String sentence) {
        json(status, Map.of("error", sentence));
    }

    /** Refuses every other method. */
    void onlyMethods(String allowed) {
        response.getHeaders().put(HttpHeader.ALLOW, allowed);
        error(HttpStatus.METHOD_NOT_ALLOWED_405, "this address takes " + allowed);
    }

    void text(int status, String type, String body) {
        bytes(status, type, StandardCharsets.UTF_8.encode(body));
    }

    void bytes(int status, String type, ByteBuffer body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.write(true, body, callback);
    }

    /** Answers without a body. */
    void empty(int status) {
        response.setStatus(status);
        response.write(true, null, callback);
    }

    /** Runs a task later, on a thread of the sockets. If it throws, this request fails, and nothing else. */
    void later(Runnable answer) {
        request.getComponents().getExecutor().execute(() -> {
            try {
                answer.run();
            } catch (RuntimeException | Error fault) {
                callback.failed(fault);
            }
        });
    }
}

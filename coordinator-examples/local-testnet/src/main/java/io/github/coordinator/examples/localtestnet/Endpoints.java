package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a browser, a probe or a script asks of a server. No thread waits while a request waits for the thread of the run.
 * Each request has a connection of its own, so the time limit of a connection bounds it.
 */
final class Endpoints extends Handler.Wrapper {
    private static final String EXPLAIN = "/api/explain";
    private static final String OPERATOR = "/api/operator/";
    private static final long WATCHED_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_ENTRIES = History.KEPT;
    private static final String DEFAULT_ENTRIES = "100";
    private static final int TAG_DIGITS = 32;

    private final ServedRun run;
    private final Looks looks;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Optional<OperatorCalls> operator;
    private volatile @Nullable Status newest;
    private volatile long statusAskedAt = System.nanoTime() - WATCHED_NANOS;

    /** A look as an answer. The tag is a hash of all fields but the time. All answers share the bytes. */
    private record Status(Look look, String tag, ByteBuffer body) {}

    /**
     * Makes the endpoints.
     *
     * @param run what they show
     * @param file what the run began with
     * @param metrics what they measure
     * @param token what the operator has to show; without one, nobody is the operator
     */
    Endpoints(ServedRun run, TestnetConfig file, RunMetrics metrics, Optional<OperatorToken> token) {
        this.run = run;
        looks = new Looks(run::look);
        metrics.bindTo(meters);
        operator = token.map(some -> new OperatorCalls(run, file, some));
        setHandler(page());
    }

    /** The files of the page are here, and those that the examples share in the module of {@link EventLoop}. */
    private static Handler page() {
        ResourceHandler page = new ResourceHandler();
        ResourceFactory factory = ResourceFactory.of(page);
        page.setBaseResource(ResourceFactory.combine(
                factory.newResource(folder(Endpoints.class)), factory.newResource(folder(EventLoop.class))));
        page.setDirAllowed(false);
        page.setAcceptRanges(false);
        return page;
    }

    private static URL folder(Class<?> beside) {
        return Objects.requireNonNull(beside.getResource("page/"), "the page is part of the examples");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Reply reply = new Reply(request, response, callback);
        String path = Request.getPathInContext(request);
        if (path.startsWith(OPERATOR)) {
            operator.ifPresentOrElse(
                    calls -> calls.handle(path.substring(OPERATOR.length()), reply),
                    () -> reply.error(HttpStatus.NOT_FOUND_404, "this server takes no calls of an operator"));
            return true;
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            reply.onlyMethods("GET, HEAD");
            return true;
        }
        if (!answer(path, reply) && !(mayBeFile(path) && super.handle(request, response, callback))) {
            reply.error(HttpStatus.NOT_FOUND_404, "there is nothing at this address");
        }
        return true;
    }

    /** The page itself, or one of its files, whose names have a dot. Jetty redirects and tells of folders; we do not. */
    private static boolean mayBeFile(String path) {
        return path.equals("/") || path.substring(path.lastIndexOf('/')).contains(".");
    }

    private boolean answer(String path, Reply reply) {
        switch (path) {
            case "/health" -> health(reply);
            case "/metrics" ->
                reply.text(HttpStatus.OK_200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            case "/api/status" -> withLook(reply, look -> status(look, reply));
            case "/api/history" -> history(reply);
            case EXPLAIN -> withLook(reply, look -> reply.json(HttpStatus.OK_200, Map.of("sentences", look.explain())));
            default -> {
                boolean isOfClient = path.startsWith(EXPLAIN + "/");
                if (isOfClient) {
                    explain(path.substring(EXPLAIN.length() + 1), reply);
                }
                return isOfClient;
            }
        }
        return true;
    }

    private void withLook(Reply reply, Consumer<Look> answer) {
        var unused = looks.look()
                .whenComplete((look, failure) -> reply.later(() -> {
                    if (failure == null) {
                        answer.accept(look);
                    } else {
                        reply.error(HttpStatus.SERVICE_UNAVAILABLE_503, "the run does not answer");
                    }
                }));
    }

    private void health(Reply reply) {
        run.notServing()
                .ifPresentOrElse(
                        reason -> reply.error(HttpStatus.SERVICE_UNAVAILABLE_503, reason),
                        () -> withLook(
                                reply,
                                look -> reply.json(
                                        HttpStatus.OK_200,
                                        Map.of("state", look.status().state().name()))));
    }

    /** Whether somebody follows the run now. A page asks for the status each second. */
    boolean areWatched() {
        return System.nanoTime() - statusAskedAt < WATCHED_NANOS;
    }

    private void status(Look look, Reply reply) {
        statusAskedAt = System.nanoTime();
        Status status = status(look);
        reply.response().getHeaders().put(HttpHeader.ETAG, status.tag());
        boolean isKnown = reply.request().getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
                .flatMap(known -> Arrays.stream(known.split(",", -1)))
                .map(String::strip)
                .anyMatch(known ->
                        known.equals("*") || known.equals(status.tag()) || ("W/" + known).equals(status.tag()));
        if (isKnown) {
            reply.empty(HttpStatus.NOT_MODIFIED_304);
        } else {
            reply.bytes(HttpStatus.OK_200, Reply.JSON, status.body().duplicate());
        }
    }

    private Status status(Look look) {
        Status known = newest;
        if (known == null || known.look() != look) {
            Map<String, Object> fields = LookJson.status(look, operator.isPresent());
            String tag = "W/\"" + hash(LookJson.write(fields)) + '"';
            fields.put("now", look.now().toString());
            newest = known = new Status(look, tag, StandardCharsets.UTF_8.encode(LookJson.write(fields)));
        }
        return known;
    }

    private static String hash(String text) {
        return Sha256.hexOf(text.getBytes(StandardCharsets.UTF_8)).substring(0, TAG_DIGITS);
    }

    private void history(Reply reply) {
        try {
            Fields query = query(reply.request());
            Optional<Long> after =
                    Optional.ofNullable(query.getValue("after")).map(text -> number("after", text, 0, Long.MAX_VALUE));
            String most = Objects.requireNonNullElse(query.getValue("limit"), DEFAULT_ENTRIES);
            int limit = (int) number("limit", most, 1, MOST_ENTRIES);
            withLook(reply, look -> reply.json(HttpStatus.OK_200, LookJson.history(look, after, limit)));
        } catch (IllegalArgumentException unfit) {
            reply.error(HttpStatus.BAD_REQUEST_400, String.valueOf(unfit.getMessage()));
        }
    }

    private static Fields query(Request request) {
        try {
            return Request.extractQueryParameters(request);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("the query cannot be read", malformed);
        }
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + " is " + text + ", must be a whole number from " + least + " to " + most);
    }

    private void explain(String client, Reply reply) {
        try {
            ClientId id = ClientId.parse(client);
            withLook(
                    reply,
                    look -> look.explain(id)
                            .ifPresentOrElse(
                                    sentences -> reply.json(HttpStatus.OK_200, Map.of("sentences", sentences)),
                                    () -> reply.error(HttpStatus.NOT_FOUND_404, "the run does not know this client")));
        } catch (IllegalArgumentException malformed) {
            reply.error(
                    HttpStatus.BAD_REQUEST_400,
                    Objects.requireNonNullElse(malformed.getMessage(), "this is no id of a client"));
        }
    }
}

package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.coordinator.ClientId;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.ReconfigureResult;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** The operator's calls by HTTP. A call is answered when it is committed. */
final class OperatorCalls {
    private static final int MOST_BYTES = 4 << 10;

    /** Before the time of the connection is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final ServedRun run;
    private final TestnetConfig file;
    private final OperatorToken token;

    /**
     * Makes the calls possible.
     *
     * @param run takes them
     * @param file what the run began with
     * @param token what the operator has to show
     */
    OperatorCalls(ServedRun run, TestnetConfig file, OperatorToken token) {
        this.run = run;
        this.file = file;
        this.token = token;
    }

    /**
     * Answers a request.
     *
     * @param name the name of the call, as it stands in the address
     * @param reply takes the answer
     */
    void handle(String name, Reply reply) {
        Optional<OperatorCall> call = OperatorCall.named(name);
        if (call.isEmpty()) {
            reply.error(HttpStatus.NOT_FOUND_404, "there is no such call of the operator");
        } else if (!HttpMethod.POST.is(reply.request().getMethod())) {
            reply.onlyMethods("POST");
        } else if (!token.isShownBy(reply.request().getHeaders().get(HttpHeader.AUTHORIZATION))) {
            reply.response().getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            reply.error(HttpStatus.UNAUTHORIZED_401, "the operator's token is missing or wrong");
        } else {
            run.notServing()
                    .ifPresentOrElse(
                            reason -> reply.error(HttpStatus.SERVICE_UNAVAILABLE_503, reason),
                            () -> read(call.get(), reply));
        }
    }

    private void read(OperatorCall call, Reply reply) {
        int most = call == OperatorCall.RECONFIGURE ? RunConfigLoader.MAX_BYTES : MOST_BYTES;
        String tooLarge = "the body may have " + most + " bytes";
        if (reply.request().getLength() > most) {
            reply.error(HttpStatus.PAYLOAD_TOO_LARGE_413, tooLarge);
            return;
        }
        Content.Source.asByteArrayAsync(
                reply.request(),
                most,
                Promise.Invocable.from(
                        Invocable.InvocationType.NON_BLOCKING,
                        body -> reply.later(() -> make(call, body, reply)),
                        failure -> reply.later(() -> {
                            if (failure instanceof TimeoutException) {
                                reply.error(HttpStatus.REQUEST_TIMEOUT_408, "the body has not come in time");
                            } else if (failure instanceof IOException) {
                                reply.callback().failed(failure); // The operator is gone.
                            } else {
                                reply.error(HttpStatus.PAYLOAD_TOO_LARGE_413, tooLarge);
                            }
                        })));
    }

    private void make(OperatorCall call, byte[] body, Reply reply) {
        RunInput input;
        try {
            input = input(call, text(body));
        } catch (RunConfigException wrong) {
            refuse("the run file is wrong", wrong.problems(), reply);
            return;
        } catch (IllegalArgumentException unfit) {
            refuse(Objects.requireNonNullElse(unfit.getMessage(), "the argument is unfit"), List.of(), reply);
            return;
        }
        CompletableFuture<RunAnswer> answer = new CompletableFuture<>();
        if (run.operate(input, answer::complete)) {
            var unused = answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((made, failure) -> reply.later(() -> {
                        if (failure == null) {
                            answer(made, reply);
                        } else {
                            reply.error(
                                    HttpStatus.SERVICE_UNAVAILABLE_503,
                                    "the call is not answered yet; the history will tell if it is made");
                        }
                    }));
        } else {
            reply.error(HttpStatus.SERVICE_UNAVAILABLE_503, "the server cannot take a call now");
        }
    }

    private static void refuse(String sentence, List<ConfigProblem> problems, Reply reply) {
        reply.json(HttpStatus.BAD_REQUEST_400, fields("error", sentence, problems));
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("the body must be UTF-8");
        }
    }

    private RunInput input(OperatorCall call, String body) {
        return switch (call) {
            case PAUSE -> withoutArgument(body, new RunInput.Pause());
            case RESUME -> withoutArgument(body, new RunInput.Resume());
            case STOP -> withoutArgument(body, new RunInput.Stop());
            case EJECT -> new RunInput.Eject(key(argument("client", body)));
            case REINSTATE -> new RunInput.Reinstate(ClientId.parse(argument("client", body)));
            case CHECKPOINT -> new RunInput.Checkpoint(argument("reference", body));
            case RECONFIGURE -> {
                RunConfig config = RunConfigLoader.parse(body, "body");
                file.requireFits(config);
                yield new RunInput.Reconfigure(config);
            }
        };
    }

    private static RunInput withoutArgument(String body, RunInput input) {
        if (!body.isBlank() && !object(body).isEmpty()) {
            throw new IllegalArgumentException("this call has no argument: the body must be empty or {}");
        }
        return input;
    }

    private static String argument(String name, String body) {
        ObjectNode fields = object(body);
        if (fields.size() != 1 || !fields.path(name).isTextual()) {
            throw new IllegalArgumentException("the body must have the field " + name + ", a text, and no other");
        }
        return fields.path(name).textValue();
    }

    /** Only a whole key is a client's id: to eject a shortened id or a name would succeed, and bar nobody. */
    private static ClientId key(String id) {
        ClientId client = ClientId.parse(id);
        int length = client.bytes().length;
        if (length != SecretKey.BYTES) {
            throw new IllegalArgumentException("client " + client + " has " + length + " bytes, must have "
                    + SecretKey.BYTES + ": give the whole id, as the status shows it");
        }
        return client;
    }

    private static ObjectNode object(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read instanceof ObjectNode fields) {
                return fields;
            }
        } catch (JsonProcessingException malformed) {
            // Said below.
        }
        throw new IllegalArgumentException("the body must be a JSON object with no field twice");
    }

    private static void answer(RunAnswer answer, Reply reply) {
        OperatorOutcome outcome = OperatorCall.outcomeOf(answer);
        List<ConfigProblem> problems = answer instanceof ReconfigureResult result ? result.problems() : List.of();
        reply.json(
                outcome.accepted() ? HttpStatus.OK_200 : HttpStatus.CONFLICT_409,
                fields("outcome", outcome.name(), problems));
    }

    private static Map<String, Object> fields(String name, String value, List<ConfigProblem> problems) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(name, value);
        if (!problems.isEmpty()) {
            fields.put("problems", problems);
        }
        return fields;
    }
}

package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;

/** Messages and reports as JSON text. What is read is either a complete message or refused. */
final class Json {
    /** A text was not a message of the kind expected. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message, Throwable cause) {
            super(message, cause);
        }

        MalformedException(String message) {
            super(message);
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();
    private static final ObjectReader READER = MAPPER.reader();

    /** What a client says has no nulls; a status has, and comes from the server. */
    private static final ObjectReader READER_WITHOUT_NULLS =
            MAPPER.reader(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    // With the base type given, the writer puts the name of the type first even where a record stands alone.
    private static final ObjectWriter FROM_CLIENT = MAPPER.writerFor(ToServer.class);
    private static final ObjectWriter FROM_SERVER = MAPPER.writerFor(ToClient.class);
    private static final ObjectWriter OF_REPORT = MAPPER.writerFor(RunReport.class);

    private Json() {}

    static String write(ToServer message) {
        return write(FROM_CLIENT, message);
    }

    static String write(ToClient message) {
        return write(FROM_SERVER, message);
    }

    /** One line. */
    static String write(RunReport report) {
        return write(OF_REPORT, report);
    }

    static ToServer readToServer(String text) throws MalformedException {
        return read(ToServer.class, READER_WITHOUT_NULLS, text);
    }

    static ToClient readToClient(String text) throws MalformedException {
        return read(ToClient.class, READER, text);
    }

    static RunReport readReport(String text) throws MalformedException {
        return read(RunReport.class, READER, text);
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every message can be written", impossible);
        }
    }

    private static <T> T read(Class<T> kind, ObjectReader reader, String text) throws MalformedException {
        T message;
        try {
            message = reader.forType(kind).readValue(text);
        } catch (JsonProcessingException malformed) {
            throw new MalformedException(malformed.getOriginalMessage(), malformed);
        }
        if (message == null) {
            throw new MalformedException("there is nothing but null");
        }
        return message;
    }
}

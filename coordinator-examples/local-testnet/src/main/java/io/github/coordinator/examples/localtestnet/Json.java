package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Messages and reports as JSON text. A 64-bit number is a string, since JavaScript and others read a number as a double. What
 * comes from a client is either a complete message or refused with the name of the field that is wrong.
 */
final class Json {
    /** A text was not a message of the kind expected. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(@Nullable String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .addModule(new SimpleModule()
                    .addSerializer(Long.class, ToStringSerializer.instance)
                    .addSerializer(Long.TYPE, ToStringSerializer.instance)
                    .addDeserializer(Long.class, new DecimalString())
                    .addDeserializer(Long.TYPE, new DecimalString()))
            .build();
    private static final ObjectReader OF_REPORT_READER = MAPPER.readerFor(RunReport.class);

    /** What a client says has no nulls; a status has, and comes from the server. */
    private static final ObjectReader FROM_CLIENT_READER =
            MAPPER.readerFor(ToServer.class).with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    /** A later server may say more than this client knows. */
    private static final ObjectReader FROM_SERVER_READER = MAPPER.readerFor(ToClient.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_INVALID_SUBTYPE);

    // With the base type given, the writer puts the name of the type first even where a record stands alone.
    private static final ObjectWriter FROM_CLIENT = MAPPER.writerFor(ToServer.class);
    private static final ObjectWriter FROM_SERVER = MAPPER.writerFor(ToClient.class);
    private static final ObjectWriter OF_REPORT = MAPPER.writerFor(RunReport.class);

    private static final String TYPE = "type";

    /** The fields of each message of a client, by its type. */
    private static final Map<String, Set<String>> FIELDS = fields();

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

    /** Reads what a client says. */
    static ToServer readToServer(String text) throws RefusedException {
        ObjectNode message = object(text);
        String type = message.path(TYPE).asText();
        Set<String> fields = FIELDS.get(type);
        if (!message.has(TYPE)) {
            throw refused(ErrorCode.MISSING_FIELD, TYPE, "a message needs the field type");
        }
        if (fields == null || !message.path(TYPE).isTextual()) {
            throw refused(
                    ErrorCode.UNKNOWN_TYPE,
                    TYPE,
                    "the type of a message must be one of " + String.join(", ", FIELDS.keySet()));
        }
        for (String field : fields) {
            if (!message.has(field)) {
                throw refused(ErrorCode.MISSING_FIELD, field, "a message " + type + " needs the field " + field);
            }
        }
        for (Iterator<String> names = message.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(TYPE) && !fields.contains(name)) {
                // What a stranger made up goes back to nobody but the stranger, and not at any length.
                String shown = name.substring(0, Math.min(name.length(), 100));
                throw refused(ErrorCode.UNKNOWN_FIELD, shown, "a message " + type + " has no field " + shown);
            }
        }
        try {
            return FROM_CLIENT_READER.readValue(message);
        } catch (JsonMappingException unfit) {
            String field = unfit.getPath().isEmpty()
                    ? TYPE
                    : Objects.requireNonNullElse(unfit.getPath().get(0).getFieldName(), TYPE);
            throw refused(
                    ErrorCode.BAD_FIELD, field, "the field " + field + " of a message " + type + " has a wrong value");
        } catch (IOException impossible) {
            throw new IllegalStateException("a tree is read without input", impossible);
        }
    }

    private static ObjectNode object(String text) throws RefusedException {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode message) {
                return message;
            }
        } catch (JsonProcessingException malformed) {
            // Refused as what is no object.
        }
        throw new RefusedException(
                ErrorCode.MALFORMED.with("a message must be one JSON object, without a repeated field"));
    }

    private static RefusedException refused(ErrorCode code, String field, String message) {
        return new RefusedException(code.about(field, message));
    }

    /** Reads what a server says; empty for a type of message that this client does not know. */
    static Optional<ToClient> readToClient(String text) throws MalformedException {
        return Optional.ofNullable(read(FROM_SERVER_READER, ToClient.class, text));
    }

    static RunReport readReport(String text) throws MalformedException {
        RunReport report = read(OF_REPORT_READER, RunReport.class, text);
        if (report == null) {
            throw new MalformedException("there is nothing but null", new IllegalArgumentException(text));
        }
        return report;
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every message can be written", impossible);
        }
    }

    private static <T> @Nullable T read(ObjectReader reader, Class<T> kind, String text) throws MalformedException {
        try {
            return reader.readValue(text, kind);
        } catch (JsonProcessingException malformed) {
            throw new MalformedException(malformed.getOriginalMessage(), malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("a text is read without input", impossible);
        }
    }

    private static Map<String, Set<String>> fields() {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        for (JsonSubTypes.Type type :
                ToServer.class.getAnnotation(JsonSubTypes.class).value()) {
            fields.put(
                    type.name(),
                    Arrays.stream(type.value().getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        return fields;
    }

    /** The type of a message of a client, as the protocol calls it. */
    static String typeOf(Class<? extends ToServer> message) {
        for (JsonSubTypes.Type type :
                ToServer.class.getAnnotation(JsonSubTypes.class).value()) {
            if (type.value().equals(message)) {
                return type.name();
            }
        }
        throw new IllegalArgumentException(message + " is no message");
    }

    /** Reads a 64-bit number from a string, in the one form in which it is written. */
    private static final class DecimalString extends StdScalarDeserializer<Long> {
        private static final long serialVersionUID = 1L;

        DecimalString() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                String text = parser.getText();
                try {
                    long number = Long.parseLong(text);
                    if (Long.toString(number).equals(text)) {
                        return number;
                    }
                } catch (NumberFormatException noNumber) {
                    // Refused below.
                }
            }
            return (Long) context.handleUnexpectedToken(Long.class, parser);
        }
    }
}

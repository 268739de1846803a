package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.internal.settings.Describe;
import io.github.coordinator.internal.settings.Key;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The binary form of a configuration: each key with its value, and each value with its type. */
final class ConfigFormat {
    /** Bounds the recursion. It is more than a configuration allows, so that the configuration's own rule refuses first. */
    private static final int MAX_DEPTH = 140;

    /** The types of values. The order of the constants is part of the format. */
    private enum Type {
        TEXT,
        WHOLE_NUMBER,
        DOUBLE,
        FALSE,
        TRUE,
        DURATION,
        OFFSET_DATE_TIME,
        LOCAL_DATE_TIME,
        LOCAL_DATE,
        LOCAL_TIME,
        LIST,
        TABLE
    }

    private static final Type[] TYPES = Type.values();

    private ConfigFormat() {}

    static void write(ByteWriter writer, RunConfig config) {
        table(writer, config.settings());
    }

    static RunConfig read(ByteReader reader) {
        int from = reader.offset();
        Map<String, Object> settings = table(reader, 0);
        for (String key : settings.keySet()) {
            if (Key.named(key).isEmpty()) {
                throw new BinaryFormatException(from, "there is no setting " + Describe.text(Describe.shortened(key)));
            }
        }
        RunConfig config = reader.checked("this is no configuration: ", () -> {
            RunConfigBuilder builder = RunConfig.builder("");
            settings.forEach(builder::set);
            return builder.build();
        });
        if (!List.copyOf(config.settings().entrySet()).equals(List.copyOf(settings.entrySet()))) {
            throw new BinaryFormatException(from, "the configuration lacks settings, or they are out of order");
        }
        return config;
    }

    private static void table(ByteWriter writer, Map<String, Object> table) {
        writer.list(table.entrySet(), (to, entry) -> {
            to.text(entry.getKey());
            value(to, entry.getValue());
        });
    }

    private static void value(ByteWriter writer, Object value) {
        if (value instanceof String text) {
            writer.choice(Type.TEXT);
            writer.text(text);
        } else if (value instanceof Long number) {
            writer.choice(Type.WHOLE_NUMBER);
            writer.signed(number);
        } else if (value instanceof Double number) {
            writer.choice(Type.DOUBLE);
            writer.fixedLong(Double.doubleToLongBits(number));
        } else if (value instanceof Boolean holds) {
            writer.choice(holds ? Type.TRUE : Type.FALSE);
        } else if (value instanceof Duration duration) {
            writer.choice(Type.DURATION);
            writer.duration(duration);
        } else if (value instanceof OffsetDateTime time) {
            writer.choice(Type.OFFSET_DATE_TIME);
            dateTime(writer, time.toLocalDateTime());
            writer.signed(time.getOffset().getTotalSeconds());
        } else if (value instanceof LocalDateTime time) {
            writer.choice(Type.LOCAL_DATE_TIME);
            dateTime(writer, time);
        } else if (value instanceof LocalDate date) {
            writer.choice(Type.LOCAL_DATE);
            writer.signed(date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            writer.choice(Type.LOCAL_TIME);
            writer.number(time.toNanoOfDay());
        } else if (value instanceof List<?> list) {
            writer.choice(Type.LIST);
            writer.list(list, ConfigFormat::value);
        } else {
            writer.choice(Type.TABLE);
            table(writer, asTable(value));
        }
    }

    @SuppressWarnings("unchecked") // A configuration has nothing else, and its tables have text for keys.
    private static Map<String, Object> asTable(Object value) {
        return (Map<String, Object>) value;
    }

    private static void dateTime(ByteWriter writer, LocalDateTime time) {
        writer.signed(time.toLocalDate().toEpochDay());
        writer.number(time.toLocalTime().toNanoOfDay());
    }

    private static Map<String, Object> table(ByteReader reader, int depth) {
        int count = reader.count();
        Map<String, Object> table = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int from = reader.offset();
            String key = reader.text();
            if (table.put(key, value(reader, depth)) != null) {
                throw new BinaryFormatException(
                        from, "the key " + Describe.text(Describe.shortened(key)) + " is there twice");
            }
        }
        return table;
    }

    private static Object value(ByteReader reader, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BinaryFormatException(reader.offset(), "nested more than " + MAX_DEPTH + " levels deep");
        }
        return reader.checked("there is no such value: ", () -> switch (reader.choice(TYPES)) {
            case TEXT -> reader.text();
            case WHOLE_NUMBER -> reader.signed();
            case DOUBLE -> number(reader);
            case FALSE -> false;
            case TRUE -> true;
            case DURATION -> reader.duration();
            case OFFSET_DATE_TIME -> OffsetDateTime.of(dateTime(reader), offset(reader));
            case LOCAL_DATE_TIME -> dateTime(reader);
            case LOCAL_DATE -> LocalDate.ofEpochDay(reader.signed());
            case LOCAL_TIME -> LocalTime.ofNanoOfDay(reader.number());
            case LIST -> list(reader, depth + 1);
            case TABLE -> table(reader, depth + 1);
        });
    }

    private static double number(ByteReader reader) {
        int from = reader.offset();
        long bits = reader.fixedLong();
        double number = Double.longBitsToDouble(bits);
        if (Double.doubleToLongBits(number) != bits) {
            throw new BinaryFormatException(from, "nan has one form, 7ff8000000000000");
        }
        return number;
    }

    private static LocalDateTime dateTime(ByteReader reader) {
        LocalDate date = LocalDate.ofEpochDay(reader.signed());
        return LocalDateTime.of(date, LocalTime.ofNanoOfDay(reader.number()));
    }

    private static ZoneOffset offset(ByteReader reader) {
        return ZoneOffset.ofTotalSeconds(reader.signedInt());
    }

    private static List<Object> list(ByteReader reader, int depth) {
        int count = reader.count();
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(value(reader, depth));
        }
        return list;
    }
}

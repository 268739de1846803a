package io.github.coordinator.internal.settings;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a setting is where it is not given.
 *
 * @param text the default as the reference names it
 * @param value works it out from the other settings of a draft, in the draft's own form; null for none
 */
public record Default(String text, Function<Draft, @Nullable Object> value) {
    /** No default: the setting must be given. */
    static final Default REQUIRED = new Default("required", draft -> null);

    /** No value at all. */
    static final Default NONE = new Default("none", draft -> null);

    /** No tables. */
    static final Default EMPTY = new Default("empty", draft -> Collections.emptyMap());

    /** No time. */
    static final Default ZERO_SECONDS = new Default("0", draft -> BigDecimal.ZERO);

    /** A whole number. */
    static Default of(long number) {
        return new Default(Long.toString(number), draft -> number);
    }

    /** One of the constants to choose from. */
    static Default of(Enum<?> choice) {
        return new Default(Describe.choice(choice), draft -> choice);
    }

    /** What follows from other settings. */
    static Default of(String text, Function<Draft, @Nullable Object> value) {
        return new Default(text, value);
    }

    /** A whole number, or 0 where no quorum is required. */
    static Default whereAQuorumIsRequired(long number) {
        String text = number + ", or 0 where witness_quorum is 0";
        return new Default(text, draft -> draft.requiresNoQuorum() ? 0L : number);
    }

    /** The value of another key. */
    static Default sameAs(String key) {
        return new Default(key, draft -> draft.get(Key.named(key).orElseThrow()));
    }

    /** Whether there is no default. */
    public boolean isRequired() {
        return text.equals("required");
    }
}

package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void nothingIsOverThatWouldEndAfterTheEndOfTime() {
        RunClock clock = new RunClock(Instant.MAX.minus(HOUR));
        clock.beginState(HOUR.plusNanos(1));

        clock.advance(Instant.MAX);

        assertThat(clock.stateDue()).isEmpty();
        assertThat(clock.stateIsOver()).isFalse();
        assertThat(clock.epochHasLasted(HOUR.plusNanos(1))).isFalse();
        assertThat(clock.epochHasLasted(HOUR)).isTrue();
    }

    @Test
    void whatHasLastedSinceTheBeginningOfTimeCannotHaveLastedLonger() {
        RunClock clock = new RunClock(Instant.MIN.plus(HOUR));
        clock.beginState(HOUR);
        clock.advance(Instant.MIN.plus(HOUR).plusNanos(2));

        clock.advance(Instant.MIN);

        assertThat(clock.snapshot().stateAnchor()).isEqualTo(Instant.MIN);
        assertThat(clock.stateDue()).hasValue(Instant.MIN.plus(HOUR));
    }
}

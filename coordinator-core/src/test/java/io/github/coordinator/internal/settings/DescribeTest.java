package io.github.coordinator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DescribeTest {
    @Test
    void writesNumbersOutUnlessTheyHaveTooManyDigits() {
        assertThat(Describe.number(new BigDecimal("1e29"))).isEqualTo("1" + "0".repeat(29));
        assertThat(Describe.number(new BigDecimal("1e30"))).isEqualTo("1E+30");
        assertThat(Describe.number(new BigDecimal("-0.50"))).isEqualTo("-0.5");
    }

    @Test
    void cutsTextsOnlyWhereTheyAreTooLong() {
        String longest = "x".repeat(39) + "\uD83C\uDFCB";
        String shown = "\"" + "x".repeat(39) + "\\U0001f3cb";

        assertThat(Describe.text(longest)).isEqualTo(shown + "\"");
        assertThat(Describe.text(longest + "x")).isEqualTo(shown + "…\"");
    }
}

package io.github.coordinator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescribeTest {
    @Test
    void writesNumbersOutUnlessTheyHaveTooManyDigits() {
        assertThat(Describe.number(new BigDecimal("1e29"))).isEqualTo("1" + "0".repeat(29));
        assertThat(Describe.number(new BigDecimal("1e30"))).isEqualTo("1E+30");
        assertThat(Describe.number(new BigDecimal("-0.50"))).isEqualTo("-0.5");
        assertThat(Describe.number(new BigDecimal("1e-30"))).isEqualTo("0." + "0".repeat(29) + "1");
        assertThat(Describe.number(new BigDecimal("1e-31"))).isEqualTo("1E-31");
    }

    @Test
    void cutsTextsOnlyWhereTheyAreTooLong() {
        String longest = "x".repeat(39) + "\uD83C\uDFCB";
        String shown = "\"" + "x".repeat(39) + "\\U0001f3cb";

        assertThat(Describe.text(longest)).isEqualTo(shown + "\"");
        assertThat(Describe.text(longest + "x")).isEqualTo(shown + "…\"");
    }

    @Test
    void writesValuesAsAFileDoes() {
        assertThat(Describe.value(1.5)).isEqualTo("1.5");
        assertThat(Describe.value(Double.NaN)).isEqualTo("nan");
        assertThat(Describe.value(Double.POSITIVE_INFINITY)).isEqualTo("inf");
        assertThat(Describe.value(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(Describe.value("\b\t\n\f\r\"\\\u0000~\u007Fé"))
                .isEqualTo("\"\\b\\t\\n\\f\\r\\\"\\\\\\u0000~\\u007f\\u00e9\"");
        assertThat(Describe.value(Map.of())).isEqualTo("a table");
        assertThat(Describe.value(List.of())).isEqualTo("a list");
    }

    @Test
    void quotesKeysThatNeedIt() {
        assertThat(Describe.key("a-B_9")).isEqualTo("a-B_9");
        assertThat(Describe.key("a.b")).isEqualTo("\"a.b\"");
        assertThat(Describe.key("")).isEqualTo("\"\"");
        assertThat(Describe.key("k".repeat(40))).isEqualTo("k".repeat(40));
        assertThat(Describe.key("k".repeat(41))).isEqualTo("\"" + "k".repeat(40) + "…\"");
    }

    @Test
    void keepsMessagesOnOneLineAndShort() {
        assertThat(Describe.message("a \"é\" \uD83C\uDFCB\r\n\u2028\u2029\uD800"))
                .isEqualTo("a \"é\" \uD83C\uDFCB\\r\\n\\u2028\\u2029\\ud800");
        assertThat(Describe.message("é".repeat(160))).isEqualTo("é".repeat(160));
        assertThat(Describe.message("é".repeat(161))).isEqualTo("é".repeat(80) + "…" + "é".repeat(80));
    }
}

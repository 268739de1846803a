package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

/** The scanner and the parser agree on what is TOML. */
class TomlScannerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "#",
                "# a\r\n\t# b",
                "a = 1",
                "a=1 # b",
                "a = 1\r\nb = 2\n\n",
                "\"a b\" . 'c' . d-e_9 = 1",
                "\"\" = 1\nb . '' = 2",
                "\"\\\"\\\\\" = \"\\\"\\u00e9\"",
                "a = '\\'",
                "a = '\"'\nb = \"'\"",
                "[a]\n[[b . 'c']] # d\n  [ e ] ",
                "[a]",
                "a = \"\"\"\"\"\"",
                "a = \"\"\"\nb\r\n\"c\"\" \\\"\"\" \\\n  d\\\\\"\"\"\"\"",
                "a = '''\n'b''\\'''\nc = ''''d'''''",
                "a = ''''''",
                "a = [1, [2, '3'], # b\n\n4\n, ]\nb = []",
                "a = [[[]], {}]",
                "a = {b = 1, c.d = [2], e = {}}",
                "a = {\n# b\nc = 1,\n\n}",
                "a = {b = [{c = 1}]}",
                "a = [{\nb = '''c\nd'''\n}]",
                "a = [1, 1_000, +0, -9, 0xFf_0, 0o7_1, 0b1_0]",
                "a = [1.5, -0.0, 1e9, 1_0.0_1E-1_0, +inf, nan, -nan]",
                "a = [true, false]",
                "a = [1979-05-27, 07:32, 07:32:00.5, 1979-05-27T07:32:00Z, 1979-05-27 07:32:00-08:00, 1979-05-27t07:32]",
                "a = 1979-05-27 # b",
                "a = '\uD83C\uDFCB' # \uD83C\uDFCB"
            })
    void passesWhatIsToml(String text) {
        assertThat(Toml.parse(text).errors()).isEmpty();
        assertThat(new TomlScanner(text).scan()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a\n",
                "a.",
                "a. = 1",
                "a =",
                "a = # b",
                "a =\n1",
                "= 1",
                "a b = 1",
                "a = 1 2",
                "a = 1, b = 2",
                "a = 1]",
                "é = 1",
                "\r",
                "a = 1\r",
                "a = 1\rb",
                "[a",
                "[a\n]",
                "[]",
                "[[a]",
                "[ [a]]",
                "[a] b",
                "a = b",
                "a = truex",
                "a = 07",
                "a = 1_",
                "a = _1",
                "a = 1__0",
                "a = 1_e5",
                "a = 1e_5",
                "a = 0x_1",
                "a = 0x1_",
                "a = 0b2",
                "a = 1.",
                "a = 1979-05-27 x",
                "a = \"b",
                "a = \"b\n\"",
                "a = \"\\",
                "a = \"\\\n\"",
                "a = 'b",
                "a = '\t\u0001'",
                "a = '\u007F'",
                "a = '\uD800'",
                "a = '\uD800",
                "a = '\uDC00'",
                "a = '\uD83C\uDFCB\uDFCB'",
                "\uDC00",
                "a = \"\"\"b",
                "a = \"\"\"\\",
                "a = \"\"\"\\\u0001\"\"\"",
                "a = \"\"\"\r\"\"\"",
                "a = \"\"\"b\"\"\"\"\"\"",
                "a = '''b''",
                "a = '''\u0001'''",
                "\"\"\"a\"\"\" = 1",
                "a = [",
                "a = [1",
                "a = [1 2]",
                "a = [1\n2]",
                "a = [,]",
                "a = [1,,2]",
                "a = [1}",
                "a = [b]",
                "a = {",
                "a = {b",
                "a = {b =",
                "a = {b = 1",
                "a = {,}",
                "a = {b = 1 c = 2}",
                "a = {b = 1]",
                "a = {b =\n1}"
            })
    void stopsWhereItIsNot(String text) {
        assertThat(Toml.parse(text).errors()).isNotEmpty();
        assertThat(new TomlScanner(text).scan()).isNotNegative();
    }

    @Test
    void countsTheLinesThatAreTooMany() {
        String run = "\n#\r\n \t\n# a\n\n\n\n\n";
        TomlScanner scanner = new TomlScanner(run + "\n\n\na = '''\n" + run + run + "''' # a\n" + run + "#\n#");

        assertThat(scanner.scan()).isEqualTo(-1);

        BitSet surplus = new BitSet();
        surplus.set(8, 11);
        surplus.set(37);
        assertThat(scanner.surplusLines()).isEqualTo(surplus);
    }

    @Test
    void findsTheFirstFaultOfEachComment() {
        TomlScanner scanner = new TomlScanner("#\u0001\u0002\na = [ #\t\u007F\n# \uD800\n1] # \r\r\n");

        assertThat(scanner.scan()).isEqualTo(-1);
        assertThat(scanner.commentFaults()).containsExactly(1, 12, 16, 23);
    }
}

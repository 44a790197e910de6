// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the Arduino API's own classes give, against the values that the Arduino language reference
/// and the ESP32 core document.
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class LanguageTest {
    private SketchBench bench;
    private Map<String, String> said;

    @BeforeAll
    void runTheSketch() throws SketchException, InterruptedException {
        bench =
                SketchBench.running(
                        SketchBench.sketch("language"),
                        new JumpingClock(),
                        Map.of("/given.txt", "from the flash"));
        bench.says("done\r\n");
        said = values(bench.serial());
    }

    @AfterAll
    void switchOff() {
        if (bench != null) {
            bench.close();
        }
    }

    private static Map<String, String> values(String serial) {
        return serial.lines()
                .filter(line -> line.contains("="))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(0, line.indexOf('=')),
                                line -> line.substring(line.indexOf('=') + 1),
                                (_, later) -> later));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "append;Hello World",
                "length;11",
                "plus;a1,2.50,7!",
                "float;3.14",
                "float4;3.1416",
                "negative;-0.5",
                "nan;nan",
                "hex;ff",
                "bin;101",
                "minus_hex;ffffffff",
                "minus;-42",
                "big;18446744073709551615",
                "char;x",
                "substring;World|Hell|ll",
                "indexOf;4,7,6,-1,7,9",
                "starts;111",
                "trim;[trim me]",
                "replace;trimm mme",
                "remove;trim",
                "upper;TRIM",
                "toInt;123,0,-7",
                "toFloat;2.500",
                "equals;1111",
                "self;Hello WorldHello World",
                "self2;44",
                "toCharArray;Hello",
                "moved;44,0",
                "filled;1000hijkl",
            })
    void stringDoesWhatTheReferenceSays(String name, String value) {
        assertThat(said).containsEntry(name, value);
    }

    @Test
    void anEmptyStringIsEmptyAndReadsAsZeroBytes() {
        assertThat(said.get("empty")).isEqualTo("10[]\0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "print;12,-7,3.14,2,FF,111,1,nan",
                "minus_hex_print;FFFFFFFF",
                "ip;192.168.4.1",
                "printable;(1,2)",
                "printf; 1.50|42|text|z|007",
                "flash;in flash",
                "count;6",
                "stdout;too",
                "utf8;23 °C",
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void printFormatsAsOnTheChip(String name, String value) {
        assertThat(said).containsEntry(name, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "dtostrf;   3.14",
                "dtostrf_nan;nan",
                "itoa;-255",
                "itoa16;ff",
                "map;127,50",
                "constrain;100",
                "minmax;345",
                "bits;15218",
                "word;511",
                "seed;1",
                "random;1",
                "isnan;10",
                "parse_ip;110.1.2.30",
                "gmtime;1970-1-2",
                "delay;1",
                "sum;5",
            })
    void numbersComeOutRight(String name, String value) {
        assertThat(said).containsEntry(name, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "begin;1",
                "given;10",
                "read;from the flash",
                "absent;0",
                "size;14",
                "line1;one",
                "line2;two+three",
                "left;0",
                "peek;o",
                "dir;a.txt1b.txt21",
                "rename;11",
                "remove_file;10",
                "used;1",
            })
    void filesLieOnTheFlash(String name, String value) {
        assertThat(said).containsEntry(name, value);
    }

    @Test
    void preferencesAndEepromOutliveARestart() {
        assertThat(said)
                .containsEntry("boots", "1")
                .containsEntry("name", "kept 1")
                .containsEntry("unknown", "default10")
                .containsEntry("eeprom", "255");
        bench.board().reset();
        bench.says("boots=2");
        bench.says("eeprom=10");
    }
}

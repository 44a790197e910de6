// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.payload.JsonValues;

final class ValueMatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    21.5      | 21.50     | true
                    21.5      | 2.15e1    | true
                    21.5      | "21.5"    | true
                    21.5      | 21.6      | false
                    on        | "on"      | true
                    on        | "off"     | false
                    true      | true      | true
                    null      | null      | true
                    !=on      | "off"     | true
                    != 3      | 3.0       | false
                    > 20      | 20        | false
                    >= 20     | 20        | true
                    < 20      | 19.99     | true
                    <=20      | 20.1      | false
                    > 20      | "warm"    | false
                    1e999999999 | 1       | false
                    """)
    void numbersAreComparedAsNumbersAndTextsAsTexts(String wanted, String json, boolean fits) {
        var match = ValueMatch.parse(wanted).orElseThrow();
        var value = JsonValues.value(("{\"v\":" + json + "}").getBytes(UTF_8), "v");
        assertThat(match.fits(value)).isEqualTo(fits);
    }

    @Test
    void whatIsNotThereFitsNothing() {
        assertThat(ValueMatch.parse("!= 3").orElseThrow().fits(null)).isFalse();
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                7,
                10,
                99,
                100,
                101,
                65535,
                1883,
                999_999_999,
                1_000_000_000,
                -1,
                -1883,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void numbersAreWrittenAsJavaWritesThem(long value) {
        ByteText text = new ByteText();
        text.decimal(value);

        assertThat(text).hasToString(Long.toString(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000000000",
        "1700000000123456789, 1700000000.123456789",
        "5, 0.000000005",
        "-1500000000, -1.500000000"
    })
    void timesHaveNineDigits(long nanos, String written) {
        ByteText text = new ByteText();
        text.seconds(nanos);

        assertThat(text).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({"0x30, 48, 2", "0x0303, 771, 4", "0x00, 0, 2", "0x12345, 74565, 2"})
    void hexNumbersHaveTheirDigitsAtLeast(String written, long value, int digits) {
        ByteText text = new ByteText();
        text.hexNumber(value, digits);

        assertThat(text).hasToString(written);
    }

    @Test
    void textIsUtf8AndGrows() {
        ByteText text = new ByteText();
        String long1 = "ü€😀a".repeat(5000);
        text.text(long1);
        text.hex(new byte[] {0x0f, (byte) 0xa0}, 0, 2);

        assertThat(text).hasToString(long1 + HexFormat.of().formatHex(new byte[] {15, -96}));
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        ByteText text = new ByteText();
        text.text("a\ud83d");

        assertThat(text).hasToString("a\ufffd");
    }

    // RFC 5952 §4: the longest run of zeros, the first of equals, never a single one.
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "fe80:0:0:0:1:0:0:1, fe80::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:1:0:0:0:0:0, 2001:db8:1::"
    })
    void addressesAreWrittenShort(String address, String written) {
        assertThat(AddressText.of(InetAddress.ofLiteral(address))).hasToString(written);
    }
}

// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class PublishCountTest {
    // CONNECT 3.1.1 "a", PUBLISH "t" "hi", PINGREQ, PUBLISH with 200 bytes left, DISCONNECT
    private static final byte[] STREAM =
            HexFormat.of()
                    .parseHex(
                            "100d00044d5154540402000000"
                                    + "0161"
                                    + "30050001746869"
                                    + "c000"
                                    + "32c801"
                                    + "00".repeat(200)
                                    + "e000");

    @Test
    void publishesAreCountedHoweverTheStreamIsCut() {
        for (int size = 1; size <= STREAM.length; size++) {
            PublishCount count = new PublishCount();
            int seen = 0;
            for (int at = 0; at < STREAM.length; at += size) {
                seen += count.take(STREAM, at, Math.min(size, STREAM.length - at));
            }
            assertThat(seen).isEqualTo(2);
        }
    }

    @Test
    void aPublishCountsWhenItIsComplete() {
        PublishCount count = new PublishCount();
        assertThat(count.take(STREAM, 0, 20)).isZero();
        assertThat(count.take(STREAM, 20, 2)).isEqualTo(1);
    }

    @Test
    void whatIsNotMqttIsNotCounted() {
        PublishCount count = new PublishCount();
        assertThat(
                        count.take(
                                "0HTTP 0000".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                                0,
                                10))
                .isZero();
        assertThat(count.isMqtt()).isFalse();
    }

    @Test
    void aLengthOfFiveBytesEndsTheCounting() {
        PublishCount count = new PublishCount();
        byte[] bad = HexFormat.of().parseHex("10ffffffff7f3000");
        assertThat(count.take(bad, 0, bad.length)).isZero();
        assertThat(count.isMqtt()).isFalse();
    }
}

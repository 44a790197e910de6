// SPDX-License-Identifier: MIT
package twinport.board.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a board's network does while the Wi-Fi is joined and while it is not, and its services.
final class RadioTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.500Z");
    private static final InetAddress ANYWHERE = InetAddress.ofLiteral("8.8.8.8");

    // ID 1234, recursion wanted, one question: broker.lab A IN (RFC 1035 §4.1)
    private static final byte[] QUESTION =
            HexFormat.of()
                    .parseHex("123401000001000000000000" + "0662726f6b6572036c616200" + "00010001");

    private final AtomicLong nanos = new AtomicLong();
    private final Wifi wifi = new Wifi(nanos::get);
    private final Radio radio =
            new Radio(
                    new LoopbackNetwork(
                            InetAddress.ofLiteral("127.0.10.1"),
                            Map.of("broker.lab", InetAddress.ofLiteral("127.0.0.1")),
                            Set.of()),
                    wifi,
                    InstantSource.fixed(NOW),
                    new Troubles(new java.util.Random(1)));

    @BeforeEach
    void join() {
        wifi.join("Home", "");
        nanos.addAndGet(Wifi.JOINING.toNanos());
    }

    @Test
    void nothingPassesWithoutWifi() throws NetworkException {
        assertThat(radio.resolve("broker.lab").getHostAddress()).isEqualTo("127.0.0.1");
        wifi.leave();
        assertThatThrownBy(() -> radio.resolve("broker.lab"))
                .hasMessageContaining("not joined")
                .extracting("errno")
                .isEqualTo(Errno.EAI_FAIL);
        assertThatThrownBy(() -> radio.connect("broker.lab", 1, Duration.ofSeconds(1)))
                .extracting("errno")
                .isEqualTo(Errno.EHOSTUNREACH);
        assertThat(radio.exchange(new Datagram(ANYWHERE, 53, QUESTION))).isEmpty();
    }

    @Test
    void aNameIsAnsweredAtAnyAddress() {
        byte[] reply = radio.exchange(new Datagram(ANYWHERE, 53, QUESTION)).orElseThrow().payload();
        assertThat(HexFormat.of().formatHex(reply))
                .isEqualTo(
                        "123481800001000100000000"
                                + "0662726f6b6572036c61620000010001"
                                + "c00c000100010000003c00047f000001");
    }

    @Test
    void anUnknownNameDoesNotExist() {
        byte[] unknown = QUESTION.clone();
        unknown[13] = 'x';
        byte[] reply = radio.exchange(new Datagram(ANYWHERE, 53, unknown)).orElseThrow().payload();
        assertThat(HexFormat.of().formatHex(reply, 0, 8)).isEqualTo("1234818300010000");
    }

    @Test
    void whatIsNoQuestionIsNotAnswered() {
        for (int length = 0; length < QUESTION.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(QUESTION, length);
            assertThat(radio.exchange(new Datagram(ANYWHERE, 53, cut))).isEmpty();
        }
        byte[] noise = "hello".getBytes(StandardCharsets.US_ASCII);
        for (int port : new int[] {53, 123, 5_683}) {
            assertThat(radio.exchange(new Datagram(ANYWHERE, port, noise))).isEmpty();
        }
    }

    @Test
    void theTimeIsAnsweredAsSntp() {
        // LI 3, version 4, client: what NTPClient and ntptime send first
        byte[] request = new byte[48];
        request[0] = (byte) 0xE3;
        ByteBuffer.wrap(request).putLong(40, 77);
        ByteBuffer reply =
                ByteBuffer.wrap(
                        radio.exchange(new Datagram(ANYWHERE, 123, request))
                                .orElseThrow()
                                .payload());
        assertThat(reply.get(0)).isEqualTo((byte) 0x24);
        assertThat(reply.getLong(24)).isEqualTo(77);
        assertThat((reply.getInt(40) & 0xFFFF_FFFFL) - 2_208_988_800L)
                .isEqualTo(NOW.getEpochSecond());
        assertThat(reply.getInt(44)).isEqualTo(0x8000_0000);
    }
}

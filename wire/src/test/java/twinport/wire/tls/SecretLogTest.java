// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretLogTest {
    private static final String RANDOM = "ab".repeat(32);

    @Test
    void linesOfAllKindsAreReadAndOthersPassedOver() {
        SecretLog log = new SecretLog();
        log.add(
                ("# a comment\r\n"
                                + "\n"
                                + ("CLIENT_RANDOM " + RANDOM + " " + "01".repeat(48) + "\r\n")
                                + ("  SERVER_TRAFFIC_SECRET_0\t"
                                        + RANDOM.toUpperCase(java.util.Locale.ROOT)
                                        + "  "
                                        + "02".repeat(32)
                                        + "  \n")
                                + ("ECH_SECRET " + RANDOM + " " + "03".repeat(32) + "\n")
                                + "RSA Session-ID:0a0b Master-Key:0405\n"
                                + "CLIENT_RANDOM "
                                + RANDOM
                                + "\n"
                                + "CLIENT_RANDOM abc def\n"
                                + "nonsense")
                        .getBytes(US_ASCII));

        byte[] random = HexFormat.of().parseHex(RANDOM);
        assertThat(log.size()).isEqualTo(3);
        assertThat(log.unreadable()).isEqualTo(3);
        assertThat(log.find(SecretLabel.MASTER, random)).hasSize(48).containsOnly(1);
        assertThat(log.find(SecretLabel.SERVER_APPLICATION, random)).hasSize(32).containsOnly(2);
        assertThat(log.find(SecretLabel.CLIENT_APPLICATION, random)).isNull();
        assertThat(log.findSession(new byte[] {10, 11})).containsExactly(4, 5);
        assertThat(log.labelsOf(random))
                .containsExactly(SecretLabel.MASTER, SecretLabel.SERVER_APPLICATION);
        assertThat(new String(log.linesOf(random, Set.of(SecretLabel.MASTER)), US_ASCII))
                .isEqualTo("SERVER_TRAFFIC_SECRET_0 " + RANDOM + " " + "02".repeat(32) + "\n");
    }

    @Test
    void aLaterSecretTakesTheFormersPlace() {
        SecretLog log = new SecretLog();
        log.add(("CLIENT_RANDOM " + RANDOM + " " + "01".repeat(48)).getBytes(US_ASCII));
        log.add(("CLIENT_RANDOM " + RANDOM + " " + "02".repeat(48)).getBytes(US_ASCII));
        log.add(("CLIENT_RANDOM " + RANDOM + " " + "03".repeat(32)).getBytes(US_ASCII));

        assertThat(log.size()).isOne();
        assertThat(log.find(SecretLabel.MASTER, HexFormat.of().parseHex(RANDOM)))
                .hasSize(32)
                .containsOnly(3);
    }

    @Test
    void aLongLogIsReadFromAStream() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            text.writeBytes(
                    SecretLog.line(SecretLabel.MASTER, random(i), secret(i)).getBytes(US_ASCII));
        }
        SecretLog log = new SecretLog();
        log.add(new ByteArrayInputStream(text.toByteArray()));

        assertThat(log.size()).isEqualTo(50_000);
        assertThat(log.dropped()).isZero();
        for (int i = 0; i < 50_000; i += 997) {
            assertThat(log.find(SecretLabel.MASTER, random(i))).isEqualTo(secret(i));
        }
    }

    private static byte[] random(int number) {
        return ByteBuffer.allocate(32).putInt(28, number * 0x9e3779b9).putInt(0, number).array();
    }

    private static byte[] secret(int number) {
        return ByteBuffer.allocate(48).putInt(20, number).array();
    }

    /// "Aa" and "BB" have the same polynomial hash, and so has any row of them.
    @Test
    void ownersChosenToCollideAreDroppedNotSearchedForEver() {
        SecretLog log = new SecretLog();
        for (int i = 0; i < 5000; i++) {
            byte[] owner = new byte[32];
            for (int pair = 0; pair < 16; pair++) {
                boolean one = (i >> pair & 1) == 1;
                owner[2 * pair] = (byte) (one ? 'A' : 'B');
                owner[2 * pair + 1] = (byte) (one ? 'a' : 'B');
            }
            log.add(SecretLog.line(SecretLabel.MASTER, owner, secret(i)).getBytes(US_ASCII));
        }

        assertThat(log.dropped()).isPositive();
        assertThat(log.size()).isPositive();
        assertThat(log.size() + log.dropped()).isEqualTo(5000);
    }

    @Test
    void aLineWithoutEndTakesNoMemory() throws IOException {
        SecretLog log = new SecretLog();
        log.add(new ByteArrayInputStream(new byte[4 << 20]));

        assertThat(log.size()).isZero();
        assertThat(log.unreadable()).isOne();
    }
}

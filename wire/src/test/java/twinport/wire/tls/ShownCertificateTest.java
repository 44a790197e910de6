// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.read.Observation;

/// Certificates are read as they come; what is none is a value that says why.
class ShownCertificateTest {
    private static byte[] real() {
        return Captures.only(
                        Observation.TlsHandshake.class,
                        Captures.read(Captures.own("tls12-aes256-gcm.pcap"), new SecretLog()))
                .stream()
                .map(Observation.TlsHandshake::message)
                .filter(HandshakeMessage.Certificates.class::isInstance)
                .map(HandshakeMessage.Certificates.class::cast)
                .findFirst()
                .orElseThrow()
                .chain()
                .getFirst();
    }

    @Test
    void anRsaCertificateIsRead() {
        assertThat(ShownCertificate.of(real()))
                .isInstanceOfSatisfying(
                        ShownCertificate.Read.class,
                        read -> {
                            assertThat(read.keyAlgorithm()).isEqualTo("RSA");
                            assertThat(read.keyBits()).isEqualTo(2048);
                            assertThat(read.signatureAlgorithm()).isEqualTo("SHA256withRSA");
                            assertThat(read.selfIssued()).isTrue();
                            assertThat(read.selfSigned()).isTrue();
                            assertThat(read.authority()).isTrue();
                            assertThat(read.serial().signum()).isPositive();
                        });
    }

    @Test
    void whatIsNoCertificateSaysWhy() {
        for (byte[] bytes :
                List.of(new byte[0], new byte[] {0x30}, "certificate".getBytes(US_ASCII))) {
            assertThat(ShownCertificate.of(bytes))
                    .isInstanceOfSatisfying(
                            ShownCertificate.Unreadable.class,
                            unreadable -> assertThat(unreadable.why()).isNotBlank());
        }
        byte[] longer = java.util.Arrays.copyOf(real(), real().length + 3);
        assertThat(ShownCertificate.of(longer))
                .isEqualTo(new ShownCertificate.Unreadable("3 bytes follow the certificate"));
    }

    @Test
    void damageAnywhereNeverThrows() {
        byte[] whole = real();
        Random random = new Random(7);
        int unreadable = 0;
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] = (byte) random.nextInt();
            unreadable +=
                    ShownCertificate.of(changed) instanceof ShownCertificate.Unreadable ? 1 : 0;
            assertThat(ShownCertificate.of(java.util.Arrays.copyOf(whole, i)))
                    .isInstanceOf(ShownCertificate.Unreadable.class);
        }
        assertThat(unreadable).isPositive();
    }

    @Test
    void aChangedSignatureIsNotItsOwn() {
        byte[] changed = real();
        changed[changed.length - 1] ^= 1;

        assertThat(ShownCertificate.of(changed))
                .isInstanceOfSatisfying(
                        ShownCertificate.Read.class,
                        read -> {
                            assertThat(read.selfIssued()).isTrue();
                            assertThat(read.selfSigned()).isFalse();
                        });
    }
}

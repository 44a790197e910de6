// SPDX-License-Identifier: MIT
package twinport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    private final Credentials root = new Issuer(InstantSource.system(), new SecureRandom()).root();

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        assertThat(Pem.readCertificates(root.certificatePem(), "here")).isEqualTo(root.chain());
        assertThat(Pem.readKey(root.keyPem(), "here")).isEqualTo(root.key());
    }

    @Test
    void severalCertificatesKeepTheirOrderAndTextBetweenIsSkipped() throws Exception {
        Credentials other = new Issuer(InstantSource.system(), new SecureRandom()).root();
        String text = "first\n" + root.certificatePem() + "second\r\n" + other.certificatePem();
        assertThat(Pem.readCertificates(text, "here"))
                .isEqualTo(List.of(root.certificate(), other.certificate()));
    }

    @Test
    void linesAreSixtyFourCharactersAndEndWithALineFeed() {
        assertThat(root.keyPem().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(65));
        assertThat(root.keyPem()).doesNotContain("\r").endsWith("-----END PRIVATE KEY-----\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void whatIsNoCertificateIsReportedWithItsPlace(String text) {
        assertThatThrownBy(() -> Pem.readCertificates(text, "ca.pem"))
                .isInstanceOf(PkiException.class)
                .hasMessageStartingWith("ca.pem: ");
    }

    @Test
    void aSecretIsNotInTheTextOfTheRecords() {
        assertThat(root.toString()).doesNotContain("PRIVATE").contains("Twinport lab CA");
    }
}

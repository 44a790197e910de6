// SPDX-License-Identifier: MIT
package twinport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /// Bits of keyUsage by their number in RFC 5280 section 4.2.1.3.
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private final SecureRandom random = new SecureRandom();
    @TempDir private Path data;

    private CertificateAuthority open(Instant now) throws Exception {
        return CertificateAuthority.open(data.resolve("pki"), InstantSource.fixed(now), random);
    }

    private static SubjectNames localNames() {
        return new SubjectNames(
                Set.of("localhost", "lab.example"),
                Set.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")));
    }

    @Test
    void theCaMaySignCertificatesAndNothingElse() throws Exception {
        X509Certificate ca = open(NOW).certificate();
        assertThat(ca.getBasicConstraints()).isNotNegative();
        assertThat(ca.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15");
        boolean[] usage = ca.getKeyUsage();
        assertThat(usage[KEY_CERT_SIGN]).isTrue();
        assertThat(usage[CRL_SIGN]).isTrue();
        assertThat(usage[DIGITAL_SIGNATURE]).isFalse();
        assertThat(ca.getExtensionValue("2.5.29.14")).isNotNull();
        ca.verify(ca.getPublicKey());
    }

    @Test
    void everyKeyIsP256AndEverySignatureEcdsaWithSha256() throws Exception {
        CertificateAuthority ca = open(NOW);
        for (X509Certificate one :
                List.of(
                        ca.certificate(),
                        ca.server(localNames()).certificate(),
                        ca.device("thermo-tls").certificate())) {
            assertThat(one.getSigAlgName()).isEqualTo("SHA256withECDSA");
            ECPublicKey key = (ECPublicKey) one.getPublicKey();
            assertThat(key.getParams().getCurve().getField().getFieldSize()).isEqualTo(256);
        }
    }

    @Test
    void theServerCertificateCarriesAllNamesAndIsForServersOnly() throws Exception {
        CertificateAuthority ca = open(NOW);
        X509Certificate server = ca.server(localNames()).certificate();
        server.verify(ca.certificate().getPublicKey());
        Set<Object> names = new HashSet<>();
        server.getSubjectAlternativeNames().forEach(entry -> names.add(entry.get(1)));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "localhost", "lab.example", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getExtensionValue("2.5.29.35")).isNotNull();
    }

    @Test
    void aDevicesCertificateCarriesItsIdentityAndIsForClientsOnly() throws Exception {
        CertificateAuthority ca = open(NOW);
        X509Certificate device = ca.device("thermo-tls").certificate();
        device.verify(ca.certificate().getPublicKey());
        assertThat(CertificateAuthority.commonName(device)).contains("thermo-tls");
        assertThat(device.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(device.getKeyUsage()[DIGITAL_SIGNATURE]).isTrue();
        assertThat(device.getKeyUsage()[KEY_CERT_SIGN]).isFalse();
    }

    @Test
    void devicesAndServersLiveNinetyDaysAndBeginALittleInThePast() throws Exception {
        CertificateAuthority ca = open(NOW);
        for (X509Certificate one :
                List.of(
                        ca.server(localNames()).certificate(),
                        ca.device("thermo-tls").certificate())) {
            Instant from = one.getNotBefore().toInstant();
            assertThat(from).isBefore(NOW).isAfter(NOW.minus(Duration.ofHours(2)));
            assertThat(Duration.between(from, one.getNotAfter().toInstant()))
                    .isLessThanOrEqualTo(Duration.ofDays(90));
        }
    }

    @Test
    void serialNumbersAreLongAndNeverTheSame() throws Exception {
        CertificateAuthority ca = open(NOW);
        Set<Object> serials = new HashSet<>();
        int longest = 0;
        for (int i = 0; i < 20; i++) {
            var serial = ca.device("board-" + i).certificate().getSerialNumber();
            assertThat(serial.signum()).isPositive();
            assertThat(serials.add(serial)).isTrue();
            longest = Math.max(longest, serial.bitLength());
        }
        assertThat(longest).isBetween(112, 129);
    }

    @Test
    void theNextStartFindsEverythingAgain() throws Exception {
        CertificateAuthority first = open(NOW);
        Credentials server = first.server(localNames());
        Credentials device = first.device("thermo-tls");
        CertificateAuthority second = open(NOW.plus(Duration.ofDays(5)));
        assertThat(second.certificate()).isEqualTo(first.certificate());
        assertThat(second.server(localNames()).chain()).isEqualTo(server.chain());
        assertThat(second.device("thermo-tls").chain()).isEqualTo(device.chain());
        assertThat(second.device("thermo-tls").key()).isEqualTo(device.key());
    }

    @Test
    void whatIsAboutToExpireIsIssuedAnew() throws Exception {
        Credentials old = open(NOW).device("thermo-tls");
        CertificateAuthority later = open(NOW.plus(Duration.ofDays(75)));
        assertThat(later.device("thermo-tls").certificate()).isNotEqualTo(old.certificate());
        assertThat(later.device("thermo-tls").key()).isNotEqualTo(old.key());
    }

    @Test
    void aNewNameNeedsANewServerCertificateAndFewerNamesDoNot() throws Exception {
        CertificateAuthority ca = open(NOW);
        Credentials first = ca.server(localNames());
        SubjectNames fewer = new SubjectNames(Set.of("localhost"), Set.of());
        assertThat(ca.server(fewer).chain()).isEqualTo(first.chain());
        SubjectNames more =
                new SubjectNames(Set.of("localhost"), Set.of(InetAddress.ofLiteral("192.0.2.7")));
        Credentials second = ca.server(more);
        assertThat(second.chain()).isNotEqualTo(first.chain());
        assertThat(second.certificate().getSubjectAlternativeNames())
                .anySatisfy(entry -> assertThat(entry.get(1)).isEqualTo("192.0.2.7"));
    }

    @Test
    void whatAnotherCaIssuedIsNotUsed() throws Exception {
        Credentials old = open(NOW).device("thermo-tls");
        Files.delete(data.resolve("pki/ca.pem"));
        Files.delete(data.resolve("pki/ca.key"));
        CertificateAuthority other = open(NOW);
        Credentials made = other.device("thermo-tls");
        assertThat(made.certificate()).isNotEqualTo(old.certificate());
        made.certificate().verify(other.certificate().getPublicKey());
    }

    @Test
    void aWithdrawnCertificateIsNotReplacedUntilItIsRenewedNotEvenOnceItHasExpired()
            throws Exception {
        CertificateAuthority ca = open(NOW);
        Credentials first = ca.device("thermo-tls");
        assertThat(ca.revoke("thermo-tls", RevocationReason.KEY_COMPROMISE)).isEqualTo(1);
        assertThat(ca.revoke("thermo-tls", RevocationReason.KEY_COMPROMISE)).isZero();

        CertificateAuthority later = open(NOW.plus(Duration.ofDays(200)));
        assertThat(later.device("thermo-tls").certificate()).isEqualTo(first.certificate());
        assertThat(later.withdrawn(first.certificate())).get().asString().contains("KEY_COMPROM");

        Credentials renewed = later.renewDevice("thermo-tls");
        assertThat(later.withdrawn(renewed.certificate())).isEmpty();
        assertThat(later.withdrawn(first.certificate())).isPresent();
        assertThat(later.device("thermo-tls").certificate()).isEqualTo(renewed.certificate());
    }

    @Test
    void revokingADeviceWithdrawsItsEarlierCertificatesToo() throws Exception {
        CertificateAuthority ca = open(NOW);
        Credentials first = ca.device("thermo-tls");
        Credentials second = ca.renewDevice("thermo-tls");
        Credentials other = ca.device("viewer-tls");

        assertThat(ca.revoke("thermo-tls", RevocationReason.UNSPECIFIED)).isEqualTo(2);

        assertThat(ca.withdrawn(first.certificate())).isPresent();
        assertThat(ca.withdrawn(second.certificate())).isPresent();
        assertThat(ca.withdrawn(other.certificate())).isEmpty();
    }

    @Test
    void aFolderWithoutARegisterCanRevokeWhatItHas() throws Exception {
        Credentials old = open(NOW).device("thermo-tls");
        Files.delete(data.resolve("pki/register"));

        CertificateAuthority ca = open(NOW);
        assertThat(ca.device("thermo-tls").certificate()).isEqualTo(old.certificate());
        assertThat(ca.revoke("thermo-tls", RevocationReason.UNSPECIFIED)).isEqualTo(1);
        assertThat(open(NOW).withdrawn(old.certificate())).isPresent();
    }

    @Test
    void aDamagedRegisterIsRefusedWithItsLine() throws Exception {
        open(NOW).device("thermo-tls");
        Files.writeString(data.resolve("pki/register"), "12ab\tthermo-tls\n");
        assertThatThrownBy(() -> open(NOW))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("register:1");
    }

    @Test
    void onlyTheOwnerMayReadAnything() throws Exception {
        CertificateAuthority ca = open(NOW);
        ca.server(localNames());
        ca.device("thermo-tls");
        try (Stream<Path> all = Files.walk(data.resolve("pki"))) {
            assertThat(all.toList())
                    .hasSize(9)
                    .allSatisfy(path ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(path)))
                                    .isEqualTo(
                                            Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../ca", "a/b", "+", "#", ".hidden", "-x", "a b", "ü", "a\u0000"})
    void aNameThatCannotBeAnIdentityIsRefused(String name) throws Exception {
        CertificateAuthority ca = open(NOW);
        assertThatThrownBy(() -> ca.device(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no identity");
    }

    @Test
    void aCaWithoutItsKeyIsAnErrorThatNamesBothFiles() throws Exception {
        open(NOW);
        Files.delete(data.resolve("pki/ca.key"));
        assertThatThrownBy(() -> open(NOW))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("ca.pem")
                .hasMessageContaining("ca.key");
    }

    @Test
    void aKeyOfAnotherCertificateIsAnError() throws Exception {
        CertificateAuthority ca = open(NOW);
        ca.device("one");
        ca.device("two");
        Path devices = data.resolve("pki/devices");
        Files.copy(
                devices.resolve("one.key"),
                devices.resolve("two.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> ca.device("two"))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("two.key");
    }

    @Test
    void aStartThatWasCutBetweenKeyAndCertificateIsNoDamage() throws Exception {
        CertificateAuthority ca = open(NOW);
        ca.device("thermo-tls");
        Files.delete(data.resolve("pki/devices/thermo-tls.pem"));
        assertThat(ca.device("thermo-tls").certificate()).isNotNull();
    }

    private static final CaPassphrase OWN = new CaPassphrase.Given("a long winter in the alps");

    private CertificateAuthority open(CaPassphrase passphrase) throws IOException {
        return CertificateAuthority.open(
                data.resolve("pki"), InstantSource.fixed(NOW), random, passphrase);
    }

    private String keyFile() throws IOException {
        return Files.readString(data.resolve("pki/ca.key"));
    }

    @Test
    void theKeyOfTheCaIsSealedAndThePassphraseLiesBesideItsFolder() throws Exception {
        CertificateAuthority ca = open(NOW);
        assertThat(keyFile())
                .contains("BEGIN ENCRYPTED PRIVATE KEY")
                .doesNotContain("BEGIN PRIVATE KEY");
        Path passphrase = data.resolve("pki.passphrase");
        assertThat(Files.readString(passphrase).strip()).hasSize(64);
        assertThat(Files.getPosixFilePermissions(passphrase))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(open(NOW).certificate()).isEqualTo(ca.certificate());

        Files.delete(passphrase);
        String before = keyFile();
        assertThatThrownBy(() -> open(NOW))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("pki.passphrase is not there");
        assertThat(keyFile()).isEqualTo(before);
        assertThat(passphrase).doesNotExist();
    }

    @Test
    void aWrongPassphraseChangesNothing() throws Exception {
        CertificateAuthority ca = open(OWN);
        assertThat(data.resolve("pki.passphrase")).doesNotExist();
        String before = keyFile();
        assertThatThrownBy(() -> open(new CaPassphrase.Given("another one")))
                .isInstanceOf(WrongPassphraseException.class)
                .hasMessageContaining("ca.key does not open");
        assertThat(keyFile()).isEqualTo(before);
        assertThat(open(OWN).certificate()).isEqualTo(ca.certificate());
        assertThat(OWN.toString()).doesNotContain("winter");
    }

    @Test
    void aKeyThatLiesOpenFromAnEarlierVersionIsSealed() throws Exception {
        CertificateAuthority ca = open(OWN);
        PrivateKey key =
                SealedKey.open(
                        Pem.readSealedKey(keyFile(), "ca.key").orElseThrow(), OWN.open(), "ca.key");
        Files.writeString(data.resolve("pki/ca.key"), Pem.key(key));
        assertThat(open(OWN).certificate()).isEqualTo(ca.certificate());
        assertThat(keyFile()).contains("BEGIN ENCRYPTED PRIVATE KEY");
        assertThat(open(OWN).device("thermo-tls").certificate().getIssuerX500Principal())
                .isEqualTo(ca.certificate().getSubjectX500Principal());
    }

    @Test
    void openSslReadsTheSealedKey() throws Exception {
        open(OWN);
        Path passphrase =
                Files.writeString(data.resolve("word"), "a long winter in the alps\nnot this\n");
        assertThat(((CaPassphrase.Given) CaPassphrase.inFile(passphrase)).text())
                .isEqualTo("a long winter in the alps");
        Process openssl =
                new ProcessBuilder(
                                "openssl",
                                "pkey",
                                "-in",
                                data.resolve("pki/ca.key").toString(),
                                "-passin",
                                "file:" + passphrase,
                                "-noout",
                                "-text")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        assertThat(said).contains("prime256v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short\n", "\n a long enough second line\n"})
    void aPassphraseThatIsTooShortIsRefused(String text) throws Exception {
        Path file = Files.writeString(data.resolve("word"), text);
        assertThatThrownBy(() -> CaPassphrase.inFile(file))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("at least 8");
    }

    @Test
    void aSealedKeyThatIsDamagedIsRefusedWhateverItSays() throws Exception {
        open(NOW);
        char[] opens = CaPassphrase.madeBeside(data.resolve("pki")).open();
        byte[] good = Pem.readSealedKey(keyFile(), "ca.key").orElseThrow();
        for (int i = 0; i < good.length; i += 5) {
            byte[] bad = good.clone();
            bad[i] ^= 0x41;
            try {
                PrivateKey other = SealedKey.open(bad, opens, "ca.key");
                // CBC has no tag: a change in the middle may still be a key, and then of no
                // certificate
                assertThat(other.getAlgorithm()).isEqualTo("EC");
            } catch (PkiException refused) {
                assertThat(refused.getMessage()).startsWith("ca.key");
            }
        }
    }
}

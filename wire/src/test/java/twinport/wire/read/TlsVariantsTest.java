// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.Captures;
import twinport.wire.mqtt.Packet;
import twinport.wire.tls.SecretLog;
import twinport.wire.tls.ShownCertificate;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsFacts.ClientAuthentication;
import twinport.wire.tls.TlsFacts.EarlyData;
import twinport.wire.tls.TlsFacts.Resumption;

/// Each way to seal, opened with the key log that OpenSSL wrote: CONNECT, CONNACK, PUBLISH.
class TlsVariantsTest {

    @ParameterizedTest
    @CsvSource({
        "tls10-cbc, TLS 1.0, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, 1",
        "tls12-aes128-gcm, TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 1",
        "tls12-aes256-gcm, TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 1",
        "tls12-chacha, TLS 1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, 1",
        "tls12-cbc-sha256-no-etm, TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, 1",
        "tls12-cbc-sha384-no-etm, TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, 1",
        "tls12-static-rsa, TLS 1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, 1",
        "tls12-no-ems, TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 1",
        "tls12-client-cert, TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 1",
        "tls12-no-client-cert, TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 1",
        "tls12-session-id, TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 2",
        "tls12-ticket, TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 2",
        "tls12-renegotiation, TLS 1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 1",
        "tls13-aes128, TLS 1.3, TLS_AES_128_GCM_SHA256, 1",
        "tls13-aes256, TLS 1.3, TLS_AES_256_GCM_SHA384, 1",
        "tls13-psk, TLS 1.3, TLS_AES_128_GCM_SHA256, 1",
        "tls13-client-cert, TLS 1.3, TLS_AES_256_GCM_SHA384, 1",
        "tls13-0rtt-rejected, TLS 1.3, TLS_AES_256_GCM_SHA384, 1",
    })
    void isOpenedWithItsSecrets(String name, String version, String suite, int sessions) {
        List<Observation> all = read(name);

        assertThat(packets(all, Packet.Connect.class)).hasSize(sessions);
        assertThat(packets(all, Packet.ConnAck.class)).hasSize(sessions);
        assertThat(packets(all, Packet.Publish.class))
                .hasSize(sessions)
                .allMatch(packet -> packet.topic().equals("lab/ssl2"))
                .allMatch(packet -> new String(packet.payload(), UTF_8).equals("hey"));
        assertThat(Captures.only(Observation.MqttSeen.class, all))
                .hasSize(3 * sessions)
                .allMatch(seen -> seen.protection() == Protection.DECRYPTED);
        assertThat(Captures.only(Observation.Undecryptable.class, all)).isEmpty();
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
        assertThat(handshakes(all))
                .hasSize(sessions)
                .allMatch(tls -> Objects.requireNonNull(tls.version()).toString().equals(version))
                .allMatch(tls -> Objects.equals(tls.suite(), suite))
                .allMatch(tls -> Objects.equals(tls.serverName(), "broker.lab"))
                .allMatch(tls -> tls.facts().recordsSealed() == 0)
                .allMatch(tls -> tls.facts().recordsOpened() > 3);
    }

    /// As logs are that are written where secrets are made: a resumption makes none.
    @ParameterizedTest
    @CsvSource({"tls12-session-id, SESSION_ID", "tls12-ticket, TICKET"})
    void aResumedSessionIsOpenedWithTheSecretOfTheFirst(String name, Resumption how) {
        Path capture = Captures.own(name + ".pcap");
        String first =
                lines(Captures.keysOf(capture)).stream()
                        .filter(line -> line.startsWith("CLIENT_RANDOM"))
                        .findFirst()
                        .orElseThrow();
        SecretLog secrets = new SecretLog();
        secrets.add(first.getBytes(UTF_8));

        List<Observation> all = Captures.read(capture, secrets);

        assertThat(secrets.size()).isOne();
        assertThat(packets(all, Packet.Publish.class)).hasSize(2);
        assertThat(Captures.only(Observation.Undecryptable.class, all)).isEmpty();
        assertThat(handshakes(all))
                .extracting(tls -> tls.facts().resumption())
                .containsExactly(Resumption.FULL, how);
    }

    @Test
    void tls13ResumptionIsToldApart() {
        assertThat(handshakes(read("tls13-resume")))
                .extracting(tls -> tls.facts().resumption())
                .containsExactly(Resumption.FULL, Resumption.PSK);
        assertThat(handshakes(read("tls13-resume")).getFirst().facts().tickets())
                .isNotEmpty()
                .allMatch(ticket -> ticket.lifetimeSeconds() == 7200);
    }

    @Test
    void anyoneReadsWhatASuiteWithoutCipherCarries() {
        List<Observation> all = Captures.read(Captures.own("tls12-null.pcap"), new SecretLog());

        assertThat(packets(all, Packet.Publish.class)).hasSize(1);
        assertThat(Captures.only(Observation.MqttSeen.class, all))
                .hasSize(3)
                .allMatch(seen -> seen.protection() == Protection.READABLE);
        assertThat(Captures.only(Observation.TlsRecordSeen.class, all))
                .noneMatch(Observation.TlsRecordSeen::sealed);
    }

    @Test
    void earlyDataIsTakenOnlyWhereTheServerTakesIt() {
        assertThat(handshakes(read("tls13-0rtt")))
                .extracting(tls -> tls.facts().earlyData())
                .containsExactly(EarlyData.NOT_OFFERED, EarlyData.ACCEPTED);
        assertThat(handshakes(read("tls13-0rtt-rejected")))
                .extracting(tls -> tls.facts().earlyData())
                .containsExactly(EarlyData.REJECTED);
        assertThat(handshakes(Captures.read(Captures.own("tls13-0rtt.pcap"), new SecretLog())))
                .extracting(tls -> tls.facts().earlyData())
                .containsExactly(EarlyData.NOT_OFFERED, EarlyData.OFFERED);
    }

    @Test
    void theClientsCertificateIsAskedForShownOrNot() {
        assertThat(authentication(read("tls12-client-cert"))).isEqualTo(ClientAuthentication.SHOWN);
        assertThat(authentication(read("tls12-no-client-cert")))
                .isEqualTo(ClientAuthentication.NONE_SHOWN);
        assertThat(authentication(read("tls12-aes128-gcm")))
                .isEqualTo(ClientAuthentication.NOT_REQUESTED);
        assertThat(authentication(read("tls13-client-cert"))).isEqualTo(ClientAuthentication.SHOWN);
        assertThat(authentication(read("tls13-aes128")))
                .isEqualTo(ClientAuthentication.NOT_REQUESTED);
        assertThat(
                        authentication(
                                Captures.read(
                                        Captures.own("tls13-client-cert.pcap"), new SecretLog())))
                .isEqualTo(ClientAuthentication.UNKNOWN);
    }

    @Test
    void certificatesOfTls12AreReadInTheClear() {
        TlsFacts facts =
                handshakes(Captures.read(Captures.own("tls12-client-cert.pcap"), new SecretLog()))
                        .getFirst()
                        .facts();

        var server = Objects.requireNonNull(facts.serverCertificates()).read();
        assertThat(server)
                .singleElement()
                .isInstanceOfSatisfying(
                        ShownCertificate.Read.class,
                        read -> {
                            assertThat(read.subject()).isEqualTo("CN=localhost");
                            assertThat(read.alternativeNames()).containsExactly("DNS:localhost");
                            assertThat(read.keyAlgorithm()).isEqualTo("EC");
                            assertThat(read.keyBits()).isEqualTo(256);
                            assertThat(read.signatureAlgorithm()).isEqualTo("SHA256withECDSA");
                            assertThat(read.selfSigned()).isTrue();
                            assertThat(read.version()).isEqualTo(3);
                            assertThat(read.notAfter()).isAfter(read.notBefore());
                        });
        var client = Objects.requireNonNull(facts.clientCertificates()).read();
        assertThat(client)
                .singleElement()
                .isInstanceOfSatisfying(
                        ShownCertificate.Read.class,
                        read -> assertThat(read.subject()).isEqualTo("CN=esp32-1"));
        assertThat(facts.group()).isEqualTo(29); // x25519
        assertThat(Objects.requireNonNull(facts.keyExchange()).signatureAlgorithm())
                .isEqualTo(0x0403);
    }

    @Test
    void whatTheHandshakeTookIsCounted() {
        TlsFacts facts = handshakes(read("tls13-aes128")).getFirst().facts();

        assertThat(facts.effort().complete()).isTrue();
        assertThat(facts.effort().flights()).isEqualTo(3);
        assertThat(facts.effort().nanos()).isPositive().isLessThan(1_000_000_000L);
        // Frames 4 to 8 of the capture, record headers included.
        assertThat(facts.effort().clientBytes()).isEqualTo(bytesInHandshake(true));
        assertThat(facts.effort().serverBytes()).isEqualTo(bytesInHandshake(false));
    }

    private static long bytesInHandshake(boolean client) {
        return Captures.only(Observation.TlsRecordSeen.class, read("tls13-aes128")).stream()
                .filter(each -> each.phase() == Observation.Phase.HANDSHAKE)
                .filter(each ->
                        client == (each.direction() == twinport.wire.flow.Direction.FROM_CLIENT))
                .mapToLong(each -> each.length() + 5)
                .sum();
    }

    @Test
    void aSecondHandshakeIsCounted() {
        assertThat(handshakes(read("tls12-renegotiation")).getFirst().facts().renegotiations())
                .isOne();
        assertThat(handshakes(read("tls12-aes128-gcm")).getFirst().facts().renegotiations())
                .isZero();
    }

    @Test
    void theAlertOfAClientThatDistrustsIsNamed() {
        TlsFacts facts = handshakes(read("tls13-bad-ca")).getFirst().facts();

        assertThat(facts.alerts())
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.alert().name()).isEqualTo("unknown_ca");
                    assertThat(seen.alert().fatal()).isTrue();
                    assertThat(seen.decrypted()).isFalse();
                });
    }

    @Test
    void whatTheHellosAgreeOnIsKept() {
        TlsFacts plain = handshakes(read("tls12-aes128-gcm")).getFirst().facts();
        var client = Objects.requireNonNull(plain.clientHello());
        var server = Objects.requireNonNull(plain.serverHello());
        assertThat(client.alpn()).containsExactly("mqtt");
        assertThat(server.alpn()).isEqualTo("mqtt");
        assertThat(client.offersExtendedMasterSecret()).isTrue();
        assertThat(client.offersEncryptThenMac()).isTrue();
        assertThat(client.offersSecureRenegotiation()).isTrue();
        assertThat(server.extendedMasterSecret()).isTrue();
        assertThat(server.secureRenegotiation()).isTrue();
        assertThat(client.details().compressionMethods()).containsExactly(0);
        assertThat(client.details().ticketBytes()).isZero();

        TlsFacts without = handshakes(read("tls12-no-ems")).getFirst().facts();
        assertThat(Objects.requireNonNull(without.serverHello()).extendedMasterSecret()).isFalse();

        TlsFacts psk = handshakes(read("tls13-psk")).getFirst().facts();
        var offer = Objects.requireNonNull(psk.clientHello()).details();
        assertThat(offer.pskIdentities()).isOne();
        assertThat(offer.pskModes()).contains(1);
        assertThat(offer.keyShareGroups()).containsExactly(29);
        assertThat(Objects.requireNonNull(psk.serverHello()).pskIdentity()).isZero();
        assertThat(psk.group()).isEqualTo(29);
    }

    @Test
    void aRetryRequestIsKeptBesideTheChoice() {
        TlsFacts facts = handshakes(read("tls13-hrr")).getFirst().facts();

        assertThat(Objects.requireNonNull(facts.retryRequest()).group())
                .isEqualTo(Objects.requireNonNull(facts.serverHello()).group());
        assertThat(Objects.requireNonNull(facts.clientHello()).details().keyShareGroups())
                .doesNotContain(facts.group());
    }

    private static ClientAuthentication authentication(List<Observation> all) {
        return handshakes(all).getFirst().facts().clientAuthentication();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Observation> read(String name) {
        Path capture = Captures.own(name + ".pcap");
        return Captures.read(capture, Captures.secretsOf(capture));
    }

    static List<Conversation.Tls> handshakes(List<Observation> all) {
        return Captures.only(Observation.ConversationClosed.class, all).stream()
                .map(closed -> Objects.requireNonNull(closed.conversation().tls()))
                .toList();
    }

    private static <P extends Packet> List<P> packets(List<Observation> all, Class<P> kind) {
        return Captures.only(Observation.MqttSeen.class, all).stream()
                .map(Observation.MqttSeen::packet)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}

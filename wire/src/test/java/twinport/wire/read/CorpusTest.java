// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;
import twinport.wire.flow.ByteRange;
import twinport.wire.mqtt.Packet;
import twinport.wire.tls.SecretLog;

/// The captures of examples/captures, whose content is known (its README).
class CorpusTest {

    @ParameterizedTest(name = "{0}: {1} packets, {2} PUBLISH")
    @CsvSource({
        "mqtt311-and-5-plain.pcap.gz, 2468, 1224",
        "mqtt311-packed-split-lengths.pcap.gz, 6041, 6035",
        "mqtt5-inorder.pcap, 6, 3",
        "mqtt5-ooo-only.pcap, 6, 3",
        "mqtt5-edge-splits.pcap, 7, 4",
        "mqtt5-edge-ooo.pcap, 7, 4",
    })
    void everyPlainPacketIsFoundAndNoneInvented(String name, int packets, int publishes) {
        List<Observation> all = Captures.read(Captures.own(name), new SecretLog());

        List<Observation.MqttSeen> seen = Captures.only(Observation.MqttSeen.class, all);
        assertThat(seen).hasSize(packets);
        assertThat(seen).allMatch(each -> each.protection() == Protection.READABLE);
        assertThat(seen.stream().filter(each -> each.packet() instanceof Packet.Publish))
                .hasSize(publishes);
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
        assertThat(Captures.only(Observation.Gap.class, all)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls12-cbc-sha",
                "tls12-cbc-sha256-etm",
                "tls12-ecdsa-ccm",
                "tls12-ecdsa-ccm8",
                "tls12-psk",
                "tls12-resume",
                "tls13-0rtt",
                "tls13-ccm",
                "tls13-ccm8",
                "tls13-chacha",
                "tls13-hrr",
                "tls13-keyupdate",
                "tls13-resume"
            })
    void everyTlsVariantIsOpenedWithItsSecrets(String name) {
        var capture = Captures.own(name + ".pcap");
        List<Observation> all = Captures.read(capture, Captures.secretsOf(capture));

        int sessions = List.of("tls12-resume", "tls13-0rtt", "tls13-resume").contains(name) ? 2 : 1;
        assertThat(publishes(all)).hasSize(sessions);
        assertThat(publishes(all))
                .allMatch(publish -> publish.topic().equals("lab/ssl2"))
                .allMatch(publish -> new String(publish.payload(), UTF_8).equals("hey"));
        assertThat(connects(all)).extracting(Packet.Connect::clientId).containsOnly("abcd");
        assertThat(Captures.only(Observation.MqttSeen.class, all))
                .allMatch(each -> each.protection() == Protection.DECRYPTED);
        assertThat(Captures.only(Observation.Undecryptable.class, all)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tap-synthesised-dsb.pcapng", "tls13-keyupdate-dsb.pcapng"})
    void secretsInsideTheCaptureAreUsed(String name) {
        List<Observation> all = Captures.read(Captures.own(name), new SecretLog());

        assertThat(publishes(all)).hasSize(1);
        assertThat(publishes(all).getFirst().topic()).isEqualTo("lab/ssl2");
    }

    @Test
    void withoutSecretsTheReasonNamesTheClientRandom() {
        List<Observation> all = Captures.read(Captures.own("tls13-hrr.pcap"), new SecretLog());

        assertThat(publishes(all)).isEmpty();
        assertThat(Captures.only(Observation.Undecryptable.class, all))
                .extracting(Observation.Undecryptable::reason)
                .singleElement()
                .asString()
                .matches("no secret for client random [0-9a-f]{64}");
    }

    @Test
    void aWrongSecretIsSaidToBeWrong() {
        var capture = Captures.own("tls13-chacha.pcap");
        String keys = keysWithOtherSecrets(capture);
        SecretLog wrong = new SecretLog();
        wrong.add(keys.getBytes(UTF_8));

        assertThat(Captures.only(Observation.Undecryptable.class, Captures.read(capture, wrong)))
                .extracting(Observation.Undecryptable::reason)
                .anyMatch(reason -> reason.contains("the tag does not fit"));
    }

    private static String keysWithOtherSecrets(java.nio.file.Path capture) {
        try {
            return java.nio.file.Files.readString(Captures.keysOf(capture))
                    .lines()
                    .map(line -> line.startsWith("#") ? line : changedAtTheEnd(line))
                    .reduce("", (all, line) -> all + line + "\n");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String changedAtTheEnd(String line) {
        char last = line.charAt(line.length() - 1);
        return line.substring(0, line.length() - 1) + (last == '0' ? '1' : '0');
    }

    @Test
    void theHandshakeTellsSuiteVersionAndEndpoints() {
        List<Observation> all = Captures.read(Captures.own("tls13-chacha.pcap"), new SecretLog());

        Conversation last =
                Captures.only(Observation.ConversationClosed.class, all).getFirst().conversation();
        assertThat(last.protocol()).isEqualTo(Protocol.TLS);
        Conversation.Tls tls = Objects.requireNonNull(last.tls());
        assertThat(tls.suite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        assertThat(tls.version()).hasToString("TLS 1.3");
        assertThat(last.server()).hasToString("127.0.0.1:8883");
    }

    /// CONNECT and PUBLISH are two application records each way at most; the handshake's own sealed
    /// records and what the server sends with them are not among the client's.
    @Test
    void sealedRecordsOfTheClientAreCountedWithoutTheHandshakes() {
        List<Observation> all = Captures.read(Captures.own("tls13-chacha.pcap"), new SecretLog());
        List<Observation> opened =
                Captures.read(
                        Captures.own("tls13-chacha.pcap"),
                        Captures.secretsOf(Captures.own("tls13-chacha.pcap")));

        long sealed = sealedFromClient(all);
        assertThat(sealed).isEqualTo(sealedFromClient(opened)).isPositive();
        long decryptedRecords =
                Captures.only(Observation.MqttSeen.class, opened).stream()
                        .map(each -> each.where().getFirst())
                        .distinct()
                        .count();
        // One more: the client's closing alert, which is sealed as application data.
        assertThat(sealed).isEqualTo(decryptedRecords + 1);
    }

    private static long sealedFromClient(List<Observation> all) {
        return Captures.only(Observation.TlsRecordSeen.class, all).stream()
                .filter(Observation.TlsRecordSeen::sealedApplication)
                .filter(each -> each.direction() == twinport.wire.flow.Direction.FROM_CLIENT)
                .count();
    }

    @Test
    void aPacketKnowsTheFramesItWasReadFrom() {
        List<Observation> all =
                Captures.read(Captures.own("mqtt5-edge-splits.pcap"), new SecretLog());

        Observation.MqttSeen split =
                Captures.only(Observation.MqttSeen.class, all).stream()
                        .filter(each -> each.where().size() > 1)
                        .findFirst()
                        .orElseThrow();
        int bytes = split.where().stream().mapToInt(ByteRange::length).sum();
        assertThat(bytes).isEqualTo(split.packet().header().packetBytes());
        assertThat(split.where().getLast().frame()).isEqualTo(split.frame());
    }

    private static List<Packet.Publish> publishes(List<Observation> all) {
        return packets(Packet.Publish.class, all);
    }

    private static List<Packet.Connect> connects(List<Observation> all) {
        return packets(Packet.Connect.class, all);
    }

    private static <P extends Packet> List<P> packets(Class<P> kind, List<Observation> all) {
        return Captures.only(Observation.MqttSeen.class, all).stream()
                .map(Observation.MqttSeen::packet)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}

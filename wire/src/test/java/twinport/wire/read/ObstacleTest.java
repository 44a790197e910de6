// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.flow.ByteRange;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.tls.Obstacle;
import twinport.wire.tls.SecretLog;

/// Where records stay sealed the reason is said, the right one, and once.
class ObstacleTest {
    private static final String RANDOM = "[0-9a-f]{64}";

    @Test
    void noSecretAtAll() {
        assertOnly(
                read("tls13-aes128", line -> false, line -> line),
                Obstacle.NO_SECRET,
                "no secret for client random " + RANDOM);
    }

    @Test
    void secretsOfAnotherSession() {
        SecretLog others = Captures.secretsOf(Captures.own("tls13-aes256.pcap"));

        assertOnly(
                Captures.read(Captures.own("tls13-aes128.pcap"), others),
                Obstacle.OTHER_SESSIONS,
                "no secret for client random "
                        + RANDOM
                        + "; the 5 secrets known are of other sessions");
    }

    @Test
    void oneOfTheSecretsIsMissing() {
        assertOnly(
                read("tls13-aes128", line -> !line.startsWith("CLIENT_TRAFFIC"), line -> line),
                Obstacle.SECRET_MISSING,
                "of this session's secrets one is missing: CLIENT_TRAFFIC_SECRET_0 for client"
                        + " random "
                        + RANDOM);
    }

    @Test
    void theSecretOfTheEarlyDataIsMissing() {
        List<Observation> all =
                read("tls13-0rtt", line -> !line.startsWith("CLIENT_EARLY"), line -> line);

        assertOnly(
                all,
                Obstacle.EARLY_SECRET_MISSING,
                "the early data needs CLIENT_EARLY_TRAFFIC_SECRET for client random " + RANDOM);
        // The rest of that connection is opened all the same.
        assertThat(TlsVariantsTest.handshakes(all).getLast().facts().recordsOpened())
                .isGreaterThan(5);
    }

    @Test
    void aSecretOfTheWrongLength() {
        assertOnly(
                read(
                        "tls13-aes256",
                        line -> true,
                        line ->
                                line.startsWith("#")
                                        ? line
                                        : line.substring(0, line.length() - 32)),
                Obstacle.SECRET_UNFIT,
                "the SERVER_HANDSHAKE_TRAFFIC_SECRET for client random "
                        + RANDOM
                        + " has another length than TLS_AES_256_GCM_SHA384 needs");
    }

    @Test
    void aSuiteThatIsNotOpened() {
        assertOnly(
                read("tls12-camellia", line -> true, line -> line),
                Obstacle.SUITE,
                "the suite TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256 is none that this reader"
                        + " opens .*");
    }

    @Test
    void aStaticRsaSuiteSaysThatItsKeyWouldDo() {
        assertOnly(
                read("tls12-static-rsa", line -> false, line -> line),
                Obstacle.NO_SECRET,
                "no secret for client random "
                        + RANDOM
                        + " \\(the server's RSA key would open it too, .*");
    }

    @Test
    void aResumedSessionNamesTheOneItContinues() {
        List<Observation.Undecryptable> told =
                Captures.only(
                        Observation.Undecryptable.class,
                        read("tls12-session-id", line -> false, line -> line));

        assertThat(told).hasSize(2);
        String first = told.getFirst().reason().substring("no secret for client random ".length());
        assertThat(told.getLast().reason())
                .endsWith(", nor for " + first + ", whose session it resumes");
    }

    @Test
    void aVersionThatIsNotOpened() {
        byte[] capture = bytes("tls10-cbc");
        int hello = serverHello(capture, 0x01);
        capture[hello + 10] = 0; // TLS 1.0 becomes SSL 3.0

        assertOnly(
                Captures.read(capture, Captures.secretsOf(Captures.own("tls10-cbc.pcap"))),
                Obstacle.VERSION,
                "SSL 3.0 derives its keys in a way that this reader does not know");
    }

    @Test
    void recordsCompressedBeforeTheyAreSealed() {
        byte[] capture = bytes("tls12-aes128-gcm");
        int hello = serverHello(capture, 0x03);
        int session = capture[hello + 43];
        capture[hello + 44 + session + 2] = 1; // DEFLATE

        assertOnly(
                Captures.read(capture, Captures.secretsOf(Captures.own("tls12-aes128-gcm.pcap"))),
                Obstacle.COMPRESSED,
                "the records are compressed .*");
    }

    @Test
    void aConversationOfWhichTheBeginningIsMissing() throws IOException {
        List<Observation> all = new ArrayList<>();
        Reader reader = new Reader(all::add, Captures.secretsOf(Captures.own("tls13-aes128.pcap")));
        try (CaptureFile file = CaptureFile.open(Captures.own("tls13-aes128.pcap"))) {
            file.forEach(block -> {
                if (!(block instanceof Frame frame) || frame.number() > 10) {
                    reader.accept(block);
                }
            });
        }
        reader.end();

        assertOnly(
                all,
                Obstacle.HANDSHAKE_NOT_CAPTURED,
                "the handshake was not captured, so neither client random nor suite is known");
    }

    @Test
    void aDamagedRecordIsNamedByItsPlace() throws IOException {
        SecretLog secrets = Captures.secretsOf(Captures.own("tls13-aes128.pcap"));
        ByteRange publish =
                Captures.only(
                                Observation.MqttSeen.class,
                                Captures.read(Captures.own("tls13-aes128.pcap"), secrets))
                        .getLast()
                        .where()
                        .getFirst();
        List<Observation> all = new ArrayList<>();
        Reader reader = new Reader(all::add, secrets);
        try (CaptureFile file = CaptureFile.open(Captures.own("tls13-aes128.pcap"))) {
            file.forEach(block ->
                    reader.accept(
                            block instanceof Frame frame && frame.number() == publish.frame()
                                    ? changed(frame, publish.offset() + 7)
                                    : block));
        }
        reader.end();

        assertOnly(
                all,
                Obstacle.DAMAGED,
                "the record at frame "
                        + publish.frame()
                        + ", offset "
                        + publish.offset()
                        + " is damaged or its secret is another one: the tag does not fit");
        assertThat(TlsVariantsTest.handshakes(all).getFirst().facts().recordsSealed()).isOne();
    }

    private static Frame changed(Frame frame, int at) {
        byte[] bytes = frame.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        bytes[at] ^= 1;
        return new Frame(
                frame.number(),
                frame.epochNanos(),
                frame.link(),
                java.lang.foreign.MemorySegment.ofArray(bytes),
                frame.originalLength());
    }

    private static void assertOnly(List<Observation> all, Obstacle obstacle, String reason) {
        assertThat(Captures.only(Observation.Undecryptable.class, all))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.obstacle()).isEqualTo(obstacle);
                    assertThat(told.reason()).matches(reason);
                });
    }

    /// Reads a capture with some lines of its key log, perhaps changed.
    private static List<Observation> read(
            String name, Predicate<String> kept, UnaryOperator<String> change) {
        SecretLog secrets = new SecretLog();
        try {
            Files.readAllLines(Captures.keysOf(Captures.own(name + ".pcap"))).stream()
                    .filter(kept)
                    .map(change)
                    .forEach(line -> secrets.add(line.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Captures.read(Captures.own(name + ".pcap"), secrets);
    }

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(Captures.own(name + ".pcap"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the record of the ServerHello begins in a capture's bytes.
    private static int serverHello(byte[] capture, int minor) {
        String hex = HexFormat.of().formatHex(capture);
        String version = "03" + HexFormat.of().toHexDigits((byte) minor);
        var matcher =
                java.util.regex.Pattern.compile("16" + version + "....020000.." + version)
                        .matcher(hex);
        assertThat(matcher.find()).isTrue();
        return matcher.start() / 2;
    }
}

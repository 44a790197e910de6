// SPDX-License-Identifier: MIT
package twinport.board.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS of a board against a real TLS server, with certificates and keys made by openssl in the
/// forms that firmware carries.
@Timeout(60)
final class BoardTlsTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);
    private static final Meter NO_METER =
            new Meter() {
                @Override
                public void connected() {}

                @Override
                public void sent(byte[] bytes, int offset, int length) {}

                @Override
                public void received(byte[] bytes, int offset, int length) {}
            };

    @TempDir private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Assumptions.assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v openssl").start().waitFor() == 0,
                "skipped: this test needs the program openssl");
        String script =
                """
                set -e
                P='-pkeyopt ec_paramgen_curve:P-256 -nodes -days 2'
                openssl req -x509 -newkey ec $P -subj /CN=ca -keyout ca.key -out ca.pem
                openssl req -x509 -newkey ec $P -subj /CN=other -keyout other.key -out other.pem
                printf 'subjectAltName=DNS:localhost,DNS:broker.lab,IP:127.0.0.1\\n' > san
                sign() { openssl x509 -req -days "$2" -CA ca.pem -CAkey ca.key -CAcreateserial \
                  -extfile san -in "$1.csr" -out "$1.pem"; }
                openssl req -newkey ec $P -subj /CN=server -keyout server.key -out server.csr
                sign server 2
                openssl req -newkey ec $P -subj /CN=thermo -keyout ec.key -out ec.csr
                sign ec 2
                openssl ec -in ec.key -out ec-sec1.key; cp ec.pem ec-sec1.pem
                openssl req -newkey rsa:2048 -nodes -subj /CN=rsa -keyout rsa.key -out rsa.csr
                sign rsa 2
                openssl rsa -traditional -in rsa.key -out rsa-pkcs1.key; cp rsa.pem rsa-pkcs1.pem
                openssl pkcs12 -export -inkey server.key -in server.pem -out server.p12 \
                  -passout pass:password
                openssl pkcs12 -export -nokeys -in ca.pem -out ca.p12 -passout pass:password \
                  -jdktrust anyExtendedKeyUsage || keytool -importcert -noprompt -alias ca \
                  -file ca.pem -keystore ca.p12 -storetype PKCS12 -storepass password
                openssl x509 -in ec.pem -outform DER -out ec-der.pem
                openssl pkcs8 -topk8 -nocrypt -in ec.key -outform DER -out ec-der.key
                openssl x509 -in ca.pem -outform DER -out ca.der
                """;
        Path log = folder.resolve("log");
        Process run =
                new ProcessBuilder("sh", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(run.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(() -> text(log)).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private static TlsServer server(boolean clientCertificate, String protocol) throws Exception {
        return new TlsServer(
                folder.resolve("server.p12"),
                folder.resolve("ca.p12"),
                clientCertificate,
                protocol);
    }

    private static BoardSocket to(int port, String host) throws InterruptedException {
        return to(port, host, NO_METER);
    }

    private static BoardSocket to(int port, String host, Meter meter) throws InterruptedException {
        Set<InetSocketAddress> allowed = new HashSet<>();
        allowed.add(new InetSocketAddress(LOCAL, port));
        LoopbackNetwork network =
                new LoopbackNetwork(
                        InetAddress.ofLiteral("127.0.10.8"),
                        Map.of("broker.lab", LOCAL, "elsewhere.lab", LOCAL),
                        allowed);
        BoardSocket socket = new BoardSocket(network, meter);
        assertThat(socket.connect(host, port, LONG)).isZero();
        return socket;
    }

    /// As a port does that looks at dates and finds addresses, with the versions that this server
    /// speaks (no port of ours has TLS 1.3; the code is the same).
    private static TlsSettings verified(String host, String ca, String protocol)
            throws IOException {
        return TlsSettings.verified(host, file(ca))
                .on(MbedTls.MICROPYTHON, Instant.now())
                .withProtocols(protocol);
    }

    private static void echoes(BoardSocket socket) throws InterruptedException {
        assertThat(socket.send(PING, 0, PING.length)).isEqualTo(PING.length);
        byte[] got = new byte[PING.length];
        int at = 0;
        while (at < got.length) {
            int n = socket.recv(got, at, got.length - at, 10_000);
            assertThat(n).as(() -> String.valueOf(socket.fault())).isPositive();
            at += n;
        }
        assertThat(got).isEqualTo(PING);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, localhost, ca.pem",
        "TLSv1.2, localhost, ca.pem",
        "TLSv1.3, broker.lab, ca.der",
        "TLSv1.3, 127.0.0.1, ca.pem",
    })
    void aServerWithTheRightNameAndIssuerIsAccepted(String protocol, String host, String ca)
            throws Exception {
        try (TlsServer server = server(false, protocol)) {
            BoardSocket socket = to(server.port(), host);
            assertThat(socket.startTls(verified(host, ca, protocol), LONG)).isZero();
            echoes(socket);
            String sni = host.startsWith("127") ? "[]" : host;
            assertThat(server.visit()).startsWith(protocol).contains(sni).contains("anybody");
            socket.close();
            assertThat(socket.awaitClosed(Duration.ofSeconds(5))).isTrue();
        }
    }

    /// One failure by one cause: the board's number and words, and the alert that the server gets.
    @ParameterizedTest
    @CsvSource({
        "MICROPYTHON, localhost, other.pem, 0, not correctly signed by the trusted CA, 48",
        "MICROPYTHON, elsewhere.lab, ca.pem, 0, does not match with the expected CN," + " 42",
        "MICROPYTHON, localhost, ca.pem, 3, has expired, 45",
        "MICROPYTHON, localhost, ca.pem, -1, starts in the future, 46",
        "ARDUINO, localhost, other.pem, 0, not correctly signed by the trusted CA, 48",
        "ARDUINO, elsewhere.lab, ca.pem, 0, does not match with the expected CN, 42",
        "ARDUINO, 127.0.0.1, ca.pem, 0, does not match with the expected CN, 42",
    })
    void aServerIsRefusedForTheSameReasonAsOnTheChip(
            MbedTls port, String host, String ca, int days, String words, int alert)
            throws Exception {
        try (TlsServer server = server(false, "TLSv1.2");
                Relay relay = new Relay(server.port())) {
            BoardSocket socket = to(relay.port(), host);
            Instant today = Instant.now().plus(days, ChronoUnit.DAYS);
            TlsSettings settings = TlsSettings.verified(host, file(ca)).on(port, today);
            assertThat(socket.startTls(settings, LONG)).isEqualTo(-Errno.X509_CERT_VERIFY_FAILED);
            assertThat(socket.fault().orElseThrow()).hasMessageContaining(words);
            socket.close();
            assertThat(relay.fromClient()).endsWith(21, 3, 3, 0, 2, 2, alert);
            BoardSocket careless = to(server.port(), host);
            assertThat(careless.startTls(TlsSettings.unverified(host), LONG)).isZero();
            echoes(careless);
            careless.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -1})
    void aPortThatLooksAtNoDatesTakesACertificateOfAnyAge(int days) throws Exception {
        try (TlsServer server = server(false, "TLSv1.2")) {
            BoardSocket socket = to(server.port(), "localhost");
            Instant today = Instant.now().plus(days, ChronoUnit.DAYS);
            TlsSettings settings =
                    TlsSettings.verified("localhost", file("ca.pem")).on(MbedTls.ARDUINO, today);
            assertThat(socket.startTls(settings, LONG)).isZero();
            echoes(socket);
            socket.close();
        }
    }

    @Test
    void severalFlawsAreAllNamed() throws Exception {
        try (TlsServer server = server(false, "TLSv1.2")) {
            BoardSocket socket = to(server.port(), "elsewhere.lab");
            TlsSettings settings =
                    TlsSettings.verified("elsewhere.lab", file("other.pem"))
                            .on(MbedTls.MICROPYTHON, Instant.EPOCH);
            assertThat(socket.startTls(settings, LONG)).isNegative();
            assertThat(String.valueOf(socket.fault().orElseThrow().getMessage()).lines())
                    .hasSize(3);
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, ec, CN=thermo",
        "TLSv1.2, ec, CN=thermo",
        "TLSv1.3, ec-sec1, CN=thermo",
        "TLSv1.2, rsa, CN=rsa",
        "TLSv1.3, rsa-pkcs1, CN=rsa",
        "TLSv1.3, ec-der, CN=thermo",
    })
    void aClientCertificateInAnyUsualFormIsShown(String protocol, String own, String subject)
            throws Exception {
        try (TlsServer server = server(true, protocol)) {
            BoardSocket socket = to(server.port(), "localhost");
            TlsSettings settings =
                    verified("localhost", "ca.pem", protocol)
                            .withClient(file(own + ".pem"), file(own + ".key"));
            assertThat(socket.startTls(settings, LONG)).as(() -> "" + socket.fault()).isZero();
            echoes(socket);
            assertThat(server.visit()).contains(subject);
            socket.close();
        }
    }

    @Test
    void aMissingClientCertificateIsTheServersFatalAlert() throws Exception {
        try (TlsServer server = server(true, "TLSv1.2")) {
            BoardSocket socket = to(server.port(), "localhost");
            TlsSettings settings = TlsSettings.verified("localhost", file("ca.pem"));
            assertThat(socket.startTls(settings, LONG)).isEqualTo(-Errno.SSL_FATAL_ALERT_MESSAGE);
            socket.close();
        }
        // In TLS 1.3 the client is done before the server has looked: the first read tells.
        try (TlsServer server = server(true, "TLSv1.3")) {
            BoardSocket socket = to(server.port(), "localhost");
            TlsSettings settings = verified("localhost", "ca.pem", "TLSv1.3");
            assertThat(socket.startTls(settings, LONG)).isZero();
            assertThat(socket.recv(new byte[1], 0, 1, 10_000))
                    .isEqualTo(-Errno.SSL_FATAL_ALERT_MESSAGE);
            socket.close();
        }
    }

    @Test
    void noSessionIsCarriedFromOneConnectionToTheNext() throws Exception {
        try (TlsServer server = server(false, "TLSv1.2")) {
            String first = visitOnce(server);
            String second = visitOnce(server);
            assertThat(first).isNotEqualTo(second);
        }
    }

    private static String visitOnce(TlsServer server) throws Exception {
        BoardSocket socket = to(server.port(), "localhost");
        assertThat(socket.startTls(TlsSettings.verified("localhost", file("ca.pem")), LONG))
                .isZero();
        echoes(socket);
        socket.close();
        return server.visit();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|SSL_CA_CHAIN_REQUIRED",
                "no PEM at all|X509_INVALID_FORMAT",
                "-----BEGIN CERTIFICATE-----@AAAA|X509_CERT_UNKNOWN_FORMAT",
                "-----BEGIN CERTIFICATE-----@your CA here@-----END CERTIFICATE-----|PEM_INVALID_DATA",
                "-----BEGIN CERTIFICATE-----@AAAA @-----END CERTIFICATE-----|X509_INVALID_FORMAT",
            })
    void textThatIsNoCertificateHasTheNumberOfMbedTls(String text, TlsError error)
            throws Exception {
        try (TlsServer server = server(false, "TLSv1.2")) {
            BoardSocket socket = to(server.port(), "localhost");
            byte[] ca = text.replace('@', '\n').getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.startTls(TlsSettings.verified("localhost", ca), LONG))
                    .isEqualTo(-error.number());
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no key|PK_KEY_INVALID_FORMAT",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----@AAAA@-----END ENCRYPTED PRIVATE KEY-----"
                        + "|PK_PASSWORD_REQUIRED",
                "-----BEGIN EC PRIVATE KEY-----@Proc-Type: 4,ENCRYPTED@DEK-Info: AES@@AAAA@"
                        + "-----END EC PRIVATE KEY-----|PK_PASSWORD_REQUIRED",
            })
    void textThatIsNoKeyHasTheNumberOfMbedTls(String text, TlsError error) throws Exception {
        byte[] key = text.replace('@', '\n').getBytes(StandardCharsets.US_ASCII);
        assertThat(TlsSettings.unreadable(file("ec.pem"), key)).isEqualTo(error.number());
        assertThat(TlsSettings.unreadable(file("ec.pem"), file("ec.key"))).isZero();
    }

    @Test
    void whatAConnectionTookIsMeasured() throws Exception {
        List<TlsMeasure> measures = new ArrayList<>();
        Meter meter =
                new Meter() {
                    @Override
                    public void connected() {}

                    @Override
                    public void sent(byte[] bytes, int offset, int length) {}

                    @Override
                    public void received(byte[] bytes, int offset, int length) {}

                    @Override
                    public void secured(TlsMeasure measure) {
                        measures.add(measure);
                    }
                };
        try (TlsServer server = server(true, "TLSv1.2")) {
            BoardSocket socket = to(server.port(), "localhost", meter);
            TlsSettings settings =
                    verified("localhost", "ca.pem", "TLSv1.2")
                            .withClient(file("ec.pem"), file("ec.key"));
            assertThat(socket.startTls(settings, LONG)).isZero();
            echoes(socket);
            TlsCost cost = measures.getFirst().cost(LONG);
            assertThat(cost.flights()).isEqualTo(4);
            assertThat(cost.recordsSent()).isBetween(4, 7);
            assertThat(cost.serverCertificates()).containsExactly(length(file("server.pem")));
            assertThat(cost.ownCertificates()).containsExactly(length(file("ec.pem")));
            assertThat(cost.largestReceived()).isGreaterThan(length(file("server.pem")));
            assertThat(cost.bytesReceived()).isGreaterThan(cost.largestReceived());
            TlsMemory memory = cost.memory();
            assertThat(memory.incomingBuffer()).isEqualTo(16_717);
            assertThat(memory.outgoingBuffer()).isEqualTo(4_429);
            assertThat(memory.peak()).isBetween(38_000, 42_000);
            assertThat(memory.steady()).isLessThan(memory.peak());
            assertThat(memory.fittingBuffers())
                    .isLessThan(memory.incomingBuffer() + memory.outgoingBuffer());
            socket.close();
        }
    }

    private static int length(byte[] pem) throws Exception {
        return Pem.certificates(pem).getFirst().getEncoded().length;
    }

    @Test
    void anEndWithoutACloseNotifyIsToldApart() throws Exception {
        try (TlsServer server = server(false, "TLSv1.2")) {
            BoardSocket polite = to(server.port(), "localhost");
            assertThat(polite.startTls(TlsSettings.unverified("localhost"), LONG)).isZero();
            server.endAll(true);
            assertThat(polite.recv(new byte[1], 0, 1, 10_000)).isZero();
            polite.close();
            BoardSocket cut = to(server.port(), "localhost");
            assertThat(cut.startTls(TlsSettings.unverified("localhost"), LONG)).isZero();
            server.endAll(false);
            assertThat(cut.recv(new byte[1], 0, 1, 10_000)).isEqualTo(-Errno.SSL_CONN_EOF);
            cut.close();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsReportedAndOneThatIsSilentTimesOut() throws Exception {
        try (ServerSocket server = new ServerSocket(Ports.free(), 10, LOCAL)) {
            Thread.ofVirtual().start(() -> answerAndKeepOpen(server));
            TlsSettings settings = TlsSettings.verified("localhost", file("ca.pem"));
            BoardSocket socket = to(server.getLocalPort(), "localhost");
            assertThat(socket.startTls(settings, LONG)).isEqualTo(-Errno.SSL_INVALID_RECORD);
            socket.close();
            BoardSocket silent = to(server.getLocalPort(), "localhost");
            assertThat(silent.startTls(settings, Duration.ofMillis(300)))
                    .isEqualTo(-Errno.ETIMEDOUT);
            silent.close();
        }
    }

    /// The first visitor gets an answer that is not TLS, the second none.
    private static void answerAndKeepOpen(ServerSocket server) {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket first = server.accept()) {
            first.getOutputStream().write(answer);
            try (Socket second = server.accept()) {
                second.getInputStream().readAllBytes();
            }
        } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
        }
    }
}

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
import java.util.HashSet;
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
        Set<InetSocketAddress> allowed = new HashSet<>();
        allowed.add(new InetSocketAddress(LOCAL, port));
        LoopbackNetwork network =
                new LoopbackNetwork(
                        InetAddress.ofLiteral("127.0.10.8"),
                        Map.of("broker.lab", LOCAL, "elsewhere.lab", LOCAL),
                        allowed);
        BoardSocket socket = new BoardSocket(network, NO_METER);
        assertThat(socket.connect(host, port, LONG)).isZero();
        return socket;
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
            assertThat(socket.startTls(TlsSettings.verified(host, file(ca)), LONG)).isZero();
            echoes(socket);
            String sni = host.startsWith("127") ? "[]" : host;
            assertThat(server.visit()).startsWith(protocol).contains(sni).contains("anybody");
            socket.close();
            assertThat(socket.awaitClosed(Duration.ofSeconds(5))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, other.pem", "elsewhere.lab, ca.pem"})
    void aServerOfAnotherIssuerOrNameIsRefused(String host, String ca) throws Exception {
        try (TlsServer server = server(false, "TLSv1.3")) {
            BoardSocket socket = to(server.port(), host);
            assertThat(socket.startTls(TlsSettings.verified(host, file(ca)), LONG))
                    .isEqualTo(-Errno.X509_CERT_VERIFY_FAILED);
            socket.close();
            BoardSocket careless = to(server.port(), host);
            assertThat(careless.startTls(TlsSettings.unverified(host), LONG)).isZero();
            echoes(careless);
            careless.close();
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
                    TlsSettings.verified("localhost", file("ca.pem"))
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
            // The server may have closed before the client's last flight left.
            assertThat(socket.startTls(settings, LONG))
                    .isIn(-Errno.SSL_FATAL_ALERT_MESSAGE, -Errno.ECONNRESET);
            socket.close();
        }
        // In TLS 1.3 the client is done before the server has looked: the first read tells.
        try (TlsServer server = server(true, "TLSv1.3")) {
            BoardSocket socket = to(server.port(), "localhost");
            TlsSettings settings = TlsSettings.verified("localhost", file("ca.pem"));
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
    @ValueSource(strings = {"", "no PEM at all", "-----BEGIN CERTIFICATE-----\nAAAA"})
    void textThatIsNoCertificateIsAnErrorAndNoCrash(String ca) throws Exception {
        try (TlsServer server = server(false, "TLSv1.3")) {
            BoardSocket socket = to(server.port(), "localhost");
            byte[] bytes = ca.getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.startTls(TlsSettings.verified("localhost", bytes), LONG))
                    .isEqualTo(-Errno.X509_INVALID_FORMAT);
            socket.close();
            BoardSocket other = to(server.port(), "localhost");
            TlsSettings settings =
                    TlsSettings.verified("localhost", file("ca.pem"))
                            .withClient(file("ec.pem"), "no key".getBytes(StandardCharsets.UTF_8));
            assertThat(other.startTls(settings, LONG)).isEqualTo(-Errno.PK_KEY_INVALID_FORMAT);
            other.close();
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

// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Certificates of a lab that runs, with a real client connected by one of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertsTest {
    private static final long LONGEST_S = 30;
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);

    private Path folder;
    private RunningLab lab;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        folder = scratch;
        lab = RunningLab.start(folder);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void everyCertificateIsShownWithItsDaysLeftAndNoKey() throws Exception {
        var shown = certs("show");

        assertThat(shown.exitCode()).describedAs(shown.output()).isZero();
        assertThat(shown.output()).contains("@server").contains("explorer").contains("good");
        assertThat(shown.output()).doesNotContain("PRIVATE");
    }

    @Test
    @Order(2)
    void aRenewedServerCertificateIsServedAndNoConnectionIsEnded() throws Exception {
        Peer.needed("mosquitto_sub");
        X509Certificate before = served();
        try (var device = new Subscriber("explorer")) {
            device.awaitMessage();
            long begin = System.nanoTime();
            var renewed = certs("renew", "@server");
            report("renewal", System.nanoTime() - begin);

            assertThat(renewed.exitCode()).describedAs(renewed.output()).isZero();
            assertThat(served()).isNotEqualTo(before);
            device.awaitMessage();
            assertThat(device.log()).containsOnlyOnce("received CONNACK");
        }
    }

    @Test
    @Order(3)
    void aRevokedDeviceIsOffTheLiveBrokerWithinASecondAndStaysOut() throws Exception {
        Peer.needed("mosquitto_sub");
        X509Certificate certificate = deviceCertificate("explorer");
        try (var device = new Subscriber("explorer")) {
            device.awaitMessage();
            var revoked = certs("revoke", "explorer", "--reason", "KEY_COMPROMISE");

            assertThat(revoked.exitCode()).describedAs(revoked.output()).isZero();
            assertThat(revoked.output()).contains("1 connections ended");
            device.awaitRefusal();
            long millis =
                    Long.parseLong(revoked.output().replaceAll("(?s).*within (\\d+) ms.*", "$1"));
            report("revocation", TimeUnit.MILLISECONDS.toNanos(millis));
            assertThat(millis).isLessThan(REVOKED_WITHIN.toMillis());
        }
        try (var again = new Subscriber("explorer")) {
            again.awaitRefusal();
            assertThat(again.log()).doesNotContain("secure/thermo");
        }
        assertThat(certs("show").output()).containsPattern("explorer .* revoked");
        assertThat(Files.readString(folder.resolve("data/audit.log")))
                .contains("\"what\":\"revoke\"")
                .contains("\"whom\":\"explorer\"")
                .contains("1 connections ended");
        assertThat(crl().isRevoked(certificate)).isTrue();
    }

    @Test
    @Order(4)
    void aRenewedDeviceIsLetInAgainAndItsOldCertificateIsNot() throws Exception {
        Peer.needed("mosquitto_sub");
        X509Certificate old = deviceCertificate("explorer");
        var renewed = certs("renew", "explorer");

        assertThat(renewed.exitCode()).describedAs(renewed.output()).isZero();
        try (var device = new Subscriber("explorer")) {
            device.awaitMessage();
        }
        assertThat(crl().isRevoked(old)).isTrue();
        assertThat(crl().isRevoked(deviceCertificate("explorer"))).isFalse();
    }

    @Test
    @Order(5)
    void whoIsUnknownCannotBeRevoked() throws Exception {
        var refused = certs("revoke", "nobody");

        assertThat(refused.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(refused.output()).contains("'nobody' has no certificate");
    }

    @Test
    @Order(6)
    void withoutARunningLabTheFolderIsUsedAndTheRevocationLasts() throws Exception {
        lab.interrupt();
        lab.exitCode();

        assertThat(certs("revoke", "explorer").exitCode()).isZero();
        assertThat(certs("show").output()).containsPattern("explorer .* revoked");
    }

    private Peer certs(String... arguments) throws Exception {
        var command = RunningLab.program();
        command.add("certs");
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        return Peer.run(command);
    }

    private X509CRL crl() throws Exception {
        Path file = folder.resolve("crl.pem");
        assertThat(certs("crl", "-o", file.toString()).exitCode()).isZero();
        try (InputStream in = Files.newInputStream(file)) {
            var crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            crl.verify(certificate(lab.pki().resolve("ca.pem")).getPublicKey());
            return crl;
        }
    }

    private X509Certificate deviceCertificate(String name) throws Exception {
        return certificate(lab.pki().resolve("devices").resolve(name + ".pem"));
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// What the lab's TLS port shows to whoever trusts the lab's CA. TLS 1.2, so that the handshake
    /// is over before the missing client certificate matters.
    private X509Certificate served() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", certificate(lab.pki().resolve("ca.pem")));
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var seen = new CompletableFuture<X509Certificate>();
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (var socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", lab.tlsPort())) {
            socket.startHandshake();
            seen.complete((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        }
        return seen.get();
    }

    /// Times measured, kept beside the other outcomes of the build.
    private static void report(String what, long nanos) throws Exception {
        Path file = Path.of("target", "certificate-times.txt").toAbsolutePath();
        String line = what + " " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms\n";
        Files.writeString(
                file,
                line,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }

    /// mosquitto_sub over TLS with a client certificate; it connects again when it is cut off.
    private final class Subscriber implements AutoCloseable {
        private final Process process;
        private final List<String> lines = new ArrayList<>();
        private int read;

        Subscriber(String identity) throws Exception {
            Path devices = lab.pki().resolve("devices");
            process =
                    new ProcessBuilder(
                                    "stdbuf",
                                    "-oL",
                                    "mosquitto_sub",
                                    "-d",
                                    "-v",
                                    "-h",
                                    "localhost",
                                    "-p",
                                    String.valueOf(lab.tlsPort()),
                                    "--cafile",
                                    lab.pki().resolve("ca.pem").toString(),
                                    "--cert",
                                    devices.resolve(identity + ".pem").toString(),
                                    "--key",
                                    devices.resolve(identity + ".key").toString(),
                                    "-t",
                                    "secure/#")
                            .redirectErrorStream(true)
                            .start();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                String line;
                while ((line = in.readLine()) != null) {
                    add(line);
                }
            } catch (java.io.IOException e) {
                add("reading failed: " + e);
            }
            add("ended");
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        synchronized String log() {
            return String.join("\n", lines);
        }

        /// The next one after what was awaited before.
        void awaitMessage() {
            await("secure/thermo-tls/dht22 ");
        }

        /// CONNACK 5 of MQTT 3.1.1: not authorised.
        void awaitRefusal() {
            await("received CONNACK (5)");
        }

        private synchronized void await(String start) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_S);
            while (true) {
                while (read < lines.size()) {
                    if (lines.get(read++).contains(start)) {
                        return;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertThat(left).describedAs("'" + start + "' in:\n" + log()).isPositive();
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}

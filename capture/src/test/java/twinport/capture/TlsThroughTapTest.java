// SPDX-License-Identifier: MIT
package twinport.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.capture.keylog.KeyLog;
import twinport.capture.keylog.TestIdentity;

/// TLS through the tap with the key log on: Wireshark opens the capture without any set-up. And
/// without the key log it stays sealed.
@Timeout(20)
@SuppressWarnings("try") // a lab is closed first, then its file is read
final class TlsThroughTapTest {
    // CONNECT 3.1.1, clean session, keep alive 60 s, client id "inside"
    private static final String CONNECT = "101200044d5154540402003c0006696e73696465";

    // PUBLISH QoS 0, topic "t/1", payload "hidden?"
    private static final String PUBLISH = "300c0003742f3168696464656e3f";

    private static final String DISCONNECT = "e000";
    private static final String PAYLOAD = HexFormat.of().formatHex("hidden?".getBytes(US_ASCII));

    @TempDir Path folder;

    private static final class Lab implements AutoCloseable {
        final EngineServer server;
        final InetSocketAddress address = Loopback.free();
        final CaptureQueue queue;
        final RelayTap tap;
        final Path file;

        private final @Nullable KeyLog keyLog;

        private Lab(Path folder, TestIdentity identity, boolean logKeys) throws Exception {
            file = folder.resolve("run.pcapng");
            queue = new CaptureQueue(CaptureSettings.to(file), _ -> {});
            keyLog = logKeys ? KeyLog.install(queue.secrets()) : null;
            server = new EngineServer(identity.context());
            List<Route> routes = List.of(new Route(address, server.address()));
            tap = new RelayTap(TapSettings.of(routes), queue, InstantSource.system());
            tap.open();
        }

        static Lab withKeys(Path folder, TestIdentity identity) throws Exception {
            return new Lab(folder, identity, true);
        }

        static Lab sealed(Path folder, TestIdentity identity) throws Exception {
            return new Lab(folder, identity, false);
        }

        /// PUBLISH packets Wireshark finds in the finished file.
        List<String> published() throws Exception {
            close();
            return Tshark.mqtt(file, address.getPort()).stream()
                    .filter(line -> line.contains("t/1"))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            tap.close();
            if (keyLog != null) {
                keyLog.close();
            }
            queue.close();
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientInsideThisProcessIsReadable(String protocol) throws Exception {
        TestIdentity identity = TestIdentity.create();
        try (Lab lab = Lab.withKeys(folder, identity)) {
            // twice with one context: the second connection resumes the first's session
            SSLContext context = identity.context();
            byte[] first = publish(lab, context, protocol);
            byte[] second = publish(lab, context, protocol);
            assertThat(first.length).isPositive();
            assertThat(lab.published()).hasSize(2).allMatch(line -> line.contains(PAYLOAD));
            if (protocol.equals("TLSv1.2")) {
                assertThat(second).as("the session is resumed").isEqualTo(first);
                assertThat(lab.queue.status().secrets())
                        .as("one for each client random")
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void aClientWhoseOwnSecretsAreNotNotedIsReadableThroughTheServers() throws Exception {
        TestIdentity identity = TestIdentity.create();
        SSLContext foreign = identity.foreignContext();
        try (Lab lab = Lab.withKeys(folder, identity)) {
            for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
                publish(lab, foreign, protocol);
            }
            assertThat(lab.published()).hasSize(2).allMatch(line -> line.contains(PAYLOAD));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientOutsideThisProcessIsReadable(String protocol) throws Exception {
        Path program = Path.of("/usr/bin/mosquitto_pub");
        assumeTrue(Files.isExecutable(program), "mosquitto_pub is not installed: not tried");
        TestIdentity identity = TestIdentity.create();
        Path ca = Files.writeString(folder.resolve("ca.pem"), identity.pem());
        try (Lab lab = Lab.withKeys(folder, identity)) {
            // mosquitto_pub --tls-version is a minimum, so the server chooses
            lab.server.speakOnly(protocol);
            int port = lab.address.getPort();
            List<String> command = new ArrayList<>(List.of(program.toString(), "-h", "127.0.0.1"));
            command.addAll(List.of("-p", port + "", "--cafile", ca.toString(), "--insecure"));
            command.addAll(List.of("-t", "t/1", "-m", "hidden?"));
            run(command);
            byte[] received = lab.server.received.poll(10, TimeUnit.SECONDS);
            assertThat(received).isNotNull();
            assertThat(lab.published()).singleElement().asString().contains(PAYLOAD);
            assertThat(Tshark.frames(lab.file))
                    .extracting(frame -> frame.get("frame.comment"))
                    .doesNotContain(Relay.SECRETS_LATE);
        }
    }

    /// OpenSSL asks for a resumption by ticket or by session id, as the server offers.
    @Test
    void sessionsResumedByAnotherStackHaveTheirSecretsToo() throws Exception {
        Path program = Path.of("/usr/bin/openssl");
        assumeTrue(Files.isExecutable(program), "openssl is not installed: not tried");
        try (Lab lab = Lab.withKeys(folder, TestIdentity.create())) {
            lab.server.speakOnly("TLSv1.2");
            String address = "127.0.0.1:" + lab.address.getPort();
            List<String> command = new ArrayList<>(List.of(program.toString(), "s_client"));
            command.addAll(List.of("-connect", address, "-tls1_2", "-reconnect"));
            String output = run(command);
            assertThat(output).contains("Reused, TLSv1.2");
            lab.close();
            long connections = count(output, "New, TLSv1.2") + count(output, "Reused, ");
            assertThat(connections).isEqualTo(6);
            assertThat(lab.queue.status().secrets()).isEqualTo(connections);
        }
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.startsWith(part)).count();
    }

    @Test
    void aSecretThatNeverComesIsWaitedForOnceAndSaid() throws Exception {
        TestIdentity identity = TestIdentity.create();
        SSLContext foreign = identity.foreignContext();
        try (Lab lab = Lab.sealed(folder, identity)) {
            lab.queue.secrets().started();
            publish(lab, foreign, "TLSv1.2");
            lab.close();
            List<Tshark.Seen> frames = Tshark.frames(lab.file);
            assertThat(frames)
                    .extracting(frame -> frame.get("frame.comment"))
                    .containsOnlyOnce(Relay.SECRETS_LATE);
            assertThat(Tshark.streams(frames)).hasSize(2);
        }
    }

    @Test
    void withoutTheKeyLogTheCaptureStaysSealed() throws Exception {
        TestIdentity identity = TestIdentity.create();
        try (Lab lab = Lab.sealed(folder, identity)) {
            publish(lab, identity.context(), "TLSv1.3");
            publish(lab, identity.context(), "TLSv1.2");
            assertThat(lab.published()).isEmpty();
            assertThat(Recorded.blocks(lab.file))
                    .extracting(Recorded::type)
                    .doesNotContain(Recorded.SECRETS);
            assertThat(lab.queue.status().secrets()).isZero();
        }
    }

    /// CONNECT, PUBLISH, DISCONNECT; returns the session id.
    private static byte[] publish(Lab lab, SSLContext context, String protocol) throws Exception {
        byte[] session;
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket("127.0.0.1", lab.address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.getOutputStream().write(HexFormat.of().parseHex(CONNECT));
            assertThat(socket.getInputStream().readNBytes(4)).hasSize(4);
            socket.getOutputStream().write(HexFormat.of().parseHex(PUBLISH + DISCONNECT));
            session = socket.getSession().getId();
        }
        assertThat(lab.server.received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(HexFormat.of().parseHex(CONNECT + PUBLISH + DISCONNECT));
        return session;
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.wire.Captures;
import twinport.wire.Dialogue;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Protocol;
import twinport.wire.tls.SecretLog;

/// MQTT over WebSocket in real TLS: OpenSSL at both ends, a relay between them that records.
class SealedWebSocketTest {
    @TempDir Path folder = Path.of("");

    @Test
    @Timeout(30)
    void withItsSecretsASealedWebSocketIsReadToItsPayload() throws Exception {
        assumeTrue(runs("openssl", "version"), "openssl is not installed");
        assertThat(
                        runs(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-nodes",
                                "-subj",
                                "/CN=localhost",
                                "-days",
                                "2",
                                "-keyout",
                                "key.pem",
                                "-out",
                                "cert.pem"))
                .isTrue();
        int port = freePort();
        Process server =
                start(
                        "openssl",
                        "s_server",
                        "-quiet",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        "cert.pem",
                        "-key",
                        "key.pem",
                        "-keylogfile",
                        "keys");
        try (ServerSocket relay =
                        new ServerSocket(freePort(), 1, InetAddress.getLoopbackAddress());
                Socket toServer = connect(port, server)) {
            Process client =
                    start(
                            "openssl",
                            "s_client",
                            "-quiet",
                            "-connect",
                            "127.0.0.1:" + relay.getLocalPort());
            try (Socket toClient = relay.accept()) {
                Dialogue dialogue = Dialogue.fromStart();
                Thread.ofVirtual().start(() -> pump(toClient, toServer, dialogue, true));
                Thread.ofVirtual().start(() -> pump(toServer, toClient, dialogue, false));
                say(client, server, Frames.request("mqtt", ""));
                say(server, client, Frames.answer("mqtt", ""));
                say(client, server, Frames.client(Packets.connect("sealed")));
                say(server, client, Frames.server(new byte[] {0x20, 2, 0, 0}));
                say(client, server, Frames.client(Packets.publish("lab/sealed", "21.5")));
                synchronized (dialogue) {
                    check(dialogue);
                }
            } finally {
                end(client);
            }
        } finally {
            end(server);
        }
    }

    private void check(Dialogue dialogue) throws IOException {
        SecretLog secrets = new SecretLog();
        secrets.add(Files.readAllBytes(folder.resolve("keys")));
        List<Observation> all = dialogue.packets().read(secrets);

        List<Observation.MqttSeen> seen = Captures.only(Observation.MqttSeen.class, all);
        assertThat(seen)
                .extracting(each -> each.packet().type().name())
                .containsExactly("CONNECT", "CONNACK", "PUBLISH");
        assertThat(seen).allMatch(each -> each.protection() == Protection.DECRYPTED);
        Packet.Publish publish = (Packet.Publish) seen.getLast().packet();
        assertThat(new String(publish.payload(), UTF_8)).isEqualTo("21.5");
        assertThat(seen.getLast().conversation().protocol()).isEqualTo(Protocol.TLS);
        Handshake handshake = seen.getLast().conversation().webSocket();
        assertThat(Objects.requireNonNull(handshake).path()).isEqualTo("/mqtt");
        assertThat(Captures.only(Observation.RuleBroken.class, all)).isEmpty();
    }

    /// One end says something, and the other has heard all of it.
    private static void say(Process from, Process to, byte[] bytes) throws IOException {
        OutputStream out = from.getOutputStream();
        out.write(bytes);
        out.flush();
        assertThat(to.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
    }

    private static void pump(Socket from, Socket to, Dialogue dialogue, boolean client) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[1 << 14];
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, length);
                synchronized (dialogue) {
                    if (client) {
                        dialogue.client(bytes);
                    } else {
                        dialogue.server(bytes);
                    }
                }
                to.getOutputStream().write(bytes);
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private boolean runs(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
    }

    /// A server listens some time after it was started.
    private static Socket connect(int port, Process server) throws IOException {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (!server.isAlive()) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static int freePort() throws IOException {
        return RealWebSocketTest.freePort();
    }
}

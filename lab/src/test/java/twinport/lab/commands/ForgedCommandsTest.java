// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.lab.Lab;
import twinport.lab.LabAssembly;
import twinport.lab.LabEvent;
import twinport.lab.LabSettings;
import twinport.lab.file.LabFileReader;

/// What somebody who reads along on the plain side can do with a command that he saw, and why he
/// cannot on the TLS side: the same bytes, sent again and changed, to real boards.
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForgedCommandsTest {
    private final BlockingQueue<LabEvent> events = new LinkedBlockingQueue<>();
    private Lab lab;
    private AutoCloseable listening;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path firmware = Path.of("..", "firmware", "arduino", "thermo").toAbsolutePath();
        Path file =
                Files.writeString(
                        folder.resolve("lab.yaml"),
                        """
                        plain: {port: 0}
                        tls: {port: 0}
                        boards:
                          - {id: thermo-plain, firmware: FIRMWARE, transport: plain}
                          - {id: thermo-tls, firmware: FIRMWARE, transport: tls}
                        identities:
                          - {name: owner, publish: [plain/+/cmd/+]}
                        """
                                .replace("FIRMWARE", firmware.toString()));
        lab =
                LabAssembly.start(
                        LabSettings.alone(
                                LabFileReader.read(file),
                                folder.resolve("data"),
                                folder.resolve("cache"),
                                System.getenv("PATH")),
                        BoardClock.system(),
                        new SecureRandom());
        listening = lab.listen(events::add);
        assertThat(lab.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    void end() throws Exception {
        if (listening != null) {
            listening.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /// CONNECT and PUBLISH at QoS 1 as they cross the wire (MQTT 3.1.1 sections 3.1 and 3.3).
    private byte[] captured(String topic, String json) throws IOException {
        var connect = new ByteArrayOutputStream();
        text(connect, "MQTT");
        connect.writeBytes(new byte[] {4, (byte) 0xC2, 0, 60});
        text(connect, "owner");
        text(connect, "owner");
        text(connect, lab.password("owner").orElseThrow());
        var publish = new ByteArrayOutputStream();
        text(publish, topic);
        publish.writeBytes(new byte[] {0, 1});
        publish.writeBytes(json.getBytes(UTF_8));
        var all = new ByteArrayOutputStream();
        packet(all, 0x10, connect);
        packet(all, 0x32, publish);
        return all.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void packet(ByteArrayOutputStream out, int type, ByteArrayOutputStream body) {
        out.write(type);
        int left = body.size();
        do {
            out.write((left & 0x7F) | (left > 0x7F ? 0x80 : 0));
            left >>= 7;
        } while (left > 0);
        out.writeBytes(body.toByteArray());
    }

    /// @return what came back: 4 bytes of CONNACK and 4 of PUBACK if all was taken
    private static byte[] send(Socket socket, byte[] bytes) throws IOException {
        try (socket) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return socket.getInputStream().readNBytes(8);
        }
    }

    private Socket plain() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), lab.plainPort().orElseThrow());
    }

    private boolean led(String board) {
        return lab.boards().stream()
                .filter(each -> each.id().equals(board))
                .findFirst()
                .orElseThrow()
                .led();
    }

    private <E extends LabEvent> E await(Class<E> kind, Predicate<E> wanted)
            throws InterruptedException {
        while (true) {
            LabEvent event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("such a %s", kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
    }

    private CommandRecord noted(Predicate<CommandRecord> wanted) throws InterruptedException {
        return await(LabEvent.CommandNoted.class, each -> wanted.test(each.command())).command();
    }

    @Test
    void onThePlainSideACapturedCommandIsRepeatedAndForged() throws Exception {
        String topic = "plain/thermo-plain/cmd/led";
        byte[] on = captured(topic, "{\"id\":\"o-1\",\"value\":\"on\"}");
        assertThat(send(plain(), on)).containsExactly(0x20, 2, 0, 0, 0x40, 2, 0, 1);
        CommandRecord first = noted(each -> each.state() == CommandRecord.State.DONE);
        assertThat(first.by()).isEqualTo("owner");
        assertThat(first.side()).isEqualTo("PLAIN");
        assertThat(led("thermo-plain")).isTrue();
        assertThat(
                        lab.command("thermo-plain", "led", "off", Duration.ofSeconds(20))
                                .get(30, TimeUnit.SECONDS)
                                .ok())
                .isTrue();

        // The same bytes again: the broker lets them in, the board answers and does nothing.
        assertThat(send(plain(), on)).hasSize(8);
        CommandRecord again = noted(each -> each.id().equals("o-1") && each.notes().size() >= 2);
        assertThat(again.repeats()).isOne();
        assertThat(again.notes())
                .extracting(CommandRecord.Note::kind)
                .contains(CommandRecord.Kind.REPEATED, CommandRecord.Kind.DUPLICATE);
        assertThat(led("thermo-plain")).isFalse();

        // One byte of the id changed: nothing tells this from a true one.
        byte[] forged =
                new String(on, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .replace("o-1", "o-2")
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(send(plain(), forged)).hasSize(8);
        assertThat(
                        noted(each ->
                                        each.id().equals("o-2")
                                                && each.state() == CommandRecord.State.DONE)
                                .by())
                .isEqualTo("owner");
        assertThat(led("thermo-plain")).isTrue();
    }

    @Test
    void onTheTlsSideTheSameBytesAreRefused() throws Exception {
        byte[] on = captured("secure/thermo-tls/cmd/led", "{\"id\":\"o-9\",\"value\":\"on\"}");
        Socket tls =
                trusting()
                        .getSocketFactory()
                        .createSocket(
                                InetAddress.ofLiteral("127.0.0.1"), lab.tlsPort().orElseThrow());
        byte[] came;
        try {
            came = send(tls, on);
        } catch (IOException refused) {
            came = new byte[0]; // the alert of TLS 1.3 may come at any later read or write
        }
        assertThat(came).isEmpty();
        assertThat(await(LabEvent.Refused.class, each -> true).reason()).isNotEmpty();
        assertThat(lab.commands()).noneMatch(each -> each.id().equals("o-9"));
        assertThat(led("thermo-tls")).isFalse();
    }

    @Test
    void whatTheRightsDoNotAllowIsToldWithWhoMay() throws Exception {
        byte[] wrong = captured("plain/thermo-plain/dht22", "{\"temperature\":99}");
        try {
            send(plain(), wrong);
        } catch (IOException ended) {
            // MQTT 3.1.1 has no word for it: the connection is ended
        }
        LabEvent.Denied denied = await(LabEvent.Denied.class, each -> true);
        assertThat(denied.identity()).isEqualTo("owner");
        assertThat(denied.clientId()).isEqualTo("owner");
        assertThat(denied.side()).isEqualTo("PLAIN");
        assertThat(denied.rule())
                .contains(
                        "the nearest is plain/+/cmd/+",
                        "thermo-plain may, by plain/thermo-plain/dht22");
        assertThat(lab.denials()).first().isEqualTo(denied);
        assertThat(Files.readString(lab.data().root().resolve("audit.log")))
                .contains("publish plain/thermo-plain/dht22", "denied: ");
    }

    /// Trusts the lab, and has no certificate to show.
    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream in = new FileInputStream(lab.caFile().toFile())) {
            trusted.setCertificateEntry(
                    "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

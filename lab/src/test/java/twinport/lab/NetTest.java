// SPDX-License-Identifier: MIT
package twinport.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.lab.file.LabFileReader;
import twinport.pki.CertificateAuthority;

/// Firmware that dials public brokers, unchanged.
@Timeout(90)
final class NetTest {
    private static final String PROGRAM =
            """
            import network, ntptime, socket, ssl, time
            from umqtt.simple import MQTTClient
            w = network.WLAN(network.STA_IF); w.active(True); w.connect('Home', 'secret')
            while not w.isconnected(): time.sleep_ms(10)
            ntptime.settime()
            ca = open('/ca.pem').read()
            def attempt(what, host, port, verify=None):
                try:
                    ctx = None
                    if verify is not None:
                        ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                        ctx.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
                        if verify: ctx.load_verify_locations(cadata=ca)
                    c = MQTTClient('tutorial', host, port, keepalive=30, ssl=ctx)
                    c.connect(); c.ping(); c.disconnect()
                    print(what, 'connected')
                except Exception as e: print(what, type(e).__name__, e)
            attempt('name', 'broker.hivemq.com', 1883)
            attempt('again', 'BROKER.hivemq.com', 1883)
            attempt('private', '192.168.1.50', 1883)
            attempt('mapped', 'mqtt.mapped.example', 8883, True)
            attempt('pinned', 'test.mosquitto.org', 8883, True)
            attempt('insecure', 'test.mosquitto.org', 8883, False)
            attempt('web', 'example.com', 80)
            attempt('never', 'nothing.invalid', 1883)
            a = socket.getaddrinfo('broker.hivemq.com', 1883)[0][-1][0]
            print('address', a == socket.getaddrinfo('broker.hivemq.com', 1883)[0][-1][0], a[:7])
            print('over')
            """;

    @Test
    void everyBrokersNameAndAddressLeadsToTheLab(@TempDir Path folder) throws Exception {
        Path firmware = Files.createDirectories(folder.resolve("dialler"));
        Files.writeString(firmware.resolve("main.py"), PROGRAM);
        Files.writeString(firmware.resolve("ca.pem"), strangersAuthority(folder.resolve("other")));
        Path file =
                Files.writeString(
                        folder.resolve("lab.yaml"),
                        """
                        plain: {port: 0, open: true}
                        tls: {port: 0, client-certificate: none}
                        net: {ca-map: [mqtt.mapped.example]}
                        boards:
                          - {id: dialler, firmware: dialler, transport: plain}
                        """);
        String said = serial(settings(folder, file), "over");
        assertThat(said)
                .contains("name connected")
                .contains("again connected")
                .contains("private connected")
                .contains("mapped MQTTException") // TLS stands; the lab wants to know who this is
                .contains("pinned ValueError")
                .contains("insecure MQTTException")
                .contains("web OSError [Errno 118]")
                .contains("never OSError -202")
                .contains("address True 198.18.")
                .containsOnlyOnce("# net: broker.hivemq.com:1883 leads to the lab")
                .contains("# net: 192.168.1.50:1883 leads to the lab")
                .contains("# net: example.com:80 is outside the lab: refused")
                .contains("# net: mqtt.mapped.example: the lab's CA stands for the firmware's own");
    }

    private static LabSettings settings(Path folder, Path file) throws Exception {
        return LabSettings.alone(
                LabFileReader.read(file), folder.resolve("data"), folder.resolve("cache"), "");
    }

    private static String serial(LabSettings settings, String last) throws Exception {
        Lab lab =
                LabAssembly.prepare(
                        settings, BoardClock.system(), new SecureRandom(), OptionalLong.of(1));
        try (lab) {
            CountDownLatch over = new CountDownLatch(1);
            List<String> said = new CopyOnWriteArrayList<>();
            try (var listening =
                    lab.listen(event -> {
                        if (event instanceof LabEvent.SerialText text) {
                            said.add(text.text());
                            if (String.join("", said).contains("\n" + last)) {
                                over.countDown();
                            }
                        }
                    })) {
                assertThat(listening).isNotNull();
                lab.startBoards();
                assertThat(over.await(60, TimeUnit.SECONDS))
                        .as(() -> String.join("", said))
                        .isTrue();
            }
            return String.join("", said);
        }
    }

    /// What stands in for the CA of a public broker that firmware pins.
    private static String strangersAuthority(Path folder) throws Exception {
        return CertificateAuthority.open(folder, BoardClock.system(), new SecureRandom())
                .certificatePem();
    }
}

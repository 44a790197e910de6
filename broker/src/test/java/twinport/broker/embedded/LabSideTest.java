// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import twinport.broker.BrokerEvent.Connected;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.Message;
import twinport.broker.Message.Properties;
import twinport.broker.Message.UserProperty;

/// What the lab itself does and sees.
@ExtendWith(SharedLab.class)
class LabSideTest {
    private final LabFixture lab;

    LabSideTest(LabFixture lab) {
        this.lab = lab;
    }

    @Test
    void theLabPublishesAndSeesItsOwnMessage() throws Exception {
        Mqtt5BlockingClient device = lab.tlsClient("thermo-tls", "thermo-tls");
        device.connect();
        try (var publishes = device.publishes(MqttGlobalPublishFilter.ALL)) {
            device.subscribeWith().topicFilter("secure/thermo-tls/cmd/#").send();
            Properties properties =
                    new Properties(
                            Optional.of("secure/answers"),
                            Optional.of(ByteBuffer.wrap(new byte[] {0, 1, 2})),
                            Optional.of("text/plain"),
                            OptionalLong.of(60),
                            List.of(new UserProperty("a", "b")));
            Message sent =
                    Message.of("secure/thermo-tls/cmd/led", "on", Instant.now()).with(properties);
            lab.broker.publish(sent);
            var got = publishes.receive(20, TimeUnit.SECONDS).orElseThrow();
            assertThat(new String(got.getPayloadAsBytes(), UTF_8)).isEqualTo("on");
            assertThat(got.getResponseTopic().orElseThrow().toString()).isEqualTo("secure/answers");
            assertThat(got.getCorrelationData()).contains(ByteBuffer.wrap(new byte[] {0, 1, 2}));
            assertThat(lab.awaitMessage("secure/thermo-tls/cmd/led")).isEqualTo(sent);
        }
        lab.broker.disconnect("thermo-tls");
    }

    @Test
    void aLastWillIsSeenWhenTheConnectionBreaks() throws Exception {
        // CONNECT 3.1.1, client id "w", will "offline" retained on plain/w/status
        byte[] connect = {
            0x10, 38, 0, 4, 'M', 'Q', 'T', 'T', 4, 0x26, 0, 60, 0, 1, 'w', 0, 14, 'p', 'l', 'a',
            'i', 'n', '/', 'w', '/', 's', 't', 'a', 't', 'u', 's', 0, 7, 'o', 'f', 'f', 'l', 'i',
            'n', 'e'
        };
        try (Socket socket = new Socket(lab.plain.getAddress(), lab.plain.getPort())) {
            socket.getOutputStream().write(connect);
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
        }
        Message seen = lab.awaitMessage("plain/w/status");
        assertThat(seen.text()).isEqualTo("offline");
        assertThat(seen.sender().identity()).isEqualTo("w");
    }

    @Test
    void anIdentityIsOffWithinASecond() throws Exception {
        Mqtt5BlockingClient device = lab.tlsClient("thermo-tls", "thermo-tls");
        device.connect();
        lab.awaitEvent(Connected.class, event -> true);
        Instant before = Instant.now();
        assertThat(lab.broker.disconnect("thermo-tls")).isEqualTo(1);
        lab.awaitEvent(Disconnected.class, event -> event.identity().equals("thermo-tls"));
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(lab.broker.disconnect("nobody")).isZero();
    }

    @Test
    void aNewCertificateIsServedWhenTheCallReturns() throws Exception {
        Mqtt5BlockingClient device = lab.tlsClient("thermo-tls", "thermo-tls");
        device.connect();
        Files.delete(lab.data().resolve("pki/server.pem"));
        var renewed = lab.ca.server(LabFixture.names());
        lab.stores.write(renewed, List.of(lab.ca.certificate()));
        lab.broker.reloadCertificates();
        assertThat(Listener.certificate(lab.tls)).isEqualTo(renewed.certificate());
        assertThat(device.getState().isConnected()).isTrue();
        lab.broker.disconnect("thermo-tls");
    }

    @Test
    void theLogIsInItsFile() throws Exception {
        assertThat(Files.readString(lab.log())).contains("Started EmbeddedHiveMQ");
    }
}

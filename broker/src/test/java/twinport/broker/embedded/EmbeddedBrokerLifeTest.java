// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.BrokerEvent.Dropped;
import twinport.broker.BrokerException;
import twinport.broker.BrokerSettings.Limits;
import twinport.broker.Message;

class EmbeddedBrokerLifeTest {
    /// So few that a test reaches them; the others as usual.
    private static final Limits FEW =
            new Limits(
                    5,
                    Limits.DEFAULT.packetBytes(),
                    Limits.DEFAULT.receiveMaximum(),
                    Limits.DEFAULT.connections(),
                    Limits.DEFAULT.connectTimeout(),
                    Limits.DEFAULT.keepAliveMaximum(),
                    Limits.DEFAULT.sessionExpiryMaximum(),
                    Limits.DEFAULT.clientIdLength(),
                    Limits.DEFAULT.topicLength(),
                    Limits.DEFAULT.sinkQueue());

    @TempDir private Path data;

    @Test
    void aPortInUseIsNamedAndNothingIsStarted() throws Exception {
        LabFixture lab = new LabFixture(data, Limits.DEFAULT);
        try (ServerSocket other = new ServerSocket()) {
            other.bind(lab.tls);
            assertThatThrownBy(lab::start)
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + lab.tls.getPort())
                    .satisfies(e ->
                            assertThat(((BrokerException) e).hint())
                                    .contains("choose another port"));
        }
        assertThat(lab.log()).doesNotExist();
        lab.close();
        lab.close();
    }

    @Test
    void aRestartKeepsRetainedAndQueuedMessages() throws Exception {
        try (LabFixture lab = LabFixture.started(data)) {
            Mqtt5BlockingClient viewer = lab.explorer("explorer");
            viewer.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
            viewer.subscribeWith().topicFilter("plain/#").qos(MqttQos.AT_LEAST_ONCE).send();
            viewer.disconnect();
            Instant now = Instant.now();
            lab.broker.publish(Message.of("plain/a/status", "kept", now).retained());
            for (int i = 0; i < 50; i++) {
                lab.broker.publish(Message.of("plain/a/dht22", "queued " + i, now));
            }
        }
        try (LabFixture lab = LabFixture.started(data, FEW)) {
            Mqtt5BlockingClient viewer = lab.explorer("explorer");
            try (var received = viewer.publishes(MqttGlobalPublishFilter.ALL)) {
                viewer.connectWith().cleanStart(false).sessionExpiryInterval(0).send();
                assertThat(next(received)).isEqualTo("kept");
                for (int i = 0; i < 50; i++) {
                    assertThat(next(received)).isEqualTo("queued " + i);
                }
                viewer.subscribeWith().topicFilter("plain/a/status").send();
                assertThat(next(received)).isEqualTo("kept");
            }
            viewer.disconnect();
            whatDoesNotFitIsCountedAndTold(lab);
        }
        try (var files = Files.walk(data)) {
            List<Path> readable =
                    files.filter(Files::isRegularFile)
                            .filter(path -> path.endsWith("config.xml"))
                            .toList();
            assertThat(readable).hasSize(1);
            assertThat(Files.getPosixFilePermissions(readable.getFirst())).hasSize(2);
        }
    }

    private static void whatDoesNotFitIsCountedAndTold(LabFixture lab) throws Exception {
        Mqtt5BlockingClient absent = lab.explorer("absent");
        absent.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
        absent.subscribeWith().topicFilter("plain/a/dht22").qos(MqttQos.AT_LEAST_ONCE).send();
        absent.disconnect();
        lab.awaitEvent(Disconnected.class, event -> event.clientId().equals("absent"));
        for (int i = 0; i < 20; i++) {
            lab.broker.publish(Message.of("plain/a/dht22", "more " + i, Instant.now()));
        }
        for (int i = FEW.queuedMessages(); i < 20; i++) {
            Dropped dropped = lab.awaitEvent(Dropped.class, event -> true);
            assertThat(dropped.clientId()).isEqualTo("absent");
            assertThat(dropped.topic()).isEqualTo("plain/a/dht22");
        }
        assertThat(lab.broker.statistics().dropped()).isEqualTo(20 - FEW.queuedMessages());
    }

    @Test
    void aListenerThatHiveMqCouldNotOpenIsNoticedAndNothingIsLeft() throws Exception {
        LabFixture lab = new LabFixture(data, Limits.DEFAULT, true);
        assertThatThrownBy(lab::start)
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("port " + lab.plain.getPort());
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(lab.plain);
        }
    }

    @Test
    void aKeyStoreThatCannotBeReadIsNamedBeforeAnythingStarts() throws Exception {
        LabFixture lab = new LabFixture(data, Limits.DEFAULT);
        Files.writeString(lab.stores.keyStore(), "no key store");
        assertThatThrownBy(lab::start)
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("server.p12");
        assertThat(lab.log()).doesNotExist();
    }

    private static String next(Mqtt5BlockingClient.Mqtt5Publishes received) throws Exception {
        return new String(
                received.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}

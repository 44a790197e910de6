// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import twinport.broker.BrokerEvent.Action;
import twinport.broker.BrokerEvent.Denied;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.BrokerEvent.Refusal;
import twinport.broker.BrokerEvent.Refused;
import twinport.broker.Message;
import twinport.broker.Rights.Grant;
import twinport.broker.Side;

/// Who may say and hear what.
@ExtendWith(SharedLab.class)
class RightsAtWorkTest {
    private static final String OPEN_TOPIC = "plain/thermo-plain/dht22";

    private final LabFixture lab;

    RightsAtWorkTest(LabFixture lab) {
        this.lab = lab;
    }

    @Test
    void aDevicePublishesItsOwnTopicsAndIsReportedOnAnothers() throws Exception {
        List<String> options = lab.mosquittoTls("thermo-tls");
        assertThat(Mosquitto.publish(options, "secure/thermo-tls/dht22", "23.5", "-q", "1").exit())
                .isZero();
        Message seen = lab.awaitMessage("secure/thermo-tls/dht22");
        assertThat(seen.text()).isEqualTo("23.5");
        assertThat(seen.sender().identity()).isEqualTo("thermo-tls");
        assertThat(seen.properties()).isEqualTo(Message.Properties.NONE);
        Mosquitto.publish(options, "secure/viewer-tls/dht22", "99", "-q", "1", "-V", "5");
        Denied denied = lab.awaitEvent(Denied.class, event -> true);
        assertThat(denied.identity()).isEqualTo("thermo-tls");
        assertThat(denied.action()).isEqualTo(Action.PUBLISH);
        assertThat(denied.topic()).isEqualTo("secure/viewer-tls/dht22");
        assertThat(denied.rule()).contains("secure/thermo-tls/#");
        assertThat(lab.messages).isEmpty();
    }

    @Test
    void aDeniedPublishGetsItsReasonCode() throws Exception {
        Mqtt5BlockingClient device = lab.tlsClient("thermo-tls", "thermo-tls");
        device.connect();
        assertThatThrownBy(() ->
                        device.publishWith()
                                .topic("secure/viewer-tls/dht22")
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .send())
                .isInstanceOf(Mqtt5PubAckException.class);
        lab.broker.disconnect("thermo-tls");
    }

    @Test
    void anOpenClientIsConfinedToItsOwnTopics() throws Exception {
        List<String> options = new ArrayList<>(lab.mosquittoPlain());
        options.addAll(List.of("-i", "thermo-plain", "-q", "1"));
        assertThat(Mosquitto.publish(options, OPEN_TOPIC, "21", "-r").exit()).isZero();
        lab.awaitMessage(OPEN_TOPIC);
        var own = Mosquitto.subscribe(options, "plain/thermo-plain/#");
        assertThat(own.output()).isEqualTo("21\n");
        for (String bad :
                List.of(
                        "#",
                        "plain/#",
                        "plain/other/dht22",
                        "secure/#",
                        "$share/g/plain/#",
                        "+/+/+")) {
            assertThat(Mosquitto.subscribe(options, bad).output()).as(bad).doesNotContain("21\n");
            Denied denied = lab.awaitEvent(Denied.class, event -> true);
            assertThat(denied.action()).isEqualTo(Action.SUBSCRIBE);
            assertThat(denied.topic()).isEqualTo(bad);
        }
        Mosquitto.publish(options, "plain/other/dht22", "99");
        assertThat(lab.awaitEvent(Denied.class, event -> true).topic())
                .isEqualTo("plain/other/dht22");
    }

    @Test
    void theExplorerOnThePlainSideNeverGetsTheSecureSite() throws Exception {
        Mqtt5BlockingClient explorer = lab.explorer("explorer");
        explorer.connect();
        for (String filter : List.of("secure/#", "#", "$share/g/secure/#", "+/#")) {
            assertThatThrownBy(() -> explorer.subscribeWith().topicFilter(filter).send())
                    .as(filter)
                    .isInstanceOf(Mqtt5SubAckException.class);
        }
        explorer.subscribeWith().topicFilter("plain/#").send();
        explorer.disconnect();
    }

    @Test
    void aLastWillIsCheckedLikeAPublish() throws Exception {
        Mqtt5BlockingClient device = lab.tlsClient("thermo-tls", "thermo-tls");
        assertThatThrownBy(() ->
                        device.connectWith()
                                .willPublish()
                                .topic("secure/viewer-tls/status")
                                .payload("offline".getBytes(UTF_8))
                                .applyWillPublish()
                                .send())
                .isInstanceOf(Mqtt5ConnAckException.class);
        Refused refused = lab.awaitRefusal(Refusal.WILL);
        assertThat(refused.why()).contains("secure/viewer-tls/status");
    }

    @Test
    void aWithdrawnRightEndsTheSubscriptionAndWhatWasKeptForIt() throws Exception {
        Mqtt5BlockingClient viewer = lab.tlsClient("viewer-tls", "viewer-tls");
        viewer.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
        viewer.subscribeWith()
                .topicFilter("secure/thermo-tls/dht22")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        lab.broker.rights(
                LabFixture.RIGHTS.with(
                        "viewer-tls",
                        Grant.of(List.of("secure/viewer-tls/#"), List.of("secure/viewer-tls/#"))));
        lab.awaitEvent(Disconnected.class, event -> event.identity().equals("viewer-tls"));
        lab.broker.publish(Message.of("secure/thermo-tls/dht22", "secret", Instant.now()));
        assertThat(viewer.connectWith().cleanStart(false).send().isSessionPresent()).isFalse();
        viewer.disconnect();
    }

    @Test
    void aSessionKeptFromBeforeLosesWhatIsNoLongerAllowed() throws Exception {
        Mqtt5BlockingClient viewer = lab.tlsClient("viewer-tls", "viewer-tls");
        viewer.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
        viewer.subscribeWith()
                .topicFilter("secure/thermo-tls/dht22")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        viewer.disconnect();
        lab.awaitEvent(Disconnected.class, event -> event.identity().equals("viewer-tls"));
        lab.broker.publish(Message.of("secure/thermo-tls/dht22", "secret", Instant.now()));
        lab.broker.rights(
                LabFixture.RIGHTS.with(
                        "viewer-tls", Grant.of(List.of(), List.of("secure/viewer-tls/#"))));
        assertThat(viewer.connectWith().cleanStart(false).send().isSessionPresent()).isFalse();
        viewer.disconnect();
    }

    /// HiveMQ tells the end of a connection before it has written it down: whoever returns at once
    /// meets a session that still counts as connected.
    @Test
    void aSessionWhoseConnectionIsJustEndingLosesItToo() throws Exception {
        for (int i = 0; i < 30; i++) {
            Mqtt5BlockingClient viewer = lab.plainClient("returner").buildBlocking();
            viewer.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
            viewer.subscribeWith()
                    .topicFilter("plain/returner/note")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            Mqtt5BlockingClient again = lab.plainClient("returner").buildBlocking();
            viewer.disconnect();
            lab.broker.rights(LabFixture.RIGHTS.bounded(Side.PLAIN, List.of("plain/other/#")));
            assertThat(again.connectWith().cleanStart(false).send().isSessionPresent())
                    .as("round %d", i)
                    .isFalse();
            again.disconnect();
            lab.broker.rights(LabFixture.RIGHTS);
        }
    }
}

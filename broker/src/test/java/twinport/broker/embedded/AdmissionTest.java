// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import twinport.broker.BrokerEvent.Connected;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.BrokerEvent.Refusal;
import twinport.broker.BrokerEvent.Refused;
import twinport.broker.BrokerEvent.Transport;
import twinport.pki.CertificateAuthority;

/// Who gets in.
@ExtendWith(SharedLab.class)
class AdmissionTest {
    private static final String OPEN_TOPIC = "plain/thermo-plain/dht22";

    private final LabFixture lab;

    AdmissionTest(LabFixture lab) {
        this.lab = lab;
    }

    @Test
    void aDeviceIsItsCertificate() throws Exception {
        Mqtt5BlockingClient device = lab.tlsClient("thermo-tls", "thermo-tls");
        device.connect();
        Connected in = lab.awaitEvent(Connected.class, event -> true);
        assertThat(in.identity()).isEqualTo("thermo-tls");
        assertThat(in.transport())
                .isInstanceOfSatisfying(
                        Transport.Tls.class, tls -> assertThat(tls.version()).isEqualTo("TLSv1.3"));
        assertThat(in.peer().getAddress().isLoopbackAddress()).isTrue();
        device.disconnect();
        Disconnected out = lab.awaitEvent(Disconnected.class, event -> true);
        assertThat(out.identity()).isEqualTo("thermo-tls");
        assertThat(out.graceful()).isTrue();
    }

    @Test
    void withoutAClientCertificateTheTlsSideIsShut() throws Exception {
        var result =
                Mosquitto.publish(
                        List.of(
                                "-h", "localhost",
                                "-p", String.valueOf(lab.tls.getPort()),
                                "--cafile", lab.ca.certificateFile().toString()),
                        "secure/thermo-tls/dht22",
                        "1");
        assertThat(result.exit()).isNotZero();
        lab.awaitRefusal(Refusal.HANDSHAKE);
    }

    @Test
    void aCertificateOfAnotherCaIsRefused() throws Exception {
        CertificateAuthority other =
                CertificateAuthority.open(
                        lab.data().resolve("other"), InstantSource.system(), new SecureRandom());
        other.device("thermo-tls");
        var result =
                Mosquitto.publish(
                        List.of(
                                "-h", "localhost",
                                "-p", String.valueOf(lab.tls.getPort()),
                                "--cafile", lab.ca.certificateFile().toString(),
                                "--cert", other.deviceCertificateFile("thermo-tls").toString(),
                                "--key", other.deviceKeyFile("thermo-tls").toString()),
                        "secure/thermo-tls/dht22",
                        "1");
        assertThat(result.exit()).isNotZero();
        lab.awaitRefusal(Refusal.HANDSHAKE);
        assertThat(lab.messages).isEmpty();
    }

    @Test
    void aClientThatTrustsAnotherCaGoesAway() throws Exception {
        CertificateAuthority other =
                CertificateAuthority.open(
                        lab.data().resolve("other"), InstantSource.system(), new SecureRandom());
        List<String> options = new ArrayList<>(lab.mosquittoTls("thermo-tls"));
        options.set(options.indexOf("--cafile") + 1, other.certificateFile().toString());
        assertThat(Mosquitto.publish(options, "secure/thermo-tls/dht22", "1").exit()).isNotZero();
    }

    @Test
    void plainMqttOnTheTlsPortIsRefused() throws Exception {
        var result =
                Mosquitto.publish(
                        List.of("-h", "localhost", "-p", String.valueOf(lab.tls.getPort())),
                        OPEN_TOPIC,
                        "1");
        assertThat(result.exit()).isNotZero();
        lab.awaitRefusal(Refusal.HANDSHAKE);
    }

    @Test
    void aUserIsHisPassword() throws Exception {
        lab.explorer("somewhere").connect();
        assertThat(lab.awaitEvent(Connected.class, event -> true).identity()).isEqualTo("explorer");
        lab.broker.disconnect("explorer");
        var wrong =
                lab.plainClient("elsewhere")
                        .simpleAuth()
                        .username("explorer")
                        .password("look".getBytes(UTF_8))
                        .applySimpleAuth()
                        .buildBlocking();
        assertThatThrownBy(wrong::connect).isInstanceOf(Mqtt5ConnAckException.class);
        Refused refused = lab.awaitRefusal(Refusal.CREDENTIALS);
        assertThat(refused.who()).isEqualTo("explorer");
        assertThat(refused.peer()).isPresent();
    }

    @Test
    void anOpenClientMayNotCallItselfLikeAnIdentityOrNothing() throws Exception {
        for (String name : List.of("explorer", "thermo-tls", "", "a/b", "+", "#")) {
            assertThat(RawClient.firstAnswer(lab.plain, RawClient.connect311(name))[3])
                    .as(name)
                    .isNotZero();
            lab.awaitRefusal(Refusal.CLIENT_ID);
        }
    }

    @Test
    void aClientIdOfAnotherIdentityIsRefused() throws Exception {
        Mqtt5BlockingClient thief = lab.tlsClient("viewer-tls", "thermo-tls");
        assertThatThrownBy(thief::connect).isInstanceOf(Mqtt5ConnAckException.class);
        Refused refused = lab.awaitRefusal(Refusal.CLIENT_ID_TAKEN);
        assertThat(refused.who()).isEqualTo("viewer-tls");
    }

    @Test
    void aClientIdInUseIsTakenOverBySameIdentityOnly() throws Exception {
        Mqtt5BlockingClient first = lab.tlsClient("viewer-tls", "tool-1");
        first.connect();
        lab.awaitEvent(Connected.class, event -> true);
        assertThatThrownBy(() -> lab.explorer("tool-1").connect())
                .isInstanceOf(Mqtt5ConnAckException.class);
        assertThatThrownBy(() -> lab.plainClient("tool-1").buildBlocking().connect())
                .isInstanceOf(Mqtt5ConnAckException.class);
        assertThat(first.getState().isConnected()).isTrue();
        lab.tlsClient("viewer-tls", "tool-1").connect();
        assertThat(lab.awaitEvent(Disconnected.class, event -> true).clientId())
                .isEqualTo("tool-1");
        assertThat(lab.broker.disconnect("viewer-tls")).isEqualTo(1);
    }

    @Test
    void aSessionThatOneLeftCannotBeTakenUpByAnother() throws Exception {
        Mqtt5BlockingClient owner = lab.explorer("left-behind");
        owner.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
        owner.subscribeWith().topicFilter("plain/#").qos(MqttQos.AT_LEAST_ONCE).send();
        owner.disconnect();
        lab.awaitEvent(Disconnected.class, event -> true);
        Mqtt5BlockingClient thief = lab.plainClient("left-behind").buildBlocking();
        assertThatThrownBy(() ->
                        thief.connectWith().cleanStart(false).sessionExpiryInterval(600).send())
                .isInstanceOf(Mqtt5ConnAckException.class);
        lab.awaitRefusal(Refusal.CLIENT_ID_TAKEN);
        assertThat(owner.connectWith().cleanStart(false).send().isSessionPresent()).isTrue();
        owner.disconnect();
    }

    @Test
    void anAuthenticationMethodThatNobodyKnowsIsNoWayAround() throws Exception {
        // CONNECT MQTT 5, clean start, keep alive 60, property 0x15 (method) "x", client id "sly"
        byte[] connect = {
            0x10, 0x14, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 4, 0x15, 0, 1, 'x', 0, 3, 's', 'l',
            'y'
        };
        assertThat(RawClient.firstAnswer(lab.plain, connect)[3]).isNotZero();
        lab.awaitRefusal(Refusal.CREDENTIALS);
    }

    @Test
    void oldTlsAndOldSuitesAreRefused() throws Exception {
        for (List<String> old :
                List.of(
                        List.of("-tls1_1", "-cipher", "ALL@SECLEVEL=0"),
                        List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256:AES128-SHA"),
                        List.of("-tls1_2", "-cipher", "AES128-GCM-SHA256:AES256-GCM-SHA384"))) {
            assertThat(OpenSsl.handshake(lab.tls, old)).as("%s", old).contains("Cipher is (NONE)");
            lab.awaitRefusal(Refusal.HANDSHAKE);
        }
        assertThat(OpenSsl.handshake(lab.tls, List.of("-tls1_2")))
                .contains("Cipher is ECDHE-ECDSA-AES256-GCM-SHA384");
    }
}

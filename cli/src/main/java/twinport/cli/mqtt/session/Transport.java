// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The settings in the words of the MQTT library, as far as both versions share them.
final class Transport {
    private Transport() {}

    static MqttClientTransportConfig of(ConnectionSettings settings) {
        var transport =
                MqttClientTransportConfig.builder()
                        .serverHost(settings.host())
                        .serverPort(settings.port())
                        .socketConnectTimeout(
                                Session.SOCKET_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .mqttConnectTimeout(
                                Session.CONNACK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (settings.localAddress() != null) {
            transport = transport.localAddress(settings.localAddress());
        }
        if (settings.tls() != null) {
            transport = transport.sslConfig(tls(settings.tls()));
        }
        return transport.build();
    }

    private static MqttClientSslConfig tls(TlsMaterial material) {
        var tls =
                MqttClientSslConfig.builder()
                        .trustManagerFactory(material.trust())
                        .protocols(material.protocols())
                        .handshakeTimeout(
                                Session.SOCKET_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (material.identity() != null) {
            tls = tls.keyManagerFactory(material.identity());
        }
        if (material.anyHostName()) {
            // A verifier of our own takes the place of the check of the name; the chain is still
            // checked.
            tls = tls.hostnameVerifier((host, session) -> true);
        }
        return tls.build();
    }

    static MqttQos qos(int code) {
        return Objects.requireNonNull(MqttQos.fromCode(code), "QoS is 0, 1 or 2");
    }
}

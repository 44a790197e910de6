// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import twinport.pki.CertificateAuthority;
import twinport.pki.KeyStores;

/// How a client of the fleet reaches the broker: by plain TCP, or with a certificate of its own.
final class Door {
    private static final long CONNECT_SECONDS = 20;

    private final FleetPlan plan;
    private final Optional<CertificateAuthority> authority;
    private final Optional<TrustManagerFactory> trust;

    /// @param authority who the certificates are from, with TLS
    Door(FleetPlan plan, Optional<CertificateAuthority> authority) {
        this.plan = plan;
        this.authority = authority;
        this.trust = authority.map(Door::trust);
    }

    private static TrustManagerFactory trust(CertificateAuthority authority) {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStores.trustStore(List.of(authority.certificate())));
            return trust;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no trust manager", e);
        }
    }

    Mqtt5ClientBuilder client(String name) {
        var transport =
                MqttClientTransportConfig.builder()
                        .serverHost(plan.host())
                        .serverPort(plan.port())
                        .socketConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
        var secured =
                authority.isPresent() ? transport.sslConfig(ssl(authority.get(), name)) : transport;
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(name)
                .transportConfig(secured.build());
    }

    private MqttClientSslConfig ssl(CertificateAuthority from, String name) {
        return MqttClientSslConfig.builder()
                .keyManagerFactory(DeviceKey.factory(from.passing(name)))
                .trustManagerFactory(trust.orElseThrow())
                .handshakeTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .build();
    }
}

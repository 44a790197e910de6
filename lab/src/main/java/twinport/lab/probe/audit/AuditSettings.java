// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What an audit asks, and as whom.
///
/// @param host as it was given; it is sent as SNI unless it is an address
/// @param plainPort absent: MQTT without TLS is not asked for
/// @param tlsPort absent: TLS is not asked for
/// @param names by which devices reach the broker
/// @param authority the CA that the chain should lead to
/// @param accounts at most two; the second one's topics are what the first must not write to
/// @param revoked a client certificate that was revoked
/// @param topic under which the audit publishes; nothing is retained
/// @param patience how long one answer may take
/// @param connectionsMax in all, both ports together
public record AuditSettings(
        String host,
        InetAddress address,
        OptionalInt plainPort,
        OptionalInt tlsPort,
        List<String> names,
        Optional<X509ExtendedTrustManager> authority,
        List<Account> accounts,
        Optional<Account> revoked,
        String topic,
        Duration patience,
        int connectionsMax) {
    public static final int CONNECTIONS_MAX = 160;
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    public AuditSettings {
        names = List.copyOf(names);
        accounts = List.copyOf(accounts);
    }

    /// Somebody whom the broker knows.
    ///
    /// @param name in words, for reports
    /// @param keys certificate and key; none for a client without
    /// @param topics that are its own: filters or topics
    public record Account(
            String name,
            String clientId,
            Optional<String> userName,
            Optional<String> password,
            List<KeyManager> keys,
            List<String> topics) {
        public Account {
            keys = List.copyOf(keys);
            topics = List.copyOf(topics);
        }

        MqttTalk.Name named() {
            return new MqttTalk.Name(clientId, userName, password);
        }

        /// Without what must not be told.
        @Override
        public String toString() {
            return name;
        }
    }
}

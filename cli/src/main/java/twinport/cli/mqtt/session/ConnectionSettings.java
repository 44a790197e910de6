// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where to connect and as whom.
///
/// @param keepAliveSeconds 0 is none
/// @param sessionExpirySeconds MQTT 5 only; [#NEVER_EXPIRES] is for ever
/// @param will its properties are sent with MQTT 5 only
public record ConnectionSettings(
        String host,
        int port,
        @Nullable String localAddress,
        @Nullable TlsMaterial tls,
        ProtocolVersion version,
        String clientId,
        @Nullable Login login,
        int keepAliveSeconds,
        boolean cleanStart,
        long sessionExpirySeconds,
        @Nullable Will will,
        Limits limits,
        List<UserProperty> connectProperties,
        List<UserProperty> subscribeProperties) {

    /// 0xFFFFFFFF: the session does not expire (MQTT 5.0 section 3.1.2.11.2).
    public static final long NEVER_EXPIRES = 0xFFFF_FFFFL;

    public ConnectionSettings {
        connectProperties = List.copyOf(connectProperties);
        subscribeProperties = List.copyOf(subscribeProperties);
    }

    /// @param user null only with MQTT 5, which allows a password alone
    @SuppressWarnings("ArrayRecordComponent")
    public record Login(@Nullable String user, byte @Nullable [] password) {}

    public record Will(Outgoing message, long delaySeconds) {}

    /// What we ask the broker to respect (MQTT 5); null leaves the default.
    public record Limits(@Nullable Integer receiveMaximum, @Nullable Integer maximumPacketSize) {
        public static final Limits NONE = new Limits(null, null);
    }

    /// For messages: `mqtts://localhost:8883`.
    public String address() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (tls == null ? "mqtt://" : "mqtts://") + name + ":" + port;
    }
}

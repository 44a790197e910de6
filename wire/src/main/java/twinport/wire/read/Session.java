// SPDX-License-Identifier: MIT
package twinport.wire.read;

import org.jspecify.annotations.Nullable;
import twinport.wire.mqtt.ReasonCode;

/// One connection of a client, from its CONNECT on, as far as it was seen.
///
/// @param conversation as known when last heard of; its version is that of the CONNECT
/// @param clientId as sent, or as the server assigned it (MQTT 5.0 §3.2.2.3.7)
/// @param answer of the CONNACK; null while none was seen
/// @param sessionPresent whether the server took up an earlier session
/// @param keepAliveSeconds as asked, or as the server ordered (§3.2.2.3.14); 0 is off
/// @param longestSilenceNanos between two packets of the client, or after its last to the
///   connection's end; what a gap interrupts does not count
/// @param overReceiveMaximum PUBLISH packets sent although the receiver's maximum was reached
/// @param takenOverBy the conversation in which the same client id connected meanwhile; -1 for none
public record Session(
        Conversation conversation,
        String clientId,
        @Nullable String userName,
        boolean cleanStart,
        @Nullable ReasonCode answer,
        boolean sessionPresent,
        int keepAliveSeconds,
        @Nullable WillNotice will,
        long connectedNanos,
        long lastNanos,
        long longestSilenceNanos,
        long clientPackets,
        long serverPackets,
        long published,
        long received,
        long overReceiveMaximum,
        Leaving leaving,
        long takenOverBy) {

    /// What a broker is to publish when the client vanishes.
    public record WillNotice(String topic, int payloadBytes, int qos, boolean retain) {}

    /// How the connection ended.
    public enum Leaving {
        /// It had not when the capture ended.
        STILL_CONNECTED,
        /// The client said DISCONNECT: its will is void.
        DISCONNECTED,
        /// The client said DISCONNECT and that its will be published (MQTT 5.0 §3.14.2.1).
        DISCONNECTED_WITH_WILL,
        /// The server said DISCONNECT.
        SENT_AWAY,
        /// The server's CONNACK refused it.
        REFUSED,
        /// Neither said DISCONNECT: the will is due.
        VANISHED
    }

    /// Whether the client was silent for more than one and a half times the keep alive, after which
    /// a server closes the connection (MQTT 5.0 §3.1.2.10).
    public boolean keepAliveBroken() {
        return keepAliveSeconds > 0 && longestSilenceNanos > keepAliveSeconds * 1_500_000_000L;
    }
}

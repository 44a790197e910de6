// SPDX-License-Identifier: MIT
package twinport.wire.read;

import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Endpoint;
import twinport.wire.mqtt.Version;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsVersion;
import twinport.wire.websocket.Handshake;

/// Both directions of one TCP connection, as much as is known of it at that moment. Later
/// observations carry a fuller one with the same `id`.
///
/// @param id counted from 0 in the order the conversations began
/// @param client the sender of the SYN; without a SYN the end with the higher port
/// @param fromStart whether the connection's beginning was captured
/// @param mqttVersion null while no MQTT packet told it
/// @param mqttVersionCertain whether a CONNECT named the version; otherwise it is inferred
/// @param webSocket what the upgrade to WebSocket said, in the clear or decrypted; null without one
public record Conversation(
        long id,
        Endpoint client,
        Endpoint server,
        boolean fromStart,
        Protocol protocol,
        @Nullable Tls tls,
        @Nullable Version mqttVersion,
        boolean mqttVersionCertain,
        @Nullable Handshake webSocket) {

    /// What the handshake said; null where it has not been seen.
    ///
    /// @param suite IANA name of the cipher suite
    /// @param alpn the protocol chosen; in TLS 1.3, where that is sealed, null unless decrypted
    /// @param facts all that was learnt
    public record Tls(
            @Nullable TlsVersion version,
            @Nullable String suite,
            @Nullable String serverName,
            @Nullable String alpn,
            TlsFacts facts) {
        static final Tls UNSEEN = new Tls(null, null, null, null, TlsFacts.NONE);

        Tls with(TlsFacts learnt) {
            return new Tls(version, suite, serverName, alpn, learnt);
        }

        Tls withServerName(@Nullable String name) {
            return new Tls(version, suite, name, alpn, facts);
        }

        Tls withAlpn(@Nullable String protocol) {
            return new Tls(version, suite, serverName, protocol, facts);
        }

        Tls withChoice(TlsVersion chosen, String chosenSuite, @Nullable String protocol) {
            return new Tls(
                    chosen, chosenSuite, serverName, protocol == null ? alpn : protocol, facts);
        }
    }

    public Endpoint sender(Direction direction) {
        return direction == Direction.FROM_CLIENT ? client : server;
    }

    public Endpoint receiver(Direction direction) {
        return direction == Direction.FROM_CLIENT ? server : client;
    }

    Conversation with(Protocol known) {
        return new Conversation(
                id,
                client,
                server,
                fromStart,
                known,
                tls,
                mqttVersion,
                mqttVersionCertain,
                webSocket);
    }

    Conversation with(Tls known) {
        return new Conversation(
                id,
                client,
                server,
                fromStart,
                protocol,
                known,
                mqttVersion,
                mqttVersionCertain,
                webSocket);
    }

    Conversation with(Version known, boolean certain) {
        return new Conversation(
                id, client, server, fromStart, protocol, tls, known, certain, webSocket);
    }

    Conversation with(Handshake known) {
        return new Conversation(
                id,
                client,
                server,
                fromStart,
                protocol,
                tls,
                mqttVersion,
                mqttVersionCertain,
                known);
    }
}

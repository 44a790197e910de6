// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the HTTP/1.1 upgrade of a connection says (RFC 6455 §4).
///
/// @param path of the request, as sent
/// @param host of the request's Host field; empty without one
/// @param offered the sub-protocols that the client offers
/// @param protocol the one that the server chose; null for none
/// @param extensions that the server agreed to, as sent; empty for none
public record Handshake(
        String path,
        String host,
        List<String> offered,
        @Nullable String protocol,
        String extensions) {
    public Handshake {
        offered = List.copyOf(offered);
    }

    /// Whether the chosen sub-protocol is that of MQTT (MQTT 5.0 §6; `mqttv3.1` is the name that
    /// clients of 3.1 use).
    public boolean isMqtt() {
        return protocol != null
                && (protocol.equalsIgnoreCase("mqtt") || protocol.equalsIgnoreCase("mqttv3.1"));
    }
}

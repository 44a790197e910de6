// SPDX-License-Identifier: MIT
package twinport.wire.read;

/// What a conversation carries, told from its bytes, never from its port.
public enum Protocol {
    UNKNOWN,
    PLAIN_MQTT,
    /// HTTP/1.1 upgraded to WebSocket in the clear, whatever it holds.
    WEBSOCKET,
    TLS
}

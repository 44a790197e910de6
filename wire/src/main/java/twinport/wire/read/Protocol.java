// SPDX-License-Identifier: MIT
package twinport.wire.read;

/// What a conversation carries, told from its bytes, never from its port.
public enum Protocol {
    UNKNOWN,
    PLAIN_MQTT,
    TLS
}

// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// The layers a rule can be broken in.
public enum Layer {
    LINK,
    IP,
    TCP,
    TLS,
    WEBSOCKET,
    MQTT
}

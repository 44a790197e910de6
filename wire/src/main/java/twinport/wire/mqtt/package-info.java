// SPDX-License-Identifier: MIT

/// MQTT 3.1, 3.1.1 and 5.0 packets.
///
/// [twinport.wire.mqtt.PacketFramer] cuts bytes into packets, [twinport.wire.mqtt.PacketDecoder]
/// reads one. A packet that can be read is handed on whatever rule it breaks, with a
/// [twinport.wire.mqtt.Fault] for each; only one that cannot is malformed. Rules that need more
/// than one packet are those of [twinport.wire.mqtt.ConnectionRules].
@NullMarked
package twinport.wire.mqtt;

import org.jspecify.annotations.NullMarked;

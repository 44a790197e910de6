// SPDX-License-Identifier: MIT

/// The commands `pub`, `sub` and `rr`, with the flags that users of mosquitto_pub, mosquitto_sub
/// and mosquitto_rr know. What speaks MQTT is in [twinport.cli.mqtt.session].
@NullMarked
package twinport.cli.mqtt;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: MIT

/// MQTT 3.1, 3.1.1 and 5.0 packets.
@NullMarked
package twinport.wire.mqtt;

import org.jspecify.annotations.NullMarked;

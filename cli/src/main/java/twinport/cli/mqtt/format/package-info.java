// SPDX-License-Identifier: MIT

/// How a message is printed: the formats of mosquitto_sub's -F, and JSON.
@NullMarked
package twinport.cli.mqtt.format;

import org.jspecify.annotations.NullMarked;

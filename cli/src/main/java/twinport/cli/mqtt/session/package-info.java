// SPDX-License-Identifier: MIT

/// One MQTT connection of the command line: its settings, its TLS material, what is sent and what
/// arrives, and an honest name for each way it can fail. Knows nothing of flags.
@NullMarked
package twinport.cli.mqtt.session;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: MIT

/// Synthesised MQTT traffic whose content is known: what tests let tshark judge, and what the
/// benchmarks measure.
@NullMarked
package twinport.wire.traffic;

import org.jspecify.annotations.NullMarked;

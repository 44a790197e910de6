// SPDX-License-Identifier: MIT

/// The pipeline: capture blocks in, observations out; the same for files and for live traffic.
///
/// ```
/// var reader = new Reader(observation -> {
///     if (observation instanceof Observation.MqttSeen seen
///             && seen.packet() instanceof Packet.Publish publish) {
///         System.out.println(seen.protection() + " " + publish.effectiveTopic());
///     }
/// });
/// try (var capture = CaptureFile.open(path)) {
///     capture.forEach(reader::accept);
/// }
/// reader.end();
/// ```
@NullMarked
package twinport.wire.read;

import org.jspecify.annotations.NullMarked;

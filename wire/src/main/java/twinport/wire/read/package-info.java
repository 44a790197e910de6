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
///
/// [twinport.wire.read.Exchanges] takes the same observations and matches packets with their
/// answers: a `Delivery` for each QoS 1 or 2 message, with its duplicates, how far it came, why its
/// end is missing, and its latency; an `Answer` for each CONNECT, SUBSCRIBE, UNSUBSCRIBE and
/// PINGREQ; `Unexpected` for acknowledgements of nothing; and a `Session` for each connection of a
/// client. Feed it in the sink above, call its `end()` after the reader's, then read `sessions()`.
@NullMarked
package twinport.wire.read;

import org.jspecify.annotations.NullMarked;

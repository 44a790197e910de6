// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;

/// A message as its owner knows it: from the broker, after TLS was taken off.
///
/// @param publisher the identity that sent it; `lab` for the lab itself
/// @param payload the payload as UTF-8, unreadable bytes replaced; at most 1,024 characters
/// @param payloadBytes its true length
public record OwnerMessage(
        Instant at,
        Transport transport,
        String publisher,
        String topic,
        String payload,
        int payloadBytes,
        int qos,
        boolean retained) {}

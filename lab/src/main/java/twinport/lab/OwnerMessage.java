// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;
import twinport.broker.Message;

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
        boolean retained) {
    private static final int LONGEST_PAYLOAD_CHARS = 1_024;

    static OwnerMessage of(Message message) {
        String text = message.text();
        return new OwnerMessage(
                message.at(),
                Memory.transport(message),
                message.sender().identity(),
                message.topic(),
                text.length() <= LONGEST_PAYLOAD_CHARS
                        ? text
                        : text.substring(0, LONGEST_PAYLOAD_CHARS),
                message.length(),
                message.qos(),
                message.retain());
    }
}

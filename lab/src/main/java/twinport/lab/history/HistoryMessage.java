// SPDX-License-Identifier: MIT
package twinport.lab.history;

import twinport.lab.Transport;

/// One message as it is kept.
///
/// @param epochNanos when the broker took it, in nanoseconds since 1970
/// @param fromLab whether the lab itself sent it, not a client
/// @param identity who the broker knows the sender to be
/// @param properties those of MQTT 5 as JSON; empty without any
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
public record HistoryMessage(
        long epochNanos,
        boolean fromLab,
        String identity,
        String clientId,
        Transport transport,
        String topic,
        int qos,
        boolean retained,
        String properties,
        byte[] payload) {
    private static final int RETAINED = 4;
    private static final int FROM_LAB = 8;

    public HistoryMessage {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("quality of service is 0, 1 or 2: " + qos);
        }
    }

    int flags() {
        return qos | (retained ? RETAINED : 0) | (fromLab ? FROM_LAB : 0);
    }

    static int qos(int flags) {
        return flags & 3;
    }

    static boolean retained(int flags) {
        return (flags & RETAINED) != 0;
    }

    static boolean fromLab(int flags) {
        return (flags & FROM_LAB) != 0;
    }

    /// What it takes in a queue, in bytes.
    int weight() {
        return payload.length + properties.length() + topic.length() + 128;
    }
}

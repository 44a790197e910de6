// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Any bytes as TLS handshake messages: each turn of a [Talk] is put into handshake records, so
/// that lengths inside the messages are reached at once.
public final class HandshakeTarget {
    private static final int RECORD_BYTES_MAX = 1 << 14;

    private HandshakeTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<Talk.Turn> turns = new ArrayList<>();
        for (Talk.Turn turn : Talk.of(input).turns()) {
            if (turn.bytes().length > 0) {
                turns.add(new Talk.Turn(turn.fromClient(), records(turn.bytes())));
            }
        }
        Checks.saysTheSameInAnySegments(new Talk(turns), new byte[0]);
    }

    /// Type 22, version 1.2, length (RFC 8446 §5.1).
    private static byte[] records(byte[] messages) {
        int count = (messages.length + RECORD_BYTES_MAX - 1) / RECORD_BYTES_MAX;
        ByteBuffer out = ByteBuffer.allocate(messages.length + 5 * count);
        for (int at = 0; at < messages.length; at += RECORD_BYTES_MAX) {
            int part = Math.min(RECORD_BYTES_MAX, messages.length - at);
            out.put((byte) 22).putShort((short) 0x0303).putShort((short) part);
            out.put(messages, at, part);
        }
        return out.array();
    }
}

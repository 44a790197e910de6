// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// Answers SNTP (RFC 4330) as a server of stratum 2 does.
final class TimeServer {
    static final int PORT = 123;

    private static final int PACKET_BYTES = 48;
    private static final int CLIENT = 3;
    private static final int SERVER = 4;
    private static final int VERSION_MASK = 0x38;
    private static final int MODE_MASK = 0x07;
    private static final int STRATUM = 2;
    private static final int PRECISION = 0xEC; // 2^-20 s
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final int TRANSMIT_AT = 40;

    private TimeServer() {}

    /// @param request what came; empty is returned when it is no client's question
    static Optional<byte[]> answer(byte[] request, Instant now) {
        if (request.length < PACKET_BYTES || (request[0] & MODE_MASK) != CLIENT) {
            return Optional.empty();
        }
        ByteBuffer reply = ByteBuffer.allocate(PACKET_BYTES);
        reply.put((byte) ((request[0] & VERSION_MASK) | SERVER));
        reply.put((byte) STRATUM).put(request[2]).put((byte) PRECISION);
        reply.putInt(0).putInt(0); // root delay and dispersion
        reply.put(new byte[] {'L', 'A', 'B', 0});
        reply.putLong(timestamp(now)); // reference
        reply.put(request, TRANSMIT_AT, Long.BYTES); // originate: the client's own
        reply.putLong(timestamp(now)).putLong(timestamp(now)); // receive, transmit
        return Optional.of(reply.array());
    }

    /// Seconds since 1900 in the high word, their binary fraction in the low one.
    private static long timestamp(Instant at) {
        long fraction = ((long) at.getNano() << Integer.SIZE) / 1_000_000_000L;
        return ((at.getEpochSecond() + SECONDS_1900_TO_1970) << Integer.SIZE) | fraction;
    }
}

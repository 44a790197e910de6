// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What is known of the handshake an engine does: the client random that names its secrets.
final class HandshakeNote {
    /// The handshake the running code works for. Key derivation happens on the same thread.
    static final ScopedValue<HandshakeNote> CURRENT = ScopedValue.newInstance();

    private static final int RECORD_HEADER = 5;
    private static final int RECORD_HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int RANDOM_AT = RECORD_HEADER + 6;
    private static final int RANDOM_LENGTH = 32;
    private static final int SESSION_ID_MAX = 32;

    private volatile byte @Nullable [] clientRandom;
    private volatile byte @Nullable [] sessionId;

    byte @Nullable [] clientRandom() {
        return clientRandom;
    }

    /// The session id of the ServerHello, once it was seen.
    byte @Nullable [] sessionId() {
        return sessionId;
    }

    /// Looks at bytes that begin with a record; keeps the client random of a ClientHello. The first
    /// one counts: after a HelloRetryRequest the second has the same (RFC 8446 section 4.1.2).
    void lookForClientHello(ByteBuffer bytes) {
        if (clientRandom == null && begins(bytes, CLIENT_HELLO)) {
            byte[] random = new byte[RANDOM_LENGTH];
            bytes.get(bytes.position() + RANDOM_AT, random);
            clientRandom = random;
        }
    }

    /// As above for the session id of a ServerHello; true when it was seen now.
    boolean lookForServerHello(ByteBuffer bytes) {
        int lengthAt = bytes.position() + RANDOM_AT + RANDOM_LENGTH;
        if (sessionId != null || !begins(bytes, SERVER_HELLO) || lengthAt >= bytes.limit()) {
            return false;
        }
        int length = bytes.get(lengthAt);
        if (length <= 0 || length > SESSION_ID_MAX || lengthAt + length >= bytes.limit()) {
            return false;
        }
        byte[] id = new byte[length];
        bytes.get(lengthAt + 1, id);
        sessionId = id;
        return true;
    }

    private static boolean begins(ByteBuffer bytes, int message) {
        int start = bytes.position();
        return bytes.remaining() >= RANDOM_AT + RANDOM_LENGTH
                && bytes.get(start) == RECORD_HANDSHAKE
                && bytes.get(start + RECORD_HEADER) == message;
    }
}

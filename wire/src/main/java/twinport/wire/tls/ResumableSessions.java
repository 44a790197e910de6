// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sessions of TLS 1.2 and older that were agreed on in this capture and may be resumed: by session
/// id (RFC 5246 §7.4.1.2) or by ticket (RFC 5077). A resumed connection has the master secret of
/// the one it continues, and logs that are written where secrets are made (as one of the JDK is)
/// have it only under that connection's client random.
final class ResumableSessions {
    /// The oldest are forgotten first; about 200 bytes each.
    private static final int SESSIONS_MAX = 1 << 16;

    private final Map<ByteBuffer, byte[]> clientRandoms =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, byte[]> eldest) {
                    return size() > SESSIONS_MAX;
                }
            };

    /// @param name session id or ticket
    /// @param clientRandom of the connection that made the master secret
    void remember(byte[] name, byte[] clientRandom) {
        clientRandoms.put(key(name), clientRandom);
    }

    /// The client random of the connection that made this session; null when it was not seen.
    byte @Nullable [] find(byte[] name) {
        return clientRandoms.get(key(name));
    }

    /// Tickets are long, so that their hash stands for them.
    private static ByteBuffer key(byte[] name) {
        if (name.length <= SecretTable.OWNER_BYTES_MAX) {
            return ByteBuffer.wrap(name);
        }
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}

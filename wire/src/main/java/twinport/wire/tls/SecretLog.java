// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// TLS secrets in the NSS key log format (draft-ietf-tls-keylogfile): lines of a label, a client
/// random and a secret.
public final class SecretLog {
    public static final String MASTER = "CLIENT_RANDOM";
    public static final String CLIENT_EARLY = "CLIENT_EARLY_TRAFFIC_SECRET";
    public static final String CLIENT_HANDSHAKE = "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
    public static final String SERVER_HANDSHAKE = "SERVER_HANDSHAKE_TRAFFIC_SECRET";
    public static final String CLIENT_APPLICATION = "CLIENT_TRAFFIC_SECRET_0";
    public static final String SERVER_APPLICATION = "SERVER_TRAFFIC_SECRET_0";

    /// The form of older tools: session id and master secret.
    private static final String SESSION = "RSA Session-ID:";

    private static final String SESSION_MASTER = " Master-Key:";

    /// More secrets than this are not kept; about 300 bytes each.
    private static final int SECRETS_MAX = 1_000_000;

    private static final int SECRET_BYTES_MAX = 64;

    private final Map<String, byte[]> secrets = new HashMap<>();
    private int unreadable;

    public SecretLog() {}

    /// Adds the lines of a key log; comments and lines of other kinds are passed over.
    public void add(byte[] nssKeyLog) {
        new String(nssKeyLog, StandardCharsets.ISO_8859_1).lines().forEach(this::addLine);
    }

    private void addLine(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (text.startsWith(SESSION) && text.contains(SESSION_MASTER)) {
            int split = text.indexOf(SESSION_MASTER);
            String id = text.substring(SESSION.length(), split);
            put(SESSION, id, text.substring(split + SESSION_MASTER.length()));
            return;
        }
        String[] parts = text.split("\\s+", 4);
        if (parts.length == 3) {
            put(parts[0], parts[1], parts[2]);
        } else {
            unreadable++;
        }
    }

    private void put(String label, String key, String secret) {
        try {
            byte[] bytes = HexFormat.of().parseHex(secret);
            byte[] owner = HexFormat.of().parseHex(key);
            if (bytes.length <= SECRET_BYTES_MAX && secrets.size() < SECRETS_MAX) {
                secrets.put(key(label, owner), bytes);
            }
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    /// The secret of this label for this client random; null when the log has none.
    public byte @Nullable [] find(String label, byte[] clientRandom) {
        return secrets.get(key(label, clientRandom));
    }

    /// The master secret of a TLS 1.2 session by its id; null when the log has none.
    byte @Nullable [] findSession(byte[] sessionId) {
        return sessionId.length == 0 ? null : secrets.get(key(SESSION, sessionId));
    }

    /// How many secrets are known.
    public int size() {
        return secrets.size();
    }

    /// Lines that are neither secret nor comment.
    public int unreadable() {
        return unreadable;
    }

    private static String key(String label, byte[] owner) {
        return label + " " + HexFormat.of().formatHex(owner);
    }
}

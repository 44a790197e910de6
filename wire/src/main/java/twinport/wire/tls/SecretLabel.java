// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import org.jspecify.annotations.Nullable;

/// What a secret of a key log is for (draft-ietf-tls-keylogfile §2).
public enum SecretLabel {
    /// The master secret of TLS 1.2 and older.
    MASTER(1, "CLIENT_RANDOM"),
    CLIENT_EARLY(2, "CLIENT_EARLY_TRAFFIC_SECRET"),
    CLIENT_HANDSHAKE(3, "CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
    SERVER_HANDSHAKE(4, "SERVER_HANDSHAKE_TRAFFIC_SECRET"),
    CLIENT_APPLICATION(5, "CLIENT_TRAFFIC_SECRET_0"),
    SERVER_APPLICATION(6, "SERVER_TRAFFIC_SECRET_0"),
    /// Opens no record; some programs derive other keys from it.
    EXPORTER(7, "EXPORTER_SECRET"),
    EARLY_EXPORTER(8, "EARLY_EXPORTER_SECRET");

    private final int kind;
    private final String label;

    SecretLabel(int kind, String label) {
        this.kind = kind;
        this.label = label;
    }

    /// Its number in a [SecretTable].
    int kind() {
        return kind;
    }

    /// The word in the key log.
    public String label() {
        return label;
    }

    /// Whether records are opened with it.
    public boolean opensRecords() {
        return this != EXPORTER && this != EARLY_EXPORTER;
    }

    /// The label these bytes spell; null when they spell none.
    static @Nullable SecretLabel of(SecretLabel[] among, byte[] line, int from, int to) {
        for (SecretLabel each : among) {
            if (each.isSpelt(line, from, to)) {
                return each;
            }
        }
        return null;
    }

    private boolean isSpelt(byte[] line, int from, int to) {
        boolean same = label.length() == to - from;
        for (int i = 0; same && i < label.length(); i++) {
            same = label.charAt(i) == line[from + i];
        }
        return same;
    }
}

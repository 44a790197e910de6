// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// TLS secrets in the NSS key log format (draft-ietf-tls-keylogfile): lines of a label, a client
/// random and a secret.
///
/// A million lines take seconds and about 100 MB; more than two million secrets are not kept.
public final class SecretLog {
    /// The form of older tools: session id and master secret.
    private static final byte[] SESSION = "RSA Session-ID:".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SESSION_MASTER = "Master-Key:".getBytes(StandardCharsets.US_ASCII);

    /// Its number in the table; those of the labels are others.
    private static final int SESSION_KIND = 0;

    private static final int RANDOM_BYTES = 32;

    /// No line of a known form is longer.
    private static final int LINE_BYTES_MAX = 1024;

    private static final int READ_BYTES = 1 << 16;

    private final SecretLabel[] labels = SecretLabel.values();
    private final SecretTable table = new SecretTable();
    private long unreadable;
    private long additions;

    // The line being read.
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int lineBytes;
    private final byte[] owner = new byte[SecretTable.OWNER_BYTES_MAX];
    private final byte[] secret = new byte[SecretTable.SECRET_BYTES_MAX];

    public SecretLog() {}

    /// Adds the lines of a key log; comments and lines of other kinds are passed over.
    public void add(byte[] nssKeyLog) {
        add(nssKeyLog, nssKeyLog.length);
        endOfLine();
    }

    /// Adds the lines of a key log of any size, which is not closed.
    public void add(InputStream nssKeyLog) throws IOException {
        byte[] part = new byte[READ_BYTES];
        for (int got = nssKeyLog.read(part); got >= 0; got = nssKeyLog.read(part)) {
            add(part, got);
        }
        endOfLine();
    }

    private void add(byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            byte c = text[i];
            if (c == '\n' || c == '\r') {
                endOfLine();
            } else if (lineBytes < LINE_BYTES_MAX) {
                line[lineBytes++] = c;
            }
        }
    }

    private void endOfLine() {
        int to = lineBytes;
        lineBytes = 0;
        int from = wordAt(0, to);
        if (from == to || line[from] == '#') {
            return;
        }
        boolean known = startsWith(SESSION, from, to) ? session(from, to) : secret(from, to);
        if (known && to < LINE_BYTES_MAX) {
            additions++;
        } else {
            unreadable++;
        }
    }

    /// A line of label, client random, secret; false when it is none.
    private boolean secret(int from, int to) {
        int labelEnd = wordEnd(from, to);
        int random = wordAt(labelEnd, to);
        int randomEnd = wordEnd(random, to);
        int value = wordAt(randomEnd, to);
        int valueEnd = wordEnd(value, to);
        int ownerBytes = hex(random, randomEnd, owner);
        int secretBytes = hex(value, valueEnd, secret);
        if (ownerBytes <= 0 || secretBytes <= 0 || wordAt(valueEnd, to) != to) {
            return false;
        }
        SecretLabel label = SecretLabel.of(labels, line, from, labelEnd);
        if (label != null && ownerBytes == RANDOM_BYTES) {
            table.put(label.kind(), owner, ownerBytes, secret, secretBytes);
        }
        return label == null || ownerBytes == RANDOM_BYTES;
    }

    private boolean session(int from, int to) {
        int id = from + SESSION.length;
        int idEnd = wordEnd(id, to);
        int word = wordAt(idEnd, to);
        if (!startsWith(SESSION_MASTER, word, to)) {
            return false;
        }
        int value = word + SESSION_MASTER.length;
        int ownerBytes = hex(id, idEnd, owner);
        int secretBytes = hex(value, wordEnd(value, to), secret);
        if (ownerBytes <= 0 || secretBytes <= 0) {
            return false;
        }
        table.put(SESSION_KIND, owner, ownerBytes, secret, secretBytes);
        return true;
    }

    private int wordAt(int from, int to) {
        int at = from;
        while (at < to && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
        return at;
    }

    private int wordEnd(int from, int to) {
        int at = from;
        while (at < to && line[at] != ' ' && line[at] != '\t') {
            at++;
        }
        return at;
    }

    private boolean startsWith(byte[] word, int from, int to) {
        return to - from >= word.length
                && Arrays.equals(line, from, from + word.length, word, 0, word.length);
    }

    /// Reads hex digits; the answer is the number of bytes, -1 when they are none or too many.
    private int hex(int from, int to, byte[] into) {
        int bytes = (to - from) / 2;
        if ((to - from) % 2 != 0 || bytes > into.length) {
            return -1;
        }
        int all = 0;
        for (int i = 0; i < bytes; i++) {
            int high = digit(line[from + 2 * i]);
            int low = digit(line[from + 2 * i + 1]);
            all |= high | low;
            into[i] = (byte) (high << 4 | low);
        }
        return all < 0 ? -1 : bytes;
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /// The secret of this label for this client random; null when the log has none.
    public byte @Nullable [] find(SecretLabel label, byte[] clientRandom) {
        return table.find(label.kind(), clientRandom);
    }

    /// The master secret of a TLS 1.2 session by its id; null when the log has none.
    byte @Nullable [] findSession(byte[] sessionId) {
        return sessionId.length == 0 ? null : table.find(SESSION_KIND, sessionId);
    }

    /// Which secrets the log has for this client random.
    public Set<SecretLabel> labelsOf(byte[] clientRandom) {
        Set<SecretLabel> known = EnumSet.noneOf(SecretLabel.class);
        for (SecretLabel label : labels) {
            if (find(label, clientRandom) != null) {
                known.add(label);
            }
        }
        return known;
    }

    /// The lines of the secrets that open records of this client random, without those of some
    /// labels; none gives no bytes.
    public byte[] linesOf(byte[] clientRandom, Set<SecretLabel> except) {
        StringBuilder lines = new StringBuilder();
        for (SecretLabel label : labels) {
            boolean wanted = label.opensRecords() && !except.contains(label);
            byte[] known = wanted ? find(label, clientRandom) : null;
            if (known != null) {
                lines.append(line(label, clientRandom, known));
            }
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static String line(SecretLabel label, byte[] clientRandom, byte[] secret) {
        HexFormat hex = HexFormat.of();
        return label.label()
                + ' '
                + hex.formatHex(clientRandom)
                + ' '
                + hex.formatHex(secret)
                + '\n';
    }

    /// How many secrets are known.
    public int size() {
        return table.size();
    }

    /// Grows with every secret added, so that who found none knows when to look again.
    long additions() {
        return additions;
    }

    /// Secrets that were not kept, because there were too many.
    public long dropped() {
        return table.dropped();
    }

    /// Lines that are neither secret nor comment.
    public long unreadable() {
        return unreadable;
    }
}

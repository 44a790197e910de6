// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;

/// The connection below TLS, with its records counted. JSSE sees a socket and no more.
final class RecordSocket extends WrappedSocket {
    private static final int ALERT = 21;
    private static final int ALERT_RECORD_BYTES = 7;

    private final RecordTally tally = new RecordTally();
    private volatile boolean shaking = true;
    private volatile int alert;

    RecordSocket(Socket below) {
        super(below);
    }

    RecordTally tally() {
        return tally;
    }

    /// The alert with which the handshake ends, in place of JSSE's, which knows fewer. Below TLS
    /// 1.3 it stands in the clear.
    void alert(int description) {
        alert = description;
    }

    private byte[] asTheChipSays(byte[] from, int offset, int length) {
        byte[] bytes = Arrays.copyOfRange(from, offset, offset + length);
        if (alert != 0 && length == ALERT_RECORD_BYTES && bytes[0] == ALERT) {
            bytes[ALERT_RECORD_BYTES - 1] = (byte) alert;
        }
        return bytes;
    }

    /// From now on a write that fails is told.
    void handshakeEnded() {
        shaking = false;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(below().getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = in.read(into, offset, length);
                tally.received(into, offset, count);
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(below().getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            // A server that refuses closes with the client's flight unread, so the rest of that
            // cannot be written. What counts, and what mbedTLS reports, is the alert that lies
            // before the end: it is found by reading on.
            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                try {
                    if (shaking) {
                        out.write(asTheChipSays(from, offset, length));
                    } else {
                        out.write(from, offset, length);
                    }
                    tally.sent(from, offset, length);
                } catch (SocketException e) {
                    if (!shaking || below().isClosed()) {
                        throw e;
                    }
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }
}

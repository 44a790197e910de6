// SPDX-License-Identifier: MIT
package twinport.lab.probe;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import twinport.wire.flow.Direction;

/// A connection whose bytes are read along, below the TLS that is laid over it. For one thread.
public class TappedSocket extends Socket {
    private final Eavesdropping heard = new Eavesdropping();
    private final Direction theirs;

    /// A client's.
    public TappedSocket() {
        this(Direction.FROM_SERVER);
    }

    /// @param theirs the direction of what is read
    public TappedSocket(Direction theirs) {
        this.theirs = theirs;
    }

    /// What a stranger on the wire learns.
    public Eavesdropping heard() {
        return heard;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int count = super.read(into, at, length);
                if (count > 0) {
                    heard.bytes(theirs, Arrays.copyOfRange(into, at, at + count), count);
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int at, int length) throws IOException {
                Direction ours =
                        theirs == Direction.FROM_SERVER
                                ? Direction.FROM_CLIENT
                                : Direction.FROM_SERVER;
                heard.bytes(ours, Arrays.copyOfRange(bytes, at, at + length), length);
                out.write(bytes, at, length);
            }
        };
    }
}

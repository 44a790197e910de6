// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import twinport.lab.probe.TappedSocket;
import twinport.wire.flow.Direction;

/// Where devices come to; their bytes are read along.
final class Listener extends ServerSocket {
    private static final int BACKLOG = 16;

    Listener(InetAddress bind, int port) throws IOException {
        setReuseAddress(true);
        bind(new InetSocketAddress(bind, port), BACKLOG);
    }

    /// The next connection, if one comes in time.
    Optional<TappedSocket> next(int millis) throws IOException {
        setSoTimeout(Math.max(1, millis));
        TappedSocket socket = new Visitor();
        try {
            implAccept(socket);
            return Optional.of(socket);
        } catch (SocketTimeoutException nobody) {
            socket.close();
            return Optional.empty();
        }
    }

    /// Turns away who waits: it belongs to a row that is over.
    void drain() throws IOException {
        for (Optional<TappedSocket> left = next(1); left.isPresent(); left = next(1)) {
            left.get().close();
        }
    }

    /// A device that refuses sends its alert and closes while it is still being written to. A write
    /// that fails must not keep the alert from being read: the read then tells how it ended.
    private static final class Visitor extends TappedSocket {
        Visitor() {
            super(Direction.FROM_CLIENT);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int at, int length) {
                    try {
                        out.write(bytes, at, length);
                    } catch (IOException gone) {
                        // what it said last is read next
                    }
                }

                @Override
                public void flush() {}
            };
        }
    }
}

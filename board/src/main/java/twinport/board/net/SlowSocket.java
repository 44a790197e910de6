// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// A connection over a link that is slow or loses it. What is sent waits before it goes out, what
/// came waits before it is handed over; both in order, by the wall's time.
final class SlowSocket extends WrappedSocket {
    private final Troubles.Link link;
    private final RandomGenerator random;

    SlowSocket(Socket below, Troubles.Link link, RandomGenerator random) {
        super(below);
        this.link = link;
        this.random = random;
    }

    private void pass(int bytes) throws IOException {
        boolean lost;
        long nanos;
        synchronized (random) {
            lost = link.loss() > 0 && random.nextDouble() < link.loss();
            nanos = link.latency().toNanos();
            if (link.jitter().isPositive()) {
                nanos += random.nextLong(link.jitter().toNanos());
            }
        }
        if (link.bytesPerSecond() > 0) {
            nanos += bytes * 1_000_000_000L / link.bytesPerSecond();
        }
        if (lost) {
            below().setSoLinger(true, 0);
            below().close();
            throw new SocketException("Connection reset");
        }
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("Closed by interrupt");
        }
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
                if (count > 0) {
                    pass(count);
                }
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

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                pass(length);
                out.write(bytes, offset, length);
            }
        };
    }
}

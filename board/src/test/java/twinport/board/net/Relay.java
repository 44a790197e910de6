// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Carries one connection on and keeps what its client sent.
final class Relay implements AutoCloseable {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket front = new ServerSocket(Ports.free(), 1, LOCAL);
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int onward;

    Relay(int onward) throws IOException {
        this.onward = onward;
        Thread.ofVirtual().start(this::carry);
    }

    int port() {
        return front.getLocalPort();
    }

    /// All that the client sent, once it has ended.
    byte[] fromClient() throws InterruptedException {
        if (!ended.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the client does not end");
        }
        return kept.toByteArray();
    }

    private void carry() {
        try (Socket client = front.accept();
                Socket server = new Socket(LOCAL, onward)) {
            Thread.ofVirtual().start(() -> copy(server, client));
            InputStream in = client.getInputStream();
            byte[] chunk = new byte[4096];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                kept.write(chunk, 0, n);
                forward(server.getOutputStream(), chunk, n);
            }
        } catch (IOException e) {
            kept.writeBytes(new byte[0]); // what came until then counts
        } finally {
            ended.countDown();
        }
    }

    private static void forward(OutputStream out, byte[] chunk, int n) {
        try {
            out.write(chunk, 0, n);
        } catch (IOException gone) {
            Thread.onSpinWait(); // the server has gone; the client's last words are still kept
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            Thread.onSpinWait(); // the other direction ends it
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}

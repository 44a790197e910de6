// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and PostgreSQL, and can cut the line at the worst moment: the server has
/// done a COMMIT, its answer does not arrive.
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int server;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(int port, int server) throws IOException {
        this.door = new ServerSocket(port, 8, InetAddress.getLoopbackAddress());
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /// The next COMMIT is the last thing that passes.
    void cutAtCommit() {
        armed.set(true);
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                AtomicBoolean cutting = new AtomicBoolean();
                Thread.ofVirtual().start(() -> forward(client, behind, cutting));
                Thread.ofVirtual().start(() -> answer(client, behind, cutting));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private void forward(Socket client, Socket behind, AtomicBoolean cutting) {
        byte[] bytes = new byte[65_536];
        try (client;
                behind) {
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
                if (text.contains("COMMIT") && armed.compareAndSet(true, false)) {
                    cutting.set(true);
                }
                out.write(bytes, 0, n);
            }
        } catch (IOException ended) {
            // the other direction ended it
        }
    }

    private void answer(Socket client, Socket behind, AtomicBoolean cutting) {
        byte[] bytes = new byte[65_536];
        try (client;
                behind) {
            InputStream in = behind.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (cutting.get()) {
                    cuts.incrementAndGet();
                    return;
                }
                out.write(bytes, 0, n);
            }
        } catch (IOException ended) {
            // the other direction ended it
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

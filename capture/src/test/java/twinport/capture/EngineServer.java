// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/// A TLS server on JSSE's engine, as brokers in Java are: it answers the first bytes of a client
/// with an MQTT CONNACK and keeps everything it read.
final class EngineServer implements AutoCloseable {
    private static final byte[] CONNACK = HexFormat.of().parseHex("20020000");
    private static final int BUFFER = 64 * 1024;

    /// What each connection brought, when it is over.
    final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(16);

    private final ServerSocket listener = new ServerSocket();
    private final SSLContext context;
    private volatile String[] protocols = {"TLSv1.3", "TLSv1.2"};

    EngineServer(SSLContext context) throws IOException {
        this.context = context;
        listener.bind(Loopback.free());
        Thread.ofVirtual().start(this::accept);
    }

    void speakOnly(String protocol) {
        protocols = new String[] {protocol};
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void serve(Socket client) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (client) {
            client.setSoTimeout(10_000);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            engine.setEnabledProtocols(protocols);
            engine.beginHandshake();
            read(engine, client.getInputStream(), client.getOutputStream(), plain);
        } catch (IOException _) {
            // the client went away: what it sent before counts
        }
        received.add(plain.toByteArray());
    }

    private static void read(
            SSLEngine engine, InputStream in, OutputStream out, ByteArrayOutputStream plain)
            throws IOException {
        ByteBuffer wire = ByteBuffer.allocate(BUFFER).flip();
        ByteBuffer message = ByteBuffer.allocate(BUFFER);
        boolean answered = false;
        while (!engine.isInboundDone()) {
            SSLEngineResult result = engine.unwrap(wire, message.clear());
            plain.write(message.array(), 0, message.position());
            work(engine);
            write(engine, ByteBuffer.allocate(0), out);
            if (plain.size() > 0 && !answered) {
                answered = true;
                write(engine, ByteBuffer.wrap(CONNACK), out);
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW && !more(wire, in)) {
                return;
            }
        }
    }

    private static boolean more(ByteBuffer wire, InputStream in) throws IOException {
        byte[] bytes = new byte[wire.compact().remaining()];
        int length = in.read(bytes);
        if (length > 0) {
            wire.put(bytes, 0, length);
        }
        wire.flip();
        return length > 0;
    }

    private static void write(SSLEngine engine, ByteBuffer message, OutputStream out)
            throws IOException {
        ByteBuffer wire = ByteBuffer.allocate(BUFFER);
        while (message.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(message, wire);
            work(engine);
            if (engine.isOutboundDone()) {
                break;
            }
        }
        out.write(wire.array(), 0, wire.position());
    }

    private static void work(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}

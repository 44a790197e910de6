// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import twinport.lab.probe.audit.MqttWords;
import twinport.wire.mqtt.Version;

/// A client on the plain port that subscribes and throws away what it hears: what it hears crosses
/// the wire in clear, which is all that it is for.
final class TrapListener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Well within the keep alive of [MqttWords].
    private static final Duration PING_EVERY = Duration.ofSeconds(10);

    private static final int CONNACK = 0x20;
    private static final int SUBACK = 0x90;
    private static final int REFUSED = 0x80;

    /// Longest packet that is taken: the broker's own bound and a little.
    private static final int PACKET_MAX = 2 << 20;

    /// Before a lost connection is made again.
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(TrapListener.class.getName());

    /// @param from an address of its own, where the machine has it
    /// @param filter what is listened to
    record Way(
            InetAddress from,
            InetSocketAddress broker,
            String name,
            String password,
            String filter) {}

    private final Way way;
    private final MqttWords words = new MqttWords(Version.MQTT_3_1_1);
    private final Thread thread;
    private volatile Socket socket;
    private volatile boolean listening;
    private volatile boolean closed;

    private TrapListener(Way way, Socket socket) {
        this.way = way;
        this.socket = socket;
        this.thread = Thread.ofVirtual().name("trap listener").unstarted(this::listen);
    }

    /// Returns when the broker has granted the subscription. A connection that is lost later is
    /// made again until [#close].
    ///
    /// @throws IOException the broker did not let it in, or not subscribe
    static TrapListener open(Way way) throws IOException {
        var listener = new TrapListener(way, connect(way));
        try {
            listener.subscribe();
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        listener.thread.start();
        return listener;
    }

    private static Socket connect(Way way) throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(way.from(), 0));
        } catch (IOException e) {
            socket.close(); // only Linux has all of 127.0.0.0/8
            socket = new Socket();
        }
        try {
            socket.connect(way.broker(), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void subscribe() throws IOException {
        String name = way.name();
        OutputStream out = socket.getOutputStream();
        var in = new DataInputStream(socket.getInputStream());
        out.write(words.connect(name, Optional.of(name), Optional.of(way.password())));
        int code = await(in, CONNACK);
        if (code != 0) {
            throw new IOException("the broker did not let " + name + " in: code " + code);
        }
        out.write(words.subscribe(1, way.filter(), 0)); // nothing is acknowledged here
        if (await(in, SUBACK) >= REFUSED) {
            throw new IOException(
                    "the broker did not let " + name + " subscribe to " + way.filter());
        }
        listening = true;
    }

    /// The last byte of the next packet of this type, which says how it went.
    private static int await(DataInputStream in, int type) throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            byte[] body = body(in);
            if ((first & 0xF0) == type && body.length > 0) {
                return body[body.length - 1] & 0xFF;
            }
        }
    }

    /// MQTT 3.1.1 section 2.2.3.
    private static byte[] body(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                break;
            }
        }
        if (length > PACKET_MAX) {
            throw new IOException("a packet of " + length + " bytes is too long");
        }
        return in.readNBytes(length);
    }

    private void listen() {
        while (!closed) {
            try {
                if (!listening) {
                    socket = connect(way);
                    subscribe();
                }
                hear();
            } catch (IOException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.WARNING, "the trap's listener is cut off", e);
                }
            } finally {
                listening = false;
                drop();
            }
            try {
                Thread.sleep(AGAIN_AFTER);
            } catch (InterruptedException _) {
                return; // by [#close]
            }
        }
    }

    /// Until the connection ends.
    private void hear() throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        socket.setSoTimeout((int) PING_EVERY.toMillis());
        byte[] heard = new byte[8 * 1024];
        long pinged = System.nanoTime();
        while (true) {
            try {
                if (in.read(heard) < 0) {
                    throw new EOFException("the broker ended the connection");
                }
            } catch (SocketTimeoutException _) {
                // nothing was said: time for a ping
            }
            if (System.nanoTime() - pinged >= PING_EVERY.toNanos()) {
                pinged = System.nanoTime();
                out.write(words.ping());
            }
        }
    }

    /// Whether it still hears.
    boolean listening() {
        return listening;
    }

    @Override
    public void close() {
        closed = true;
        listening = false;
        drop();
        thread.interrupt();
    }

    private void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing the trap's listener", e);
        }
    }
}

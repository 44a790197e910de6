// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
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

    private final Socket socket;
    private final MqttWords words = new MqttWords(Version.MQTT_3_1_1);
    private volatile boolean listening;

    private TrapListener(Socket socket) {
        this.socket = socket;
    }

    /// Returns when the broker has granted the subscription.
    ///
    /// @param from an address of its own, where the machine has it
    /// @throws IOException the broker did not let it in, or not subscribe
    static TrapListener open(
            InetAddress from, InetSocketAddress broker, String name, String password, String filter)
            throws IOException {
        var listener = new TrapListener(connect(from, broker));
        try {
            listener.subscribe(name, password, filter);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Thread.ofVirtual().name("trap listener").start(listener::listen);
        return listener;
    }

    private static Socket connect(InetAddress from, InetSocketAddress broker) throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
        } catch (IOException e) {
            socket.close(); // only Linux has all of 127.0.0.0/8
            socket = new Socket();
        }
        try {
            socket.connect(broker, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void subscribe(String name, String password, String filter) throws IOException {
        OutputStream out = socket.getOutputStream();
        var in = new DataInputStream(socket.getInputStream());
        out.write(words.connect(name, Optional.of(name), Optional.of(password)));
        int code = await(in, CONNACK);
        if (code != 0) {
            throw new IOException("the broker did not let " + name + " in: code " + code);
        }
        out.write(words.subscribe(1, filter));
        if (await(in, SUBACK) >= REFUSED) {
            throw new IOException("the broker did not let " + name + " subscribe to " + filter);
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
        try (socket) {
            var in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            socket.setSoTimeout((int) PING_EVERY.toMillis());
            byte[] heard = new byte[8 * 1024];
            long pinged = System.nanoTime();
            while (true) {
                try {
                    if (in.read(heard) < 0) {
                        return;
                    }
                } catch (SocketTimeoutException _) {
                    // nothing was said: time for a ping
                }
                if (System.nanoTime() - pinged >= PING_EVERY.toNanos()) {
                    pinged = System.nanoTime();
                    out.write(words.ping());
                }
            }
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // the broker or [#close] ended it, which [#listening] says
        } finally {
            listening = false;
        }
    }

    /// Whether it still hears.
    boolean listening() {
        return listening;
    }

    @Override
    public void close() {
        listening = false;
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(TrapListener.class.getName())
                    .log(System.Logger.Level.WARNING, "closing the trap's listener", e);
        }
    }
}

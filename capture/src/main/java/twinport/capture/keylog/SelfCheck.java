// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import twinport.capture.segment.Dialogue;
import twinport.wire.flow.Direction;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Reader;

/// A TLS connection with ourselves in memory, recorded as the tap would and read back.
///
/// Each protocol is done twice with the same context, so that resumption is checked too.
final class SelfCheck {
    private static final String HOST = "self-check";
    private static final int PORT = 8883;
    private static final int CONNECTIONS = 2;

    /// Exchanges of a handshake; more means that the two do not come to an end.
    private static final int MAX_TURNS = 50;

    /// More than a handshake sends in one go.
    private static final int INBOX = 64 * 1024;

    /// CONNECT of MQTT 3.1.1: clean session, keep alive 60 s, client id "check".
    private static final byte[] CONNECT =
            HexFormat.of().parseHex("101100044d5154540402003c0005636865636b");

    private final KeyLog keyLog;

    /// Frames and secrets in their order, across threads.
    private final List<CaptureBlock> blocks = new ArrayList<>();

    SelfCheck(KeyLog keyLog) {
        this.keyLog = keyLog;
    }

    void run() throws KeyLogException {
        keyLog.probe(
                new SecretSink() {
                    @Override
                    public void started() {}

                    @Override
                    public void stopped() {}

                    @Override
                    public void secret(String label, byte[] clientRandom, byte[] secret) {
                        noteSecret(label, clientRandom, secret);
                    }
                });
        try {
            for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
                check(protocol);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyLogException("the key log's check of itself failed: " + e, e);
        } finally {
            keyLog.probe(null);
        }
    }

    private void check(String protocol)
            throws GeneralSecurityException, IOException, KeyLogException {
        SSLContext context = context();
        if (!context.getProvider().getName().equals(KeyLogProvider.NAME)) {
            throw new KeyLogException(
                    "the key log is not in charge of TLS in this process, "
                            + context.getProvider().getName()
                            + " is: start without --keylog");
        }
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            blocks.clear();
            converse(context, protocol);
            long read = decrypted();
            if (read != 1) {
                throw new KeyLogException(
                        "a "
                                + protocol
                                + " connection with ourselves could not be decrypted again: Java "
                                + Runtime.version()
                                + " derives its secrets where the key log does not see them."
                                + " Use JDK 25, or start without --keylog");
            }
        }
    }

    /// One end of the connection, and what has arrived there and is not yet unwrapped.
    private record End(SSLEngine engine, Direction direction, ByteBuffer inbox) {
        static End of(SSLEngine engine, Direction direction) {
            return new End(engine, direction, ByteBuffer.allocate(INBOX).flip());
        }
    }

    private void converse(SSLContext context, String protocol) throws IOException {
        SSLEngine engine = context.createSSLEngine(HOST, PORT);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        End client = End.of(engine, Direction.FROM_CLIENT);
        End server = End.of(context.createSSLEngine(), Direction.FROM_SERVER);
        server.engine.setUseClientMode(false);
        client.engine.beginHandshake();
        server.engine.beginHandshake();
        Dialogue dialogue = dialogue();
        dialogue.opening().forEach(this::frame);
        for (int turn = 0; shaking(client) || shaking(server); turn++) {
            if (turn == MAX_TURNS) {
                throw new SSLException("the handshake does not end");
            }
            say(client, server, new byte[0], dialogue);
            say(server, client, new byte[0], dialogue);
        }
        say(client, server, CONNECT, dialogue);
    }

    /// Sends everything the one end has to say as one chunk, and lets the other end hear it.
    private void say(End from, End to, byte[] message, Dialogue dialogue) throws SSLException {
        ByteBuffer wire = ByteBuffer.allocate(INBOX);
        ByteBuffer plain = ByteBuffer.wrap(message);
        for (int turn = 0; turn < MAX_TURNS && hasToSay(from.engine, plain); turn++) {
            from.engine.wrap(plain, wire);
            work(from.engine);
        }
        wire.flip();
        if (wire.hasRemaining()) {
            frame(dialogue.payload(from.direction, wire));
            to.inbox.compact().put(wire).flip();
        }
        hear(to);
    }

    /// Unwraps until an end has to speak first or has nothing left.
    private static void hear(End end) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(INBOX);
        for (int turn = 0; turn < MAX_TURNS && end.inbox.hasRemaining(); turn++) {
            end.engine.unwrap(end.inbox, plain);
            work(end.engine);
        }
    }

    private static boolean hasToSay(SSLEngine engine, ByteBuffer plain) {
        return plain.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    private static void work(SSLEngine engine) {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    private static boolean shaking(End end) {
        return end.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private long decrypted() {
        List<Observation> seen = new ArrayList<>();
        Reader reader = new Reader(seen::add);
        blocks.forEach(reader::accept);
        reader.end();
        return seen.stream()
                .filter(one ->
                        one instanceof Observation.MqttSeen mqtt
                                && mqtt.protection() == Protection.DECRYPTED)
                .count();
    }

    private synchronized void noteSecret(String label, byte[] clientRandom, byte[] secret) {
        HexFormat hex = HexFormat.of();
        String line = label + ' ' + hex.formatHex(clientRandom) + ' ' + hex.formatHex(secret);
        blocks.add(new CaptureBlock.Secrets((line + '\n').getBytes(StandardCharsets.US_ASCII)));
    }

    private synchronized void frame(byte[] bytes) {
        MemorySegment segment = MemorySegment.ofArray(bytes);
        int number = blocks.size() + 1;
        blocks.add(new Frame(number, number, LinkType.ETHERNET, segment, bytes.length));
    }

    private static Dialogue dialogue() {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new Dialogue(
                new InetSocketAddress(here, PORT + 1), new InetSocketAddress(here, PORT), 0);
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore store = ThrowawayIdentity.keyStore(HOST);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, ThrowawayIdentity.PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}

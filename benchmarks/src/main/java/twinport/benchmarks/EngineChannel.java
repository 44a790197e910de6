// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import twinport.wire.flow.Direction;
import twinport.wire.traffic.Channel;

/// Real TLS: the JDK's engines shake hands in memory, and each seals what its side sends. Nobody
/// opens it here.
final class EngineChannel implements Channel {
    /// Of one engine before the other has its turn.
    private static final int STEPS_MAX = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer record;
    private final ByteBuffer opened;

    EngineChannel(Identity identity, String protocol, String suite) {
        client = engine(identity.client(), true, protocol, suite);
        server = engine(identity.server(), false, protocol, suite);
        record = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        opened = ByteBuffer.allocate(client.getSession().getApplicationBufferSize());
    }

    private static SSLEngine engine(
            SSLContext context, boolean asClient, String protocol, String suite) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(asClient);
        engine.setEnabledProtocols(new String[] {protocol});
        engine.setEnabledCipherSuites(new String[] {suite});
        return engine;
    }

    @Override
    public List<Flight> opening() {
        List<Flight> flights = new ArrayList<>();
        try {
            client.beginHandshake();
            server.beginHandshake();
            Direction direction = Direction.FROM_CLIENT;
            byte[] arrived = new byte[0];
            int silent = 0;
            while (silent < 2) {
                byte[] answer = answer(engine(direction), ByteBuffer.wrap(arrived));
                if (answer.length > 0) {
                    flights.add(new Flight(direction, answer));
                }
                silent = answer.length == 0 ? silent + 1 : 0;
                arrived = answer.clone(); // JSSE opens records where they lie
                direction = direction.opposite();
            }
        } catch (SSLException e) {
            throw new IllegalStateException("the engines do not understand each other", e);
        }
        return flights;
    }

    private SSLEngine engine(Direction direction) {
        return direction == Direction.FROM_CLIENT ? client : server;
    }

    /// What an engine says to what arrived. It may want to speak before it has read all.
    private byte[] answer(SSLEngine engine, ByteBuffer arrived) throws SSLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int step = 0; step < STEPS_MAX; step++) {
            work(engine);
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                engine.wrap(NOTHING, record.clear());
                out.write(record.array(), 0, record.position());
            } else if (arrived.hasRemaining()) {
                engine.unwrap(arrived, opened.clear());
            } else {
                return out.toByteArray();
            }
        }
        throw new IllegalStateException("the handshake does not go on");
    }

    private static void work(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /// As few records as hold the bytes.
    @Override
    public byte[] seal(Direction direction, byte[] mqtt) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(mqtt.length + 64);
        ByteBuffer in = ByteBuffer.wrap(mqtt);
        try {
            while (in.hasRemaining()) {
                SSLEngineResult result = engine(direction).wrap(in, record.clear());
                if (result.bytesConsumed() == 0) {
                    throw new IllegalStateException("the engine does not take bytes: " + result);
                }
                out.write(record.array(), 0, record.position());
            }
        } catch (SSLException e) {
            throw new IllegalStateException("the engine does not seal", e);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] closing(Direction direction) {
        SSLEngine engine = engine(direction);
        engine.closeOutbound();
        try {
            engine.wrap(NOTHING, record.clear());
        } catch (SSLException e) {
            throw new IllegalStateException("the engine does not close", e);
        }
        return Arrays.copyOf(record.array(), record.position());
    }
}

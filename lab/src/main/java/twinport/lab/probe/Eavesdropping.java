// SPDX-License-Identifier: MIT
package twinport.lab.probe;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Moment;
import twinport.wire.flow.Provenance;
import twinport.wire.tls.Alert;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.Obstacle;
import twinport.wire.tls.SecretLog;
import twinport.wire.tls.TlsContext;
import twinport.wire.tls.TlsFacts;
import twinport.wire.tls.TlsSession;
import twinport.wire.tls.TlsSink;

/// One TLS connection of a probe, read by `wire.tls` while it goes on: what a stranger on the wire
/// learns of it is what the probe reports. Any thread may call.
public final class Eavesdropping {
    /// Steps that are kept of a connection.
    private static final int STEPS_MAX = 64;

    private static final int CLIENT_KEY_EXCHANGE = 16;

    private final TlsSession session;
    private final Provenance from = new Provenance();
    private final List<String> steps = new ArrayList<>();
    private boolean helloDone;
    private boolean keyExchanged;
    private boolean malformed;
    private long chunks;

    public Eavesdropping() {
        session = new TlsSession(new TlsContext(new SecretLog()), new Sink());
    }

    /// These bytes crossed the wire.
    public synchronized void bytes(Direction direction, byte[] bytes, int length) {
        chunks++;
        session.bytes(direction, MemorySegment.ofArray(bytes), 0, length, from.in(chunks, 0));
    }

    /// What was learnt so far.
    public synchronized TlsFacts learnt() {
        return session.learnt();
    }

    /// Whether the server's first flight before TLS 1.3 is complete (RFC 5246 §7.4.5).
    public synchronized boolean helloDone() {
        return helloDone;
    }

    /// Whether the client has answered that flight with its part of the key (RFC 5246 §7.4.7).
    public synchronized boolean keyExchanged() {
        return keyExchanged;
    }

    /// Whether what came is not TLS.
    public synchronized boolean malformed() {
        return malformed;
    }

    /// What was said, a step a line.
    public synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    private void step(Direction direction, String what) {
        if (steps.size() < STEPS_MAX) {
            steps.add((direction == Direction.FROM_CLIENT ? "client: " : "server: ") + what);
        }
    }

    private final class Sink implements TlsSink {
        @Override
        public void record(
                Direction direction,
                int type,
                int length,
                boolean sealed,
                boolean handshakePhase,
                List<ByteRange> where) {
            if (sealed) {
                step(direction, "a sealed record of " + length + " bytes");
            }
        }

        @Override
        public void handshake(
                Direction direction,
                HandshakeMessage message,
                boolean decrypted,
                List<ByteRange> where) {
            keyExchanged |= message.type() == CLIENT_KEY_EXCHANGE;
            helloDone |= message.type() == HandshakeMessage.SERVER_HELLO_DONE;
            step(
                    direction,
                    switch (message) {
                        case HandshakeMessage.ServerHello hello ->
                                hello.name()
                                        + ": "
                                        + hello.version()
                                        + ", "
                                        + hello.cipherSuite().name();
                        case HandshakeMessage.ClientHello hello ->
                                hello.name()
                                        + ": up to "
                                        + hello.highestVersion()
                                        + ", "
                                        + hello.suites().size()
                                        + " suites";
                        case HandshakeMessage other -> other.name();
                    });
        }

        @Override
        public void alert(Direction direction, Alert alert, boolean decrypted) {
            step(direction, "alert " + alert.description() + " " + alert.name());
        }

        @Override
        public void applicationData(
                Direction direction,
                MemorySegment text,
                long at,
                int length,
                boolean decrypted,
                List<ByteRange> where) {}

        @Override
        public void applicationGap(Direction direction) {}

        @Override
        public void undecryptable(Direction direction, Obstacle obstacle, String reason) {}

        @Override
        public Moment moment() {
            return new Moment(chunks, 0);
        }

        @Override
        public void during(Moment then, Runnable work) {
            work.run();
        }

        @Override
        public void malformed(Direction direction, String what, String rule, int offset) {
            malformed = true;
            step(direction, what + " (" + rule + ")");
        }

        @Override
        public void resynchronised(Direction direction, long skipped) {}
    }
}

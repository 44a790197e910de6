// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Layer;
import twinport.wire.flow.Moment;
import twinport.wire.flow.Provenance;
import twinport.wire.tls.Alert;
import twinport.wire.tls.CipherSuite;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.Obstacle;
import twinport.wire.tls.TlsContext;
import twinport.wire.tls.TlsSession;
import twinport.wire.tls.TlsSink;

/// TLS over one conversation, and what it holds where it was opened.
final class TlsChannel implements Carried {
    private final ConversationReader owner;
    private final Reader.Now now;
    private final TlsSession session;
    private final Provenance provenance = new Provenance();
    private @Nullable Recognition recognitionInside;
    private boolean insideUnknown;
    private @Nullable Carried decrypted;
    private Protection inside = Protection.DECRYPTED;

    /// @param middle whether the beginning is missing
    TlsChannel(ConversationReader owner, TlsContext context, boolean middle) {
        this.owner = owner;
        this.now = owner.now();
        this.session = new TlsSession(context, new Sink());
        if (middle) {
            session.startLost();
        }
    }

    @Override
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        session.bytes(direction, data, at, length, from);
    }

    @Override
    public void gap(Direction direction, long bytes) {
        session.gap(direction, bytes);
    }

    @Override
    public long held() {
        long sum = session.held() + (decrypted == null ? 0 : decrypted.held());
        return sum + (recognitionInside == null ? 0 : recognitionInside.held());
    }

    @Override
    public void end() {
        session.end();
        learnFacts();
        if (decrypted != null) {
            decrypted.end();
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
            if (!handshakePhase && !known().facts().effort().complete()) {
                learnFacts(); // now the handshake is known to be over
            }
            owner.tell(
                    new Observation.TlsRecordSeen(
                            owner.conversation(),
                            direction,
                            type,
                            length,
                            sealed,
                            handshakePhase
                                    ? Observation.Phase.HANDSHAKE
                                    : Observation.Phase.APPLICATION,
                            now.nanos,
                            where,
                            now.frame));
        }

        @Override
        public void handshake(
                Direction direction,
                HandshakeMessage message,
                boolean decrypted,
                List<ByteRange> where) {
            learnFrom(message);
            owner.tell(
                    new Observation.TlsHandshake(
                            owner.conversation(),
                            direction,
                            message,
                            decrypted ? Protection.DECRYPTED : Protection.READABLE,
                            now.nanos,
                            where,
                            now.frame));
        }

        @Override
        public void alert(Direction direction, Alert alert, boolean decrypted) {
            learnFacts();
            owner.tell(
                    new Observation.TlsAlert(
                            owner.conversation(),
                            direction,
                            alert,
                            decrypted ? Protection.DECRYPTED : Protection.READABLE,
                            now.nanos,
                            now.frame));
        }

        @Override
        public void applicationData(
                Direction direction,
                MemorySegment text,
                long at,
                int length,
                boolean decrypted,
                List<ByteRange> where) {
            inside = decrypted ? Protection.DECRYPTED : Protection.READABLE;
            decrypted(direction, text, at, length, provenance.of(where));
        }

        @Override
        public void applicationGap(Direction direction) {
            if (decrypted != null) {
                decrypted.gap(direction, Long.MAX_VALUE);
            } else {
                inside().gap(direction, Long.MAX_VALUE);
            }
        }

        @Override
        public Moment moment() {
            return new Moment(now.frame, now.nanos);
        }

        @Override
        public void during(Moment then, Runnable work) {
            Moment actual = moment();
            now.frame = then.frame();
            now.nanos = then.epochNanos();
            work.run();
            now.frame = actual.frame();
            now.nanos = actual.epochNanos();
        }

        @Override
        public void undecryptable(Direction direction, Obstacle obstacle, String reason) {
            learnFacts();
            owner.tell(
                    new Observation.Undecryptable(
                            owner.conversation(),
                            direction,
                            obstacle,
                            reason,
                            now.nanos,
                            now.frame));
        }

        @Override
        public void malformed(Direction direction, String what, String rule, int offset) {
            owner.tell(
                    new Observation.Malformed(
                            owner.conversation(),
                            direction,
                            Layer.TLS,
                            what,
                            rule,
                            now.nanos,
                            now.frame,
                            offset));
        }

        @Override
        public void resynchronised(Direction direction, long skipped) {
            owner.tell(
                    new Observation.Resynchronised(
                            owner.conversation(), direction, skipped, now.nanos, now.frame));
        }
    }

    private Conversation.Tls known() {
        Conversation.Tls known = owner.conversation().tls();
        return known == null ? Conversation.Tls.UNSEEN : known;
    }

    private void learnFrom(HandshakeMessage message) {
        Conversation.Tls before = known();
        Conversation.Tls after =
                switch (message) {
                    case HandshakeMessage.ClientHello hello ->
                            before.withServerName(hello.serverName());
                    case HandshakeMessage.ServerHello hello ->
                            before.withChoice(
                                    hello.version(),
                                    CipherSuite.of(hello.suite()).name(),
                                    hello.alpn());
                    case HandshakeMessage.EncryptedExtensions extensions ->
                            before.withAlpn(extensions.alpn());
                    case HandshakeMessage.Certificates _,
                            HandshakeMessage.ServerKeyExchange _,
                            HandshakeMessage.CertificateRequest _,
                            HandshakeMessage.CertificateVerify _,
                            HandshakeMessage.NewSessionTicket _,
                            HandshakeMessage.Other _ ->
                            before;
                };
        owner.learn(owner.conversation().with(after));
        learnFacts();
    }

    private void learnFacts() {
        owner.learn(owner.conversation().with(known().with(session.learnt())));
    }

    private void decrypted(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        if (decrypted != null) {
            decrypted.bytes(direction, data, at, length, from);
            return;
        }
        if (insideUnknown) {
            return;
        }
        Recognition open = inside();
        Recognition.Verdict verdict = open.see(direction, data, at, length, from);
        insideUnknown = verdict == Recognition.Verdict.NOTHING_KNOWN;
        Carried channel =
                switch (verdict) {
                    case MQTT -> owner.channel(inside, open.inTheMiddle());
                    case HTTP -> new WebSocketChannel(owner, inside);
                    case OPEN, TLS, NOTHING_KNOWN -> null;
                };
        if (channel != null) {
            decrypted = channel;
            open.replay(channel::bytes, channel::gap);
        }
    }

    private Recognition inside() {
        Recognition known = recognitionInside;
        if (known == null) {
            known = new Recognition(owner.fromStart());
            recognitionInside = known;
        }
        return known;
    }
}

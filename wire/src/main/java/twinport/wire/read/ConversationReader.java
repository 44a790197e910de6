// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Connection;
import twinport.wire.flow.ConnectionSink;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Ending;
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

/// Reads one conversation: finds out what it carries and tells what it holds.
final class ConversationReader implements ConnectionSink {
    private final Connection connection;
    private final Reader.Now now;
    private final TlsContext context;
    private final Consumer<? super Observation> sink;
    private final @Nullable Statistics counting;
    private final Provenance provenance = new Provenance();

    private Conversation conversation;
    private @Nullable Recognition recognition;
    private @Nullable Carried plain;
    private @Nullable TlsSession tls;
    private @Nullable Recognition recognitionInside;
    private boolean insideUnknown;
    private @Nullable Carried decrypted;
    private Protection inside = Protection.DECRYPTED;

    ConversationReader(
            Connection connection,
            Reader.Now now,
            TlsContext context,
            Consumer<? super Observation> sink,
            @Nullable Statistics counting) {
        this.connection = connection;
        this.now = now;
        this.context = context;
        this.sink = sink;
        this.counting = counting;
        this.recognition = new Recognition(connection.fromStart());
        this.conversation =
                new Conversation(
                        connection.id(),
                        connection.client(),
                        connection.server(),
                        connection.fromStart(),
                        Protocol.UNKNOWN,
                        null,
                        null,
                        false,
                        null);
        sink.accept(new Observation.ConversationOpened(conversation, now.nanos, now.frame));
    }

    Conversation conversation() {
        return conversation;
    }

    Reader.Now now() {
        return now;
    }

    void tell(Observation observation) {
        sink.accept(observation);
    }

    void learn(Conversation fuller) {
        conversation = fuller;
    }

    /// Bytes that could not be read.
    void malformed(Direction direction, Layer layer, String what, String rule, ByteRange where) {
        tell(
                new Observation.Malformed(
                        conversation,
                        direction,
                        layer,
                        what,
                        rule,
                        now.nanos,
                        where.frame(),
                        where.offset()));
    }

    /// Bytes that could be read, and break a rule.
    void ruleBroken(Direction direction, Layer layer, String what, String rule, ByteRange where) {
        tell(
                new Observation.RuleBroken(
                        conversation,
                        direction,
                        layer,
                        what,
                        rule,
                        now.nanos,
                        where.frame(),
                        where.offset()));
    }

    // ---- the connection's bytes

    @Override
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        if (tls != null) {
            tls.bytes(direction, data, at, length, from);
        } else if (plain != null) {
            plain.bytes(direction, data, at, length, from);
        } else if (recognition != null) {
            recognise(recognition, direction, data, at, length, from);
        }
    }

    private void recognise(
            Recognition open,
            Direction direction,
            MemorySegment data,
            long at,
            int length,
            Provenance from) {
        Recognition.Verdict verdict = open.see(direction, data, at, length, from);
        switch (verdict) {
            case OPEN -> {}
            case MQTT -> {
                recognition = null;
                MqttChannel channel = channel(Protection.READABLE, open.inTheMiddle());
                plain = channel;
                recognised(Protocol.PLAIN_MQTT);
                open.replay(channel::bytes, channel::gap);
            }
            case HTTP -> {
                recognition = null;
                WebSocketChannel channel = new WebSocketChannel(this, Protection.READABLE);
                plain = channel;
                open.replay(channel::bytes, channel::gap);
            }
            case TLS -> {
                recognition = null;
                TlsSession session = new TlsSession(context, new Tls());
                tls = session;
                if (open.inTheMiddle()) {
                    session.startLost();
                }
                learn(conversation.with(Conversation.Tls.UNSEEN));
                recognised(Protocol.TLS);
                open.replay(session::bytes, session::gap);
            }
            case NOTHING_KNOWN -> recognition = null;
        }
    }

    MqttChannel channel(Protection protection, boolean middle) {
        return new MqttChannel(this, protection, middle, counting);
    }

    void recognised(Protocol protocol) {
        learn(conversation.with(protocol));
        tell(new Observation.ProtocolRecognised(conversation, now.nanos, now.frame));
    }

    @Override
    public void gap(Direction direction, long bytes) {
        tell(new Observation.Gap(conversation, direction, bytes, now.nanos, now.frame));
        if (tls != null) {
            tls.gap(direction, bytes);
        } else if (plain != null) {
            plain.gap(direction, bytes);
        } else if (recognition != null) {
            recognition.gap(direction, bytes);
        }
    }

    @Override
    public void contradicted(Direction direction, ByteRange first, ByteRange again) {
        tell(
                new Observation.Contradiction(
                        conversation, direction, first, again, now.nanos, now.frame));
    }

    @Override
    public long held() {
        long sum = recognition == null ? 0 : recognition.held();
        sum += plain == null ? 0 : plain.held();
        sum += tls == null ? 0 : tls.held();
        sum += recognitionInside == null ? 0 : recognitionInside.held();
        return sum + (decrypted == null ? 0 : decrypted.held());
    }

    @Override
    public void closed(Ending ending) {
        if (tls != null) {
            tls.end();
            learnFacts();
        }
        if (plain != null) {
            plain.end();
        }
        if (decrypted != null) {
            decrypted.end();
        }
        tell(
                new Observation.ConversationClosed(
                        conversation,
                        ending,
                        connection.delivered(Direction.FROM_CLIENT),
                        connection.delivered(Direction.FROM_SERVER),
                        now.nanos,
                        now.frame));
    }

    // ---- what TLS holds

    private final class Tls implements TlsSink {
        @Override
        public void record(
                Direction direction,
                int type,
                int length,
                boolean sealed,
                boolean handshakePhase,
                List<ByteRange> where) {
            tell(
                    new Observation.TlsRecordSeen(
                            conversation,
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
            tell(
                    new Observation.TlsHandshake(
                            conversation,
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
            tell(
                    new Observation.TlsAlert(
                            conversation,
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
            tell(
                    new Observation.Undecryptable(
                            conversation, direction, obstacle, reason, now.nanos, now.frame));
        }

        @Override
        public void malformed(Direction direction, String what, String rule, int offset) {
            tell(
                    new Observation.Malformed(
                            conversation,
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
            tell(
                    new Observation.Resynchronised(
                            conversation, direction, skipped, now.nanos, now.frame));
        }
    }

    private Conversation.Tls known() {
        Conversation.Tls known = conversation.tls();
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
        learn(conversation.with(after));
        learnFacts();
    }

    private void learnFacts() {
        if (tls != null) {
            learn(conversation.with(known().with(tls.learnt())));
        }
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
                    case MQTT -> channel(inside, open.inTheMiddle());
                    case HTTP -> new WebSocketChannel(this, inside);
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
            known = new Recognition(connection.fromStart());
            recognitionInside = known;
        }
        return known;
    }
}

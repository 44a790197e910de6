// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framer;
import twinport.wire.flow.Provenance;

/// One TLS connection as an onlooker follows it, with the secrets of a key log where it has them.
public final class TlsSession {
    private static final CipherSuite NO_SUITE = CipherSuite.of(0);

    private final TlsContext context;
    private final TlsSink sink;
    private final TlsDirection fromClient;
    private final TlsDirection fromServer;
    private final HandshakeFacts facts;
    private final Set<Obstacle> told = EnumSet.noneOf(Obstacle.class);

    private HandshakeMessage.@Nullable ClientHello clientHello;
    private HandshakeMessage.@Nullable ServerHello serverHello;
    private CipherSuite suite = NO_SUITE;
    private boolean tls13;
    private boolean clientSealedAfterHello;

    /// The client random of the connection whose session the client offers to resume; null when it
    /// offers none, or one that was not agreed on in this capture.
    private byte @Nullable [] resumedFrom;

    public TlsSession(TlsContext context, TlsSink sink) {
        this.context = context;
        this.sink = sink;
        this.facts = new HandshakeFacts(context.chains());
        this.fromClient = new TlsDirection(Direction.FROM_CLIENT, this, sink, context.buffers());
        this.fromServer = new TlsDirection(Direction.FROM_SERVER, this, sink, context.buffers());
    }

    /// Whether TLS records seem to begin here; told from headers alone.
    public static boolean recordsStartAt(MemorySegment data, long at, long end) {
        return RecordFraming.recordsStartAt(data, at, end);
    }

    /// Whether these bytes can be the beginning of a record, as far as they go.
    public static boolean recordMayStartAt(MemorySegment data, long at, long end) {
        return RecordFraming.headerFits(data, at, end);
    }

    /// Whether a ClientHello in the form of SSL 2.0 begins here (RFC 5246 appendix E.2); told from
    /// its first five bytes.
    public static boolean ssl2HelloStartsAt(MemorySegment data, long at, long end) {
        return RecordFraming.ssl2HelloStartsAt(data, at, end);
    }

    /// Begins in the middle of a connection: records are looked for first.
    public void startLost() {
        fromClient.framer.startLost();
        fromServer.framer.startLost();
    }

    /// Takes the next bytes of a direction.
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        of(direction).framer.bytes(data, at, length, from);
    }

    /// Bytes of a direction are missing.
    public void gap(Direction direction, long bytes) {
        of(direction).framer.gap(bytes);
    }

    /// Bytes of memory this takes for what is not whole or not understood yet.
    public long held() {
        return held(fromClient) + held(fromServer);
    }

    private static long held(TlsDirection side) {
        return (long) side.framer.held() + side.handshake.held() + side.held.bytes();
    }

    /// The connection ended: what was held back is told.
    public void end() {
        fromClient.giveUpHeld();
        fromServer.giveUpHeld();
    }

    /// What was learnt so far. Made anew at each call.
    public TlsFacts learnt() {
        return facts.snapshot();
    }

    private TlsDirection of(Direction direction) {
        return direction == Direction.FROM_CLIENT ? fromClient : fromServer;
    }

    HandshakeFacts facts() {
        return facts;
    }

    SecretLog secrets() {
        return context.secrets();
    }

    HandshakeMessage.@Nullable ClientHello clientHello() {
        return clientHello;
    }

    HandshakeMessage.@Nullable ServerHello serverHello() {
        return serverHello;
    }

    /// The suite in force; one without a name before the server chose.
    CipherSuite suite() {
        return suite;
    }

    boolean tls13() {
        return tls13;
    }

    /// Whether the suite chosen seals nothing (TLS_..._WITH_NULL_...).
    boolean nullCipher() {
        return serverHello != null && suite.sealsNothing();
    }

    /// The master secret of TLS 1.2 or older: this connection's own, or that of the session it
    /// resumes; null when the log has neither.
    byte @Nullable [] master() {
        HandshakeMessage.ClientHello client = clientHello;
        HandshakeMessage.ServerHello server = serverHello;
        if (client == null || server == null) {
            return null;
        }
        byte[] own = secrets().find(SecretLabel.MASTER, client.random());
        if (own == null && resumedFrom != null && facts.resumedOlder()) {
            own = secrets().find(SecretLabel.MASTER, resumedFrom);
        }
        return own != null ? own : secrets().findSession(server.sessionId());
    }

    Framer framer(Direction direction) {
        return new Framer(new RecordFraming(direction, this, sink));
    }

    void record(
            Direction direction, MemorySegment data, long at, int length, List<ByteRange> where) {
        TlsDirection own = of(direction);
        int type = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
        int bodyBytes = length - RecordOpener.HEADER_BYTES;
        boolean sealed = own.isSealed(type, data, at, length);
        boolean handshakePhase = inHandshake(own, type, bodyBytes, sealed);
        if (handshakePhase) {
            facts.handshakeRecord(direction, length, sink.moment().epochNanos());
        } else {
            facts.applicationRecord();
        }
        sink.record(direction, type, bodyBytes, sealed, handshakePhase, where);
        if (sealed) {
            own.sealed(data, at, length, where);
        } else {
            own.plain(data, at, length, where);
        }
    }

    /// A ClientHello in the form of SSL 2.0, which is no record of TLS.
    void ssl2Hello(MemorySegment data, long at, int length, List<ByteRange> where) {
        int header = RecordFraming.SSL2_LENGTH_BYTES + 1;
        byte[] body = new byte[length - header];
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at + header, body, 0, body.length);
        facts.handshakeRecord(Direction.FROM_CLIENT, length, sink.moment().epochNanos());
        sink.record(Direction.FROM_CLIENT, RecordFraming.HANDSHAKE, length, false, true, where);
        HandshakeMessage hello = HandshakeParser.ssl2ClientHello(body);
        if (hello == null) {
            malformed(Direction.FROM_CLIENT, HandshakeMessage.CLIENT_HELLO, body, where);
        } else {
            took(fromClient, hello, body, false, where);
        }
    }

    /// Which sealed records finish a TLS 1.3 handshake: the server's before the client's first, and
    /// the client's up to the one that has just the size of a Finished message.
    private boolean inHandshake(TlsDirection own, int type, int bodyBytes, boolean sealed) {
        if (type != RecordFraming.APPLICATION_DATA) {
            return true;
        }
        if (!sealed || !tls13) {
            return false;
        }
        if (own == fromServer) {
            return !clientSealedAfterHello;
        }
        clientSealedAfterHello = true;
        return own.countsAsHandshake(bodyBytes);
    }

    int finishedBytes() {
        return serverHello == null ? 0 : 4 + suite.hashBytes() + 1 + suite.tagBytes();
    }

    void holed(Direction direction, boolean exactlyOne) {
        of(direction).holed(exactlyOne);
    }

    void changesCipher(TlsDirection own) {
        if (own == fromServer) {
            facts.serverChangesCipher();
        }
        own.keys().changeCipher();
    }

    void alert(TlsDirection own, Alert alert, boolean decrypted) {
        facts.alert(
                new TlsFacts.SeenAlert(
                        own.direction(), alert, decrypted, sink.moment().epochNanos()));
        sink.alert(own.direction(), alert, decrypted);
    }

    /// A handshake message was read, in the clear or opened.
    void message(
            TlsDirection own, int type, byte[] body, boolean decrypted, List<ByteRange> where) {
        HandshakeMessage message = HandshakeParser.parse(type, body, serverHello);
        if (message == null) {
            malformed(own.direction(), type, body, where);
        } else {
            took(own, message, body, decrypted, where);
        }
    }

    private void malformed(Direction direction, int type, byte[] body, List<ByteRange> where) {
        sink.malformed(
                direction,
                "a handshake message of type " + type + " and " + body.length + " bytes",
                "RFC 8446 §4: the lengths within a message fit it",
                where.isEmpty() ? 0 : where.getFirst().offset());
    }

    private void took(
            TlsDirection own,
            HandshakeMessage message,
            byte[] body,
            boolean decrypted,
            List<ByteRange> where) {
        facts.message(own.direction(), message);
        sink.handshake(own.direction(), message, decrypted, where);
        switch (message) {
            case HandshakeMessage.ClientHello hello -> offered(hello, body);
            case HandshakeMessage.ServerHello hello -> chosen(hello);
            case HandshakeMessage.EncryptedExtensions extensions ->
                    fromClient.earlyDataAnswered(extensions.acceptsEarlyData());
            case HandshakeMessage.NewSessionTicket ticket ->
                    remember(ticket.ticket(), !facts.exchangesKeys());
            case HandshakeMessage.Certificates _,
                    HandshakeMessage.ServerKeyExchange _,
                    HandshakeMessage.CertificateRequest _,
                    HandshakeMessage.CertificateVerify _ -> {}
            case HandshakeMessage.Other other -> own.advance(other.type());
        }
    }

    private void offered(HandshakeMessage.ClientHello hello, byte[] body) {
        clientHello = hello;
        byte[] ticket =
                hello.details().ticketBytes() > 0 ? HandshakeParser.ticketOffered(body) : null;
        resumedFrom = ticket == null ? null : context.resumable().find(ticket);
        if (resumedFrom == null && hello.sessionId().length > 0) {
            resumedFrom = context.resumable().find(hello.sessionId());
        }
    }

    private void chosen(HandshakeMessage.ServerHello hello) {
        serverHello = hello;
        suite = hello.cipherSuite();
        tls13 = hello.version().isTls13();
        if (hello.helloRetryRequest()) {
            return;
        }
        if (tls13) {
            fromServer.startTls13(false);
            fromClient.startTls13(clientHello != null && clientHello.offersEarlyData());
        } else {
            byte[] offered = clientHello == null ? new byte[0] : clientHello.sessionId();
            remember(hello.sessionId(), Arrays.equals(offered, hello.sessionId()));
        }
        fromServer.releaseHeld();
        fromClient.releaseHeld();
    }

    /// The server of TLS 1.2 or older names the session, by which it may be resumed.
    ///
    /// @param continued whether it is the session offered
    private void remember(byte[] name, boolean continued) {
        HandshakeMessage.ClientHello hello = clientHello;
        if (tls13 || hello == null || name.length == 0) {
            return;
        }
        byte[] origin = continued ? resumedFrom : null;
        context.resumable().remember(name, origin == null ? hello.random() : origin);
    }

    /// The server's choice is still to come.
    boolean awaitsChoice() {
        return serverHello == null || serverHello.helloRetryRequest();
    }

    /// Whether to wait for the other direction's ServerHello before opening anything.
    boolean awaitsServerHello() {
        HandshakeMessage.ServerHello known = serverHello;
        return known == null ? clientHello != null : known.helloRetryRequest();
    }

    /// Says once for each obstacle why records stay sealed.
    void undecryptable(Direction direction, Obstacle obstacle, String reason) {
        if (told.add(obstacle)) {
            facts.obstacle(reason);
            sink.undecryptable(direction, obstacle, reason);
        }
    }

    void lacks(Direction direction, String what, Exception why) {
        undecryptable(direction, Obstacle.JAVA, "this Java lacks " + what + ": " + why);
    }

    /// A record stayed sealed.
    void explain(Direction direction, DirectionKeys keys, boolean hadKeys, List<ByteRange> where) {
        Obstacle obstacle = Reasons.obstacle(this, keys, hadKeys);
        if (!told.contains(obstacle)) {
            undecryptable(direction, obstacle, Reasons.text(this, keys, obstacle, where));
        }
    }

    byte @Nullable [] resumedFrom() {
        return facts.resumedOlder() ? resumedFrom : null;
    }
}

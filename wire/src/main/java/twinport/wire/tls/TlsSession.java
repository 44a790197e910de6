// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framer;
import twinport.wire.flow.Provenance;

/// One TLS connection as an onlooker follows it, with the secrets of a key log where it has them.
public final class TlsSession {
    private static final int REASONS_MAX = 16;

    private final SecretLog secrets;
    private final TlsSink sink;
    private final TlsDirection fromClient;
    private final TlsDirection fromServer;
    private final Set<String> reasonsTold = new HashSet<>();

    private HandshakeMessage.@Nullable ClientHello clientHello;
    private HandshakeMessage.@Nullable ServerHello serverHello;
    private boolean clientSealedAfterHello;

    /// @param secrets may grow while the session goes on
    public TlsSession(SecretLog secrets, TlsSink sink) {
        this.secrets = secrets;
        this.sink = sink;
        this.fromClient = new TlsDirection(Direction.FROM_CLIENT, this, sink);
        this.fromServer = new TlsDirection(Direction.FROM_SERVER, this, sink);
    }

    /// Whether TLS records seem to begin here; told from headers alone.
    public static boolean recordsStartAt(MemorySegment data, long at, long end) {
        return RecordFraming.recordsStartAt(data, at, end);
    }

    /// Whether these bytes can be the beginning of a record, as far as they go.
    public static boolean recordMayStartAt(MemorySegment data, long at, long end) {
        return RecordFraming.headerFits(data, at, end);
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

    private TlsDirection of(Direction direction) {
        return direction == Direction.FROM_CLIENT ? fromClient : fromServer;
    }

    SecretLog secrets() {
        return secrets;
    }

    HandshakeMessage.@Nullable ClientHello clientHello() {
        return clientHello;
    }

    HandshakeMessage.@Nullable ServerHello serverHello() {
        return serverHello;
    }

    boolean tls13() {
        return serverHello != null && serverHello.version().isTls13();
    }

    Framer framer(Direction direction) {
        return new Framer(new RecordFraming(direction, this, sink));
    }

    void record(
            Direction direction, MemorySegment data, long at, int length, List<ByteRange> where) {
        byte[] record = new byte[length];
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, record, 0, length);
        TlsDirection own = of(direction);
        int type = record[0] & 0xff;
        int bodyBytes = length - RecordOpener.HEADER_BYTES;
        boolean sealed = own.isSealed(type, record);
        boolean handshakePhase = !sealed || inHandshake(own, type, bodyBytes);
        sink.record(direction, type, bodyBytes, sealed, handshakePhase, where);
        own.record(record, sealed, where);
    }

    /// Which sealed records finish a TLS 1.3 handshake: the server's before the client's first, and
    /// the client's up to the one that has just the size of a Finished message.
    private boolean inHandshake(TlsDirection own, int type, int bodyBytes) {
        if (type != RecordFraming.APPLICATION_DATA) {
            return true;
        }
        if (!tls13()) {
            return false;
        }
        if (own == fromServer) {
            return !clientSealedAfterHello;
        }
        clientSealedAfterHello = true;
        return own.countsAsHandshake(bodyBytes, finishedBytes());
    }

    private int finishedBytes() {
        if (serverHello == null) {
            return 0;
        }
        CipherSuite suite = CipherSuite.of(serverHello.suite());
        return 4 + suite.hashBytes() + 1 + suite.tagBytes();
    }

    void holed(Direction direction, boolean exactlyOne) {
        of(direction).holed(exactlyOne);
    }

    /// A handshake message was read, in the clear or opened.
    void message(
            TlsDirection own, int type, byte[] body, boolean decrypted, List<ByteRange> where) {
        HandshakeMessage message = HandshakeParser.parse(type, body, tls13());
        if (message == null) {
            sink.malformed(
                    own.direction(),
                    "a handshake message of type " + type + " and " + body.length + " bytes",
                    "RFC 8446 §4: the lengths within a message fit it",
                    where.isEmpty() ? 0 : where.getFirst().offset());
            return;
        }
        sink.handshake(own.direction(), message, decrypted, where);
        switch (message) {
            case HandshakeMessage.ClientHello hello -> clientHello = hello;
            case HandshakeMessage.ServerHello hello -> chosen(hello);
            case HandshakeMessage.EncryptedExtensions extensions ->
                    fromClient.earlyDataAnswered(extensions.acceptsEarlyData());
            case HandshakeMessage.Certificates _ -> {}
            case HandshakeMessage.Other other -> own.advance(other.type());
        }
    }

    private void chosen(HandshakeMessage.ServerHello hello) {
        serverHello = hello;
        if (hello.helloRetryRequest()) {
            return;
        }
        if (hello.version().isTls13()) {
            fromServer.startTls13(false);
            fromClient.startTls13(clientHello != null && clientHello.offersEarlyData());
        }
        fromServer.releaseHeld();
        fromClient.releaseHeld();
    }

    /// Whether to wait for the other direction's ServerHello before opening anything.
    boolean awaitsServerHello() {
        HandshakeMessage.ServerHello chosen = serverHello;
        return chosen == null ? clientHello != null : chosen.helloRetryRequest();
    }

    void undecryptable(Direction direction, String reason) {
        if (reasonsTold.size() < REASONS_MAX && reasonsTold.add(reason)) {
            sink.undecryptable(direction, reason);
        }
    }

    /// Why a direction has no keys.
    String reasonForNoKeys() {
        if (clientHello == null || serverHello == null) {
            return "the handshake was not captured, so neither client random nor suite is known";
        }
        CipherSuite suite = CipherSuite.of(serverHello.suite());
        return switch (suite.mode()) {
            case OTHER, NONE ->
                    "the suite "
                            + suite
                            + " is none that this reader opens (it opens AES-GCM,"
                            + " AES-CCM, ChaCha20-Poly1305, AES-CBC and 3DES-CBC)";
            case GCM, CCM, CHACHA20, CBC ->
                    "no secret for client random " + HexFormat.of().formatHex(clientHello.random());
        };
    }
}

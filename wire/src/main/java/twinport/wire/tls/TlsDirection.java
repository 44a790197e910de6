// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framer;

/// One direction of a TLS connection: what its records hold, opened where there are keys.
final class TlsDirection {
    /// Sealed records of a client among which its Finished is looked for.
    private static final int FINISHED_AMONG = 4;

    private static final int HEADER_BYTES = RecordOpener.HEADER_BYTES;

    final Framer framer;
    private final Direction direction;
    private final TlsSession session;
    private final TlsSink sink;
    private final RecordBuffers buffers;
    private final DirectionKeys keys;
    final HandshakeStream handshake = new HandshakeStream();

    /// Sealed records held until the ServerHello of the other direction is seen.
    final WaitingRecords held = new WaitingRecords();

    private boolean openedAny;
    private boolean unopenedSince;

    // How the client's sealed handshake records are told apart without keys.
    private int sealedSeen;
    private boolean finishedSeen;

    // Early data waits here until the server says whether it takes it.
    private @Nullable WaitingRecords early;
    private boolean earlyAccepted;

    TlsDirection(Direction direction, TlsSession session, TlsSink sink, RecordBuffers buffers) {
        this.direction = direction;
        this.session = session;
        this.sink = sink;
        this.buffers = buffers;
        this.keys = new DirectionKeys(direction, session);
        this.framer = session.framer(direction);
    }

    Direction direction() {
        return direction;
    }

    DirectionKeys keys() {
        return keys;
    }

    /// Whether a record is encrypted: told from its type, what came before, and its content.
    boolean isSealed(int type, MemorySegment data, long at, int length) {
        if (type == RecordFraming.CHANGE_CIPHER_SPEC || session.nullCipher()) {
            return false;
        }
        return type == RecordFraming.APPLICATION_DATA
                || (keys.cipherChanged()
                        && !session.tls13()
                        && !looksPlain(type, data, at, length));
    }

    /// In TLS 1.3 a ChangeCipherSpec means nothing; a ServerHello may follow a client's.
    private boolean looksPlain(int type, MemorySegment data, long at, int length) {
        if (type != RecordFraming.HANDSHAKE || length < 10 || !session.awaitsChoice()) {
            return false;
        }
        int message = data.get(ValueLayout.JAVA_BYTE, at + HEADER_BYTES);
        return (message == HandshakeMessage.CLIENT_HELLO
                        || message == HandshakeMessage.SERVER_HELLO)
                && data.get(ValueLayout.JAVA_BYTE, at + HEADER_BYTES + 1) == 0;
    }

    /// Whether a sealed record of the client still belongs to its handshake.
    boolean countsAsHandshake(int bodyBytes) {
        if (finishedSeen) {
            return false;
        }
        sealedSeen++;
        finishedSeen = bodyBytes == session.finishedBytes() || sealedSeen >= FINISHED_AMONG;
        return true;
    }

    void plain(MemorySegment data, long at, int length, List<ByteRange> where) {
        int body = length - HEADER_BYTES;
        int mac = keys.cipherChanged() && session.nullCipher() ? session.suite().macBytes() : 0;
        int type = data.get(ValueLayout.JAVA_BYTE, at);
        boolean covered = type != RecordFraming.CHANGE_CIPHER_SPEC;
        byte[] record = new byte[Math.max(0, covered ? body - mac : body)];
        MemorySegment.copy(
                data, ValueLayout.JAVA_BYTE, at + HEADER_BYTES, record, 0, record.length);
        content(type, record, MemorySegment.ofArray(record), record.length, false, where);
    }

    void sealed(MemorySegment data, long at, int length, List<ByteRange> where) {
        if (session.awaitsServerHello()) {
            byte[] record = new byte[length];
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, record, 0, length);
            hold(record, where);
        } else if (keys.mayOpen()) {
            // Where not, that was tried and explained before.
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, buffers.sealed, 0, length);
            open(buffers.sealed, length, where);
        } else {
            keys.refused();
            unopenedSince |= openedAny;
            session.facts().sealed++;
        }
    }

    private void hold(byte[] record, List<ByteRange> where) {
        if (!held.add(record, where, sink.moment())) {
            int lost = held.take().size() + 1;
            session.facts().sealed += lost;
            session.undecryptable(
                    direction,
                    Obstacle.TOO_MUCH_HELD,
                    "more sealed records than this reader keeps until the ServerHello comes");
        }
    }

    void releaseHeld() {
        for (WaitingRecords.Waiting each : held.take()) {
            byte[] record = each.bytes();
            sink.during(each.then(), () -> open(record, record.length, each.where()));
        }
    }

    void giveUpHeld() {
        int lost = held.take().size();
        session.facts().sealed += lost;
        if (lost > 0) {
            session.undecryptable(
                    direction,
                    Obstacle.HANDSHAKE_NOT_CAPTURED,
                    "the ServerHello was not captured, so the suite is not known");
        }
    }

    void holed(boolean exactlyOne) {
        handshake.reset();
        keys.holed(exactlyOne);
        unopenedSince = true;
    }

    void startTls13(boolean earlyDataOffered) {
        keys.startTls13(earlyDataOffered);
        early = keys.stage() == DirectionKeys.Stage.EARLY ? new WaitingRecords() : null;
    }

    // ---- opening

    private void open(byte[] record, int length, List<ByteRange> where) {
        boolean had = keys.present();
        int text = keys.open(record, length, buffers.opened);
        if (text == RecordOpener.REFUSED) {
            unopened(where, had || keys.present());
            return;
        }
        openedAny = true;
        session.facts().opened++;
        if (!session.tls13()) {
            content(record[0], buffers.opened, buffers.openedSegment, text, true, where);
            return;
        }
        // The inner type is the last byte that is not padding (RFC 8446 §5.2).
        int end = text;
        while (end > 0 && buffers.opened[end - 1] == 0) {
            end--;
        }
        if (end > 0) {
            int type = buffers.opened[end - 1];
            content(type, buffers.opened, buffers.openedSegment, end - 1, true, where);
        }
    }

    private void unopened(List<ByteRange> where, boolean hadKeys) {
        unopenedSince |= openedAny;
        session.facts().sealed++;
        session.explain(direction, keys, hadKeys, where);
    }

    // ---- content

    private void content(
            int type,
            byte[] bytes,
            MemorySegment segment,
            int length,
            boolean decrypted,
            List<ByteRange> where) {
        switch (type) {
            case RecordFraming.CHANGE_CIPHER_SPEC -> session.changesCipher(this);
            case RecordFraming.ALERT -> {
                if (length == 2) {
                    session.alert(this, new Alert(bytes[0] & 0xff, bytes[1] & 0xff), decrypted);
                }
            }
            case RecordFraming.HANDSHAKE -> messages(bytes, length, decrypted, where);
            case RecordFraming.APPLICATION_DATA -> {
                // TLS 1.0 sends empty records before others, against guessed IVs.
                if (length > 0) {
                    application(bytes, segment, length, decrypted, where);
                }
            }
            default -> {}
        }
    }

    private void messages(byte[] bytes, int length, boolean decrypted, List<ByteRange> where) {
        boolean sound =
                handshake.add(
                        bytes,
                        0,
                        length,
                        (type, body) -> session.message(this, type, body, decrypted, where));
        if (!sound) {
            sink.malformed(
                    direction,
                    "a handshake message of more than 262144 bytes",
                    "RFC 8446 §4: this reader's bound for one message",
                    where.isEmpty() ? 0 : where.getFirst().offset());
        }
    }

    /// Messages after which other keys are used (RFC 8446 §4.4.4, §4.5, §4.6.3).
    void advance(int messageType) {
        if (!session.tls13()) {
            return;
        }
        DirectionKeys.Stage stage = keys.stage();
        if (messageType == HandshakeMessage.FINISHED && stage == DirectionKeys.Stage.HANDSHAKE) {
            keys.useLogged(DirectionKeys.Stage.APPLICATION);
        } else if (messageType == HandshakeMessage.END_OF_EARLY_DATA
                && stage == DirectionKeys.Stage.EARLY) {
            earlyDataAnswered(true);
            keys.useLogged(DirectionKeys.Stage.HANDSHAKE);
        } else if (messageType == HandshakeMessage.KEY_UPDATE) {
            keys.updateKeys();
        }
    }

    private void application(
            byte[] bytes,
            MemorySegment segment,
            int length,
            boolean decrypted,
            List<ByteRange> where) {
        if (decrypted && keys.stage() == DirectionKeys.Stage.EARLY && !earlyAccepted) {
            boolean kept =
                    early != null && early.add(Arrays.copyOf(bytes, length), where, sink.moment());
            if (!kept) {
                session.undecryptable(
                        direction,
                        Obstacle.TOO_MUCH_HELD,
                        "more early data than this reader keeps until the server answers");
            }
            return;
        }
        if (unopenedSince) {
            unopenedSince = false;
            sink.applicationGap(direction);
        }
        sink.applicationData(direction, segment, 0, length, decrypted, where);
    }

    /// The server takes the early data, or not: then the client sends it again.
    void earlyDataAnswered(boolean accepted) {
        WaitingRecords waiting = early;
        if (waiting == null) {
            return;
        }
        early = null;
        earlyAccepted = accepted;
        if (accepted) {
            for (WaitingRecords.Waiting each : waiting.take()) {
                MemorySegment text = MemorySegment.ofArray(each.bytes());
                int length = each.bytes().length;
                sink.during(
                        each.then(),
                        () -> sink.applicationData(direction, text, 0, length, true, each.where()));
            }
        }
    }
}

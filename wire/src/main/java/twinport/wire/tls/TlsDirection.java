// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framer;

/// One direction of a TLS connection: which keys it is under, and the next record's number.
final class TlsDirection {
    /// After a gap of unknown length so many record numbers are tried.
    private static final int NUMBERS_TRIED_MAX = 64;

    /// Sealed records of a client among which its Finished is looked for.
    private static final int FINISHED_AMONG = 4;

    /// Which secret of TLS 1.3 the direction is under; before 1.3 always APPLICATION.
    private enum Stage {
        EARLY,
        HANDSHAKE,
        APPLICATION
    }

    final Framer framer;
    private final Direction direction;
    private final TlsSession session;
    private final TlsSink sink;
    final HandshakeStream handshake = new HandshakeStream();

    /// Sealed records held until the ServerHello of the other direction is seen.
    final WaitingRecords held = new WaitingRecords();

    private boolean cipherChanged;
    private Stage stage = Stage.APPLICATION;
    private byte @Nullable [] trafficSecret;
    private @Nullable RecordOpener opener;
    private long number;
    private boolean numberUnsure;
    private boolean openedAny;
    private boolean unopenedSince;

    // How the client's sealed handshake records are told apart without keys.
    private int sealedSeen;
    private boolean finishedSeen;

    // Early data waits here until the server says whether it takes it.
    private @Nullable WaitingRecords early;
    private boolean earlyAccepted;

    TlsDirection(Direction direction, TlsSession session, TlsSink sink) {
        this.direction = direction;
        this.session = session;
        this.sink = sink;
        this.framer = session.framer(direction);
    }

    Direction direction() {
        return direction;
    }

    /// Whether a record is encrypted: told from its type, what came before, and its content.
    boolean isSealed(int type, byte[] record) {
        return switch (type) {
            case RecordFraming.APPLICATION_DATA -> true;
            case RecordFraming.CHANGE_CIPHER_SPEC -> false;
            default -> cipherChanged && !session.tls13() && !looksPlain(type, record);
        };
    }

    /// In TLS 1.3 a ChangeCipherSpec means nothing; a ServerHello may follow a client's.
    private boolean looksPlain(int type, byte[] record) {
        boolean retry = session.serverHello() != null && session.serverHello().helloRetryRequest();
        boolean before = session.serverHello() == null || retry;
        return before
                && type == RecordFraming.HANDSHAKE
                && record.length > 9
                && (record[5] == 1 || record[5] == 2)
                && record[6] == 0;
    }

    boolean countsAsHandshake(int bodyBytes, int finishedBytes) {
        if (finishedSeen) {
            return false;
        }
        sealedSeen++;
        finishedSeen = bodyBytes == finishedBytes || sealedSeen >= FINISHED_AMONG;
        return true;
    }

    void record(byte[] record, boolean sealed, List<ByteRange> where) {
        if (!sealed) {
            int type = record[0] & 0xff;
            content(type, record, RecordOpener.HEADER_BYTES, record.length, false, where);
        } else if (session.awaitsServerHello()) {
            hold(record, where);
        } else {
            open(record, where);
        }
    }

    private void hold(byte[] record, List<ByteRange> where) {
        if (!held.add(record, where, sink.moment())) {
            giveUpHeld();
        }
    }

    void releaseHeld() {
        for (WaitingRecords.Waiting each : held.take()) {
            sink.during(each.then(), () -> open(each.bytes(), each.where()));
        }
    }

    void giveUpHeld() {
        if (!held.take().isEmpty()) {
            session.undecryptable(
                    direction, "the ServerHello was not captured, so the suite is not known");
        }
    }

    void holed(boolean exactlyOne) {
        handshake.reset();
        if (exactlyOne) {
            number++;
        } else {
            numberUnsure = true;
        }
        unopenedSince = true;
    }

    // ---- keys

    void startTls13(boolean earlyDataOffered) {
        if (earlyDataOffered && useSecret(Stage.EARLY, SecretLog.CLIENT_EARLY)) {
            early = new WaitingRecords();
        } else {
            useSecret(Stage.HANDSHAKE, handshakeLabel());
        }
    }

    private String handshakeLabel() {
        return direction == Direction.FROM_CLIENT
                ? SecretLog.CLIENT_HANDSHAKE
                : SecretLog.SERVER_HANDSHAKE;
    }

    private String applicationLabel() {
        return direction == Direction.FROM_CLIENT
                ? SecretLog.CLIENT_APPLICATION
                : SecretLog.SERVER_APPLICATION;
    }

    private String label() {
        return stage == Stage.EARLY
                ? SecretLog.CLIENT_EARLY
                : stage == Stage.HANDSHAKE ? handshakeLabel() : applicationLabel();
    }

    /// Goes to another secret; false, and no keys, when the log has it not.
    private boolean useSecret(Stage to, String label) {
        stage = to;
        number = 0;
        opener = null;
        trafficSecret = null;
        var hello = session.clientHello();
        byte[] secret = hello == null ? null : session.secrets().find(label, hello.random());
        return secret != null && useSecret(secret);
    }

    private boolean useSecret(byte[] secret) {
        var chosen = session.serverHello();
        if (chosen == null) {
            return false;
        }
        CipherSuite suite = CipherSuite.of(chosen.suite());
        boolean aead =
                switch (suite.mode()) {
                    case GCM, CCM, CHACHA20 -> true;
                    case CBC, NONE, OTHER -> false;
                };
        if (!aead || secret.length != suite.hashBytes()) {
            return false;
        }
        try {
            opener = RecordOpener.ofTrafficSecret(suite, secret);
            trafficSecret = secret;
            number = 0;
            return true;
        } catch (GeneralSecurityException e) {
            session.undecryptable(direction, "this Java cannot open " + suite + ": " + e);
            return false;
        }
    }

    // ---- opening

    private void open(byte[] record, List<ByteRange> where) {
        byte[] text = null;
        try {
            text = session.tls13() ? openTls13(record) : openOlder(record);
        } catch (GeneralSecurityException e) {
            session.undecryptable(direction, "this Java cannot open a record: " + e);
        }
        if (text == null) {
            unopened();
            return;
        }
        number++;
        openedAny = true;
        numberUnsure = false;
        if (!session.tls13()) {
            content(record[0] & 0xff, text, 0, text.length, true, where);
            return;
        }
        // The inner type is the last byte that is not padding (RFC 8446 §5.2).
        int end = text.length;
        while (end > 0 && text[end - 1] == 0) {
            end--;
        }
        if (end > 0) {
            content(text[end - 1] & 0xff, text, 0, end - 1, true, where);
        }
    }

    private void unopened() {
        boolean keys = opener != null;
        unopenedSince |= openedAny;
        if (session.tls13() && number == 0) {
            // Perhaps early data the server skips too (RFC 8446 §4.2.10): it has no number here.
            numberUnsure = true;
        } else {
            number++;
        }
        session.undecryptable(
                direction,
                keys
                        ? "a record is damaged or its secret is another one: the tag does not fit"
                        : session.reasonForNoKeys());
    }

    private byte @Nullable [] openOlder(byte[] record) throws GeneralSecurityException {
        if (opener == null && cipherChanged) {
            opener = MasterKeys.opener(session, direction);
        }
        return opener == null ? null : openNumbered(opener, record);
    }

    private byte @Nullable [] openTls13(byte[] record) throws GeneralSecurityException {
        if (opener == null && useSecret(stage, label())) {
            numberUnsure = true;
        }
        byte[] text = opener == null ? null : openNumbered(opener, record);
        if (text != null) {
            return text;
        }
        // Early data that the server refuses, or a handshake secret that was not logged.
        RecordOpener before = opener;
        byte[] secretBefore = trafficSecret;
        Stage stageBefore = stage;
        long numberBefore = number;
        if (stage == Stage.EARLY && useSecret(Stage.HANDSHAKE, handshakeLabel())) {
            text = Objects.requireNonNull(opener).open(record, record.length, 0);
        }
        if (text == null
                && stageBefore != Stage.APPLICATION
                && useSecret(Stage.APPLICATION, applicationLabel())) {
            text = Objects.requireNonNull(opener).open(record, record.length, 0);
        }
        if (text == null) {
            opener = before;
            trafficSecret = secretBefore;
            stage = stageBefore;
            number = numberBefore;
        }
        return text;
    }

    private byte @Nullable [] openNumbered(RecordOpener with, byte[] record)
            throws GeneralSecurityException {
        byte[] text = with.open(record, record.length, number);
        for (int i = 1; text == null && numberUnsure && i < NUMBERS_TRIED_MAX; i++) {
            text = with.open(record, record.length, number + i);
            number += text == null ? 0 : i;
        }
        return text;
    }

    // ---- content

    private void content(
            int type, byte[] bytes, int from, int to, boolean decrypted, List<ByteRange> where) {
        switch (type) {
            case RecordFraming.CHANGE_CIPHER_SPEC -> changeCipher();
            case RecordFraming.ALERT -> {
                if (to - from == 2) {
                    Alert alert = new Alert(bytes[from] & 0xff, bytes[from + 1] & 0xff);
                    sink.alert(direction, alert, decrypted);
                }
            }
            case RecordFraming.HANDSHAKE -> messages(bytes, from, to, decrypted, where);
            case RecordFraming.APPLICATION_DATA -> application(bytes, from, to, where);
            default -> {}
        }
    }

    private void changeCipher() {
        cipherChanged = true;
        if (!session.tls13()) {
            opener = null;
            number = 0;
        }
    }

    private void messages(
            byte[] bytes, int from, int to, boolean decrypted, List<ByteRange> where) {
        boolean sound =
                handshake.add(
                        bytes,
                        from,
                        to,
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
        if (messageType == HandshakeMessage.FINISHED && stage == Stage.HANDSHAKE) {
            useSecret(Stage.APPLICATION, applicationLabel());
        } else if (messageType == HandshakeMessage.END_OF_EARLY_DATA && stage == Stage.EARLY) {
            earlyDataAnswered(true);
            useSecret(Stage.HANDSHAKE, handshakeLabel());
        } else if (messageType == HandshakeMessage.KEY_UPDATE) {
            updateKeys();
        }
    }

    private void updateKeys() {
        byte[] secret = trafficSecret;
        var chosen = session.serverHello();
        if (stage != Stage.APPLICATION || secret == null || chosen == null) {
            return;
        }
        try {
            String hash = CipherSuite.of(chosen.suite()).hash();
            useSecret(KeySchedule.nextSecret(hash, secret));
        } catch (GeneralSecurityException e) {
            session.undecryptable(direction, "this Java has no HMAC for the key update: " + e);
        }
    }

    private void application(byte[] bytes, int from, int to, List<ByteRange> where) {
        if (stage == Stage.EARLY && !earlyAccepted) {
            boolean kept =
                    early != null
                            && early.add(Arrays.copyOfRange(bytes, from, to), where, sink.moment());
            if (!kept) {
                session.undecryptable(direction, "more early data than this reader keeps");
            }
            return;
        }
        if (unopenedSince) {
            unopenedSince = false;
            sink.applicationGap(direction);
        }
        sink.applicationData(direction, bytes, from, to - from, where);
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
                byte[] text = each.bytes();
                sink.during(
                        each.then(),
                        () -> sink.applicationData(direction, text, 0, text.length, each.where()));
            }
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;

/// The keys one direction is under, and its next record's number.
final class DirectionKeys {
    /// After a gap of unknown length so many record numbers are tried.
    private static final int NUMBERS_TRIED_MAX = 64;

    /// Which secret of TLS 1.3 the direction is under; before 1.3 always APPLICATION.
    enum Stage {
        EARLY,
        HANDSHAKE,
        APPLICATION
    }

    private final Direction direction;
    private final TlsSession session;
    private Stage stage = Stage.APPLICATION;
    private byte @Nullable [] trafficSecret;
    private @Nullable RecordOpener opener;
    private long number;
    private boolean numberUnsure;
    private boolean cipherChanged;
    private boolean earlySecretMissing;

    /// How many secrets the log had when none was found: without more there is nothing to find.
    private long searchedAt = -1;

    /// Whether the log has a secret of a later stage, which each record may be the first under.
    private boolean laterKnown;

    DirectionKeys(Direction direction, TlsSession session) {
        this.direction = direction;
        this.session = session;
    }

    Stage stage() {
        return stage;
    }

    boolean cipherChanged() {
        return cipherChanged;
    }

    /// Whether the early data's secret is the one that is missing now.
    boolean earlySecretMissing() {
        return earlySecretMissing && stage == Stage.HANDSHAKE && number == 0;
    }

    /// Whether a record may open: false only where there are no keys and nothing to find them by.
    boolean mayOpen() {
        return opener != null || session.secrets().additions() != searchedAt;
    }

    boolean present() {
        return opener != null;
    }

    // ---- changes of keys

    /// TLS 1.2 and older: the next record is under the keys agreed on last. TLS 1.3: no meaning.
    void changeCipher() {
        cipherChanged = true;
        if (!session.tls13()) {
            opener = null;
            number = 0;
            searchedAt = -1;
        }
    }

    /// @param earlyData whether early data may come first
    void startTls13(boolean earlyData) {
        if (earlyData && useLogged(Stage.EARLY)) {
            return;
        }
        earlySecretMissing = earlyData;
        useLogged(Stage.HANDSHAKE);
    }

    /// Goes to the logged secret of a stage; false, and no keys, when the log has it not.
    boolean useLogged(Stage to) {
        stage = to;
        number = 0;
        opener = null;
        trafficSecret = null;
        searchedAt = -1;
        var hello = session.clientHello();
        byte[] secret = hello == null ? null : session.secrets().find(label(to), hello.random());
        return secret != null && use(secret);
    }

    void updateKeys() {
        byte[] secret = trafficSecret;
        if (stage != Stage.APPLICATION || secret == null) {
            return;
        }
        try {
            use(KeySchedule.nextSecret(session.suite().hash(), secret));
        } catch (GeneralSecurityException e) {
            session.lacks(direction, "HMAC for the key update", e);
        }
    }

    /// Records are missing: one, or nobody knows how many.
    void holed(boolean exactlyOne) {
        if (exactlyOne) {
            number++;
        } else {
            numberUnsure = true;
        }
    }

    private SecretLabel label(Stage of) {
        boolean client = direction == Direction.FROM_CLIENT;
        return switch (of) {
            case EARLY -> SecretLabel.CLIENT_EARLY;
            case HANDSHAKE -> client ? SecretLabel.CLIENT_HANDSHAKE : SecretLabel.SERVER_HANDSHAKE;
            case APPLICATION ->
                    client ? SecretLabel.CLIENT_APPLICATION : SecretLabel.SERVER_APPLICATION;
        };
    }

    /// The secret that would open the next record.
    SecretLabel needed() {
        return session.tls13() ? label(stage) : SecretLabel.MASTER;
    }

    private boolean use(byte[] secret) {
        CipherSuite suite = session.suite();
        if (!suite.opensTls13() || secret.length != suite.hashBytes()) {
            return false;
        }
        try {
            opener = RecordOpener.ofTrafficSecret(suite, secret);
            trafficSecret = secret;
            number = 0;
            return true;
        } catch (GeneralSecurityException e) {
            session.lacks(direction, suite.name(), e);
            return false;
        }
    }

    // ---- opening

    /// Opens the next record; the answer is the length of its text, or [RecordOpener#REFUSED].
    int open(byte[] record, int length, byte[] into) {
        int text = RecordOpener.REFUSED;
        try {
            text =
                    session.tls13()
                            ? openTls13(record, length, into)
                            : openOlder(record, length, into);
        } catch (GeneralSecurityException e) {
            session.lacks(direction, session.suite().name(), e);
        }
        if (text != RecordOpener.REFUSED) {
            number++;
            numberUnsure = false;
        } else {
            refused();
        }
        return text;
    }

    /// A record passed that was not opened.
    void refused() {
        if (session.tls13() && number == 0) {
            // Perhaps early data the server skips too (RFC 8446 §4.2.10): it has no number here.
            numberUnsure = true;
        } else {
            number++;
        }
    }

    private int openOlder(byte[] record, int length, byte[] into) throws GeneralSecurityException {
        if (opener == null && cipherChanged) {
            opener = ofMaster();
            searchedAt = session.secrets().additions();
        }
        return opener == null ? RecordOpener.REFUSED : openNumbered(opener, record, length, into);
    }

    /// Keys of TLS 1.2 or older; null when the hellos or the secret are not known.
    private @Nullable RecordOpener ofMaster() throws GeneralSecurityException {
        var client = session.clientHello();
        var server = session.serverHello();
        byte[] master = session.master();
        if (client == null
                || server == null
                || master == null
                || !session.suite().opensOlder()
                || server.compression() != 0
                || server.version().number() <= TlsVersion.SSL_3_0.number()) {
            return null;
        }
        return RecordOpener.ofMaster(
                session.suite(),
                server.version(),
                master,
                server.random(),
                client.random(),
                direction == Direction.FROM_CLIENT,
                server.encryptThenMac());
    }

    private int openTls13(byte[] record, int length, byte[] into) throws GeneralSecurityException {
        if (opener == null) {
            long known = session.secrets().additions();
            numberUnsure |= useLogged(stage);
            searchedAt = known;
        }
        int text =
                opener == null ? RecordOpener.REFUSED : openNumbered(opener, record, length, into);
        return text != RecordOpener.REFUSED || stage == Stage.APPLICATION
                ? text
                : openWithLater(record, length, into);
    }

    /// Tries the secrets that follow: the server may refuse early data, and a log may lack the
    /// secrets of the handshake.
    private int openWithLater(byte[] record, int length, byte[] into)
            throws GeneralSecurityException {
        RecordOpener before = opener;
        byte[] secretBefore = trafficSecret;
        Stage stageBefore = stage;
        long numberBefore = number;
        long searchedBefore = searchedAt;
        int text = RecordOpener.REFUSED;
        if (stage == Stage.EARLY) {
            text = openFirst(Stage.HANDSHAKE, record, length, into);
        }
        if (text == RecordOpener.REFUSED) {
            text = openFirst(Stage.APPLICATION, record, length, into);
        }
        if (text == RecordOpener.REFUSED) {
            opener = before;
            trafficSecret = secretBefore;
            stage = stageBefore;
            number = numberBefore;
            searchedAt = laterKnown ? -1 : searchedBefore;
        }
        return text;
    }

    private int openFirst(Stage with, byte[] record, int length, byte[] into)
            throws GeneralSecurityException {
        laterKnown |= useLogged(with);
        return opener == null ? RecordOpener.REFUSED : opener.open(record, length, 0, into);
    }

    private int openNumbered(RecordOpener with, byte[] record, int length, byte[] into)
            throws GeneralSecurityException {
        int text = with.open(record, length, number, into);
        for (int i = 1;
                text == RecordOpener.REFUSED && numberUnsure && i < NUMBERS_TRIED_MAX;
                i++) {
            text = with.open(record, length, number + i, into);
            number += text == RecordOpener.REFUSED ? 0 : i;
        }
        return text;
    }
}

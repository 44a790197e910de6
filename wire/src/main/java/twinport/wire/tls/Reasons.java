// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;

/// Why a record could not be opened, in words.
final class Reasons {
    private Reasons() {}

    /// @param hadKeys whether keys were there that did not fit
    static Obstacle obstacle(TlsSession session, DirectionKeys keys, boolean hadKeys) {
        var client = session.clientHello();
        var server = session.serverHello();
        if (client == null || server == null) {
            return Obstacle.HANDSHAKE_NOT_CAPTURED;
        }
        CipherSuite suite = session.suite();
        if (session.tls13() ? !suite.opensTls13() : !suite.opensOlder()) {
            return Obstacle.SUITE;
        }
        if (server.version().number() <= TlsVersion.SSL_3_0.number()) {
            return Obstacle.VERSION;
        }
        if (!session.tls13() && server.compression() != 0) {
            return Obstacle.COMPRESSED;
        }
        if (keys.earlySecretMissing()) {
            return Obstacle.EARLY_SECRET_MISSING;
        }
        return hadKeys ? Obstacle.DAMAGED : withoutKeys(session, keys, client.random());
    }

    private static Obstacle withoutKeys(
            TlsSession session, DirectionKeys keys, byte[] clientRandom) {
        if (session.secrets().size() == 0) {
            return Obstacle.NO_SECRET;
        }
        Set<SecretLabel> known = session.secrets().labelsOf(clientRandom);
        if (known.contains(keys.needed())) {
            return Obstacle.SECRET_UNFIT;
        }
        return known.stream().anyMatch(SecretLabel::opensRecords)
                ? Obstacle.SECRET_MISSING
                : Obstacle.OTHER_SESSIONS;
    }

    static String text(
            TlsSession session, DirectionKeys keys, Obstacle obstacle, List<ByteRange> where) {
        CipherSuite suite = session.suite();
        return switch (obstacle) {
            case HANDSHAKE_NOT_CAPTURED ->
                    "the handshake was not captured, so neither client random nor suite is known";
            case SUITE ->
                    "the suite "
                            + suite
                            + " is none that this reader opens (it opens AES-GCM, AES-CCM,"
                            + " ChaCha20-Poly1305, AES-CBC and 3DES-CBC)";
            case VERSION -> "SSL 3.0 derives its keys in a way that this reader does not know";
            case EARLY_SECRET_MISSING ->
                    "the early data needs " + missing(session, SecretLabel.CLIENT_EARLY);
            case SECRET_UNFIT ->
                    "the "
                            + keys.needed().label()
                            + " for client random "
                            + random(session)
                            + " has another length than "
                            + suite
                            + " needs";
            case SECRET_MISSING ->
                    "of this session's secrets one is missing: " + missing(session, keys.needed());
            case OTHER_SESSIONS ->
                    noSecret(session)
                            + "; the "
                            + session.secrets().size()
                            + " secrets known are of other sessions"
                            + overflow(session);
            case NO_SECRET -> noSecret(session);
            case DAMAGED ->
                    "the record at "
                            + place(where)
                            + " is damaged or its secret is another one: the tag does not fit";
            case COMPRESSED ->
                    "the records are compressed before they are sealed,"
                            + " and this reader opens none such";
            case TOO_MUCH_HELD, JAVA -> throw new AssertionError(obstacle + " is told where it is");
        };
    }

    private static String missing(TlsSession session, SecretLabel label) {
        return label.label() + " for client random " + random(session);
    }

    private static String noSecret(TlsSession session) {
        String text = "no secret for client random " + random(session);
        byte[] origin = session.resumedFrom();
        if (origin != null) {
            text += ", nor for " + hex(origin) + ", whose session it resumes";
        } else if (session.facts().resumedOlder()) {
            text += "; it resumes a session whose beginning was not captured";
        }
        return session.suite().staticRsa()
                ? text + " (the server's RSA key would open it too, but secrets are what is read)"
                : text;
    }

    private static String overflow(TlsSession session) {
        long dropped = session.secrets().dropped();
        return dropped == 0 ? "" : ", and " + dropped + " more than are kept were passed over";
    }

    private static String random(TlsSession session) {
        var hello = session.clientHello();
        return hex(hello == null ? null : hello.random());
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "unknown" : HexFormat.of().formatHex(bytes);
    }

    private static String place(List<ByteRange> where) {
        if (where.isEmpty()) {
            return "an unknown place";
        }
        ByteRange first = where.getFirst();
        return "frame " + first.frame() + ", offset " + first.offset();
    }
}

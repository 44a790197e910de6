// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the handshake messages an onlooker can use (RFC 8446 §4, RFC 5246 §7.4).
final class HandshakeParser {
    /// The random of a ServerHello that is a HelloRetryRequest: SHA-256 of that word (§4.1.3).
    private static final byte[] RETRY =
            HexFormat.of()
                    .parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private static final int CERTIFICATES_MAX = 64;
    private static final int RANDOM_BYTES = 32;
    private static final int NAMED_CURVE = 3;
    private static final int FIRST_DRAFT = 0x7f00;

    private HandshakeParser() {}

    /// The message; null when its lengths do not fit.
    ///
    /// @param chosen the server's choice so far, on which the form of some messages depends
    static @Nullable HandshakeMessage parse(
            int type, byte[] body, HandshakeMessage.@Nullable ServerHello chosen) {
        boolean tls13 = chosen != null && chosen.version().isTls13();
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            return switch (type) {
                case HandshakeMessage.CLIENT_HELLO -> clientHello(in);
                case HandshakeMessage.SERVER_HELLO -> serverHello(in);
                case HandshakeMessage.ENCRYPTED_EXTENSIONS -> encryptedExtensions(in);
                case HandshakeMessage.CERTIFICATE -> certificates(in, tls13);
                case HandshakeMessage.CERTIFICATE_REQUEST -> certificateRequest(in, chosen);
                case HandshakeMessage.CERTIFICATE_VERIFY ->
                        new HandshakeMessage.CertificateVerify(
                                signed(chosen) ? in.getShort() & 0xffff : -1);
                case HandshakeMessage.NEW_SESSION_TICKET -> ticket(in, tls13);
                case HandshakeMessage.SERVER_KEY_EXCHANGE -> keyExchange(in, body.length, chosen);
                default -> new HandshakeMessage.Other(type, body.length);
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    /// Whether signatures are preceded by their algorithm: from TLS 1.2 on.
    private static boolean signed(HandshakeMessage.@Nullable ServerHello chosen) {
        return chosen != null
                && (chosen.version().isTls13()
                        || chosen.version().number() == TlsVersion.TLS_1_2.number());
    }

    private static HandshakeMessage clientHello(ByteBuffer in) {
        int version = in.getShort() & 0xffff;
        byte[] random = Lengths.array(in, RANDOM_BYTES);
        byte[] session = Lengths.array(in, in.get() & 0xff);
        List<Integer> suites = Lengths.shorts(Lengths.slice(in, in.getShort() & 0xffff));
        List<Integer> compression = Lengths.bytes(Lengths.slice(in, in.get() & 0xff));
        Extensions extensions = new Extensions(in);
        return new HandshakeMessage.ClientHello(
                version,
                random,
                session,
                suites,
                extensions.versions(),
                extensions.serverName(),
                extensions.protocols(),
                extensions.list(HandshakeMessage.SUPPORTED_GROUPS),
                extensions.list(HandshakeMessage.SIGNATURE_ALGORITHMS),
                extensions.types,
                new HelloDetails(
                        false,
                        compression,
                        extensions.byteList(HandshakeMessage.EC_POINT_FORMATS),
                        extensions.keyShareGroups(),
                        extensions.byteList(HandshakeMessage.PSK_MODES),
                        extensions.pskIdentities(),
                        extensions.length(HandshakeMessage.SESSION_TICKET),
                        extensions.number(HandshakeMessage.RECORD_SIZE_LIMIT),
                        extensions.maxFragmentLength()));
    }

    /// The ticket a client offers (RFC 5077 §3.2); null for none. A ClientHello is parsed without
    /// it, for it is long and only the session of an onlooker who has secrets needs it.
    static byte @Nullable [] ticketOffered(byte[] clientHello) {
        try {
            ByteBuffer in = ByteBuffer.wrap(clientHello);
            in.position(2 + RANDOM_BYTES);
            Lengths.slice(in, in.get() & 0xff);
            Lengths.slice(in, in.getShort() & 0xffff);
            Lengths.slice(in, in.get() & 0xff);
            ByteBuffer ticket = new Extensions(in).of(HandshakeMessage.SESSION_TICKET);
            return ticket == null || !ticket.hasRemaining()
                    ? null
                    : Lengths.array(ticket, ticket.remaining());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    /// A ClientHello in the form of SSL 2.0 (RFC 5246 appendix E.2), after its message type; null
    /// when its lengths do not fit.
    static @Nullable HandshakeMessage ssl2ClientHello(byte[] body) {
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            int version = in.getShort() & 0xffff;
            int suiteBytes = in.getShort() & 0xffff;
            int sessionBytes = in.getShort() & 0xffff;
            int challengeBytes = in.getShort() & 0xffff;
            ByteBuffer specs = Lengths.slice(in, suiteBytes);
            List<Integer> suites = new ArrayList<>();
            while (specs.remaining() >= 3) {
                suites.add(Lengths.threeBytes(specs));
            }
            byte[] session = Lengths.array(in, sessionBytes);
            byte[] challenge = Lengths.array(in, challengeBytes);
            if (challengeBytes > RANDOM_BYTES) {
                return null;
            }
            byte[] random = new byte[RANDOM_BYTES];
            System.arraycopy(challenge, 0, random, RANDOM_BYTES - challengeBytes, challengeBytes);
            List<Integer> none = List.of();
            return new HandshakeMessage.ClientHello(
                    version,
                    random,
                    session,
                    suites,
                    none,
                    null,
                    List.of(),
                    none,
                    none,
                    none,
                    new HelloDetails(true, none, none, none, none, 0, -1, -1, -1));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private static HandshakeMessage serverHello(ByteBuffer in) {
        int legacy = in.getShort() & 0xffff;
        byte[] random = Lengths.array(in, RANDOM_BYTES);
        // Drafts of TLS 1.3 before 22 left session and compression out.
        boolean draft = legacy > FIRST_DRAFT && legacy < FIRST_DRAFT + 22;
        byte[] session = draft ? new byte[0] : Lengths.array(in, in.get() & 0xff);
        int suite = in.getShort() & 0xffff;
        int compression = draft ? 0 : in.get() & 0xff;
        Extensions extensions = new Extensions(in);
        int chosen = extensions.number(HandshakeMessage.SUPPORTED_VERSIONS);
        List<String> protocols = extensions.protocols();
        return new HandshakeMessage.ServerHello(
                new TlsVersion(chosen < 0 ? legacy : chosen),
                random,
                session,
                suite,
                protocols.isEmpty() ? null : protocols.getFirst(),
                Arrays.equals(random, RETRY),
                extensions.types,
                compression,
                Math.max(0, extensions.number(HandshakeMessage.KEY_SHARE)),
                extensions.number(HandshakeMessage.PRE_SHARED_KEY),
                extensions.number(HandshakeMessage.RECORD_SIZE_LIMIT),
                legacy);
    }

    private static HandshakeMessage encryptedExtensions(ByteBuffer in) {
        Extensions extensions = new Extensions(in);
        List<String> protocols = extensions.protocols();
        return new HandshakeMessage.EncryptedExtensions(
                extensions.types,
                protocols.isEmpty() ? null : protocols.getFirst(),
                extensions.number(HandshakeMessage.RECORD_SIZE_LIMIT));
    }

    /// In TLS 1.3 a context stands before the list and extensions after each (RFC 8446 §4.4.2).
    private static HandshakeMessage certificates(ByteBuffer in, boolean tls13) {
        if (tls13) {
            Lengths.slice(in, in.get() & 0xff);
        }
        ByteBuffer list = Lengths.slice(in, Lengths.threeBytes(in));
        List<byte[]> chain = new ArrayList<>();
        while (list.hasRemaining() && chain.size() < CERTIFICATES_MAX) {
            chain.add(Lengths.array(list, Lengths.threeBytes(list)));
            if (tls13) {
                Lengths.slice(list, list.getShort() & 0xffff);
            }
        }
        return new HandshakeMessage.Certificates(chain);
    }

    /// RFC 8446 §4.3.2; before it a list of certificate types and one of issuers (RFC 5246 §7.4.4).
    private static HandshakeMessage certificateRequest(
            ByteBuffer in, HandshakeMessage.@Nullable ServerHello chosen) {
        Lengths.slice(in, in.get() & 0xff);
        if (chosen != null && chosen.version().isTls13()) {
            return new HandshakeMessage.CertificateRequest(
                    new Extensions(in).list(HandshakeMessage.SIGNATURE_ALGORITHMS), 0);
        }
        List<Integer> algorithms =
                signed(chosen)
                        ? Lengths.shorts(Lengths.slice(in, in.getShort() & 0xffff))
                        : List.of();
        ByteBuffer issuers = Lengths.slice(in, in.getShort() & 0xffff);
        int count = 0;
        while (issuers.hasRemaining()) {
            Lengths.slice(issuers, issuers.getShort() & 0xffff);
            count++;
        }
        return new HandshakeMessage.CertificateRequest(algorithms, count);
    }

    private static HandshakeMessage ticket(ByteBuffer in, boolean tls13) {
        long lifetime = in.getInt() & 0xffffffffL;
        if (!tls13) {
            byte[] ticket = Lengths.array(in, in.getShort() & 0xffff);
            return new HandshakeMessage.NewSessionTicket(lifetime, ticket, 0);
        }
        in.getInt();
        Lengths.slice(in, in.get() & 0xff);
        byte[] ticket = Lengths.array(in, in.getShort() & 0xffff);
        ByteBuffer early = new Extensions(in).of(HandshakeMessage.EARLY_DATA);
        return new HandshakeMessage.NewSessionTicket(
                lifetime, ticket, early == null ? 0 : early.getInt() & 0xffffffffL);
    }

    /// The parameters and what signs them. Where the suite is not known or has another exchange,
    /// the message is only named.
    private static HandshakeMessage keyExchange(
            ByteBuffer in, int length, HandshakeMessage.@Nullable ServerHello chosen) {
        String suite = chosen == null ? "" : chosen.cipherSuite().name();
        boolean curve = suite.startsWith("TLS_ECDH");
        boolean prime = suite.startsWith("TLS_DH");
        if (!curve && !prime) {
            return new HandshakeMessage.Other(HandshakeMessage.SERVER_KEY_EXCHANGE, length);
        }
        if (suite.contains("_PSK_")) {
            Lengths.slice(in, in.getShort() & 0xffff);
        }
        int group = 0;
        int primeBits = 0;
        if (curve) {
            if (in.get() != NAMED_CURVE) {
                return new HandshakeMessage.ServerKeyExchange(0, 0, -1);
            }
            group = in.getShort() & 0xffff;
            Lengths.slice(in, in.get() & 0xff);
        } else {
            primeBits = bits(Lengths.array(in, in.getShort() & 0xffff));
            Lengths.slice(in, in.getShort() & 0xffff);
            Lengths.slice(in, in.getShort() & 0xffff);
        }
        boolean named = signed(chosen) && in.remaining() >= 4;
        return new HandshakeMessage.ServerKeyExchange(
                group, primeBits, named ? in.getShort() & 0xffff : -1);
    }

    private static int bits(byte[] number) {
        for (int i = 0; i < number.length; i++) {
            if (number[i] != 0) {
                int high = 32 - Integer.numberOfLeadingZeros(number[i] & 0xff);
                return 8 * (number.length - i - 1) + high;
            }
        }
        return 0;
    }
}

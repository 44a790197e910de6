// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.TlsVersion;

/// A ClientHello to be sent (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2, RFC 6101 §5.6.1.2).
///
/// In TLS 1.3 it holds no key share: the server answers with a HelloRetryRequest, which names
/// version, suite and group, and nobody has to compute a key.
///
/// @param version the highest one offered; where it is TLS 1.3, the only one
/// @param suites in the order of preference
/// @param groups in the order of preference; none of them leaves the extension out
/// @param serverName SNI; absent for addresses
/// @param compression methods beside null; TLS 1.3 forbids them (RFC 8446 §4.1.2)
record Offer(
        TlsVersion version,
        List<Integer> suites,
        List<Integer> groups,
        List<Integer> signatures,
        Optional<String> serverName,
        List<Integer> compression) {
    private static final int HANDSHAKE = 22;
    private static final int RENEGOTIATION_SUITE = 0x00ff;
    private static final int RANDOM_BYTES = 32;

    /// RSA, ECDSA and EdDSA with every hash, SHA-1 last (IANA registry "TLS SignatureScheme").
    static final List<Integer> SIGNATURES =
            List.of(
                    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a,
                    0x080b, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0203, 0x0201, 0x0402, 0x0202);

    Offer {
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        signatures = List.copyOf(signatures);
        compression = List.copyOf(compression);
    }

    /// Without compression.
    static Offer of(
            TlsVersion version,
            List<Integer> suites,
            List<Integer> groups,
            Optional<String> serverName) {
        return new Offer(version, suites, groups, SIGNATURES, serverName, List.of());
    }

    /// The whole record.
    byte[] record(RandomGenerator random) {
        Bytes hello = new Bytes();
        hello.u16(version.isTls13() ? TlsVersion.TLS_1_2.number() : version.number());
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        hello.raw(bytes);
        hello.u8(0);
        Bytes offered = new Bytes();
        suites.forEach(offered::u16);
        if (!version.isTls13()) {
            offered.u16(RENEGOTIATION_SUITE);
        }
        hello.vector16(offered);
        Bytes methods = new Bytes();
        compression.forEach(methods::u8);
        methods.u8(0);
        hello.vector8(methods);
        if (version.number() > TlsVersion.SSL_3_0.number()) {
            hello.vector16(extensions());
        }
        Bytes message = new Bytes();
        message.u8(HandshakeMessage.CLIENT_HELLO);
        message.vector24(hello);
        Bytes record = new Bytes();
        record.u8(HANDSHAKE);
        record.u16(Math.min(version.number(), 0x0301));
        record.vector16(message);
        return record.toByteArray();
    }

    private Bytes extensions() {
        Bytes all = new Bytes();
        serverName.ifPresent(name -> {
            Bytes entry = new Bytes();
            entry.u8(0);
            entry.vector16(new Bytes().raw(name.getBytes(StandardCharsets.US_ASCII)));
            all.extension(HandshakeMessage.SERVER_NAME, new Bytes().vector16(entry));
        });
        if (!groups.isEmpty()) {
            Bytes named = new Bytes();
            groups.forEach(named::u16);
            all.extension(HandshakeMessage.SUPPORTED_GROUPS, new Bytes().vector16(named));
            all.extension(HandshakeMessage.EC_POINT_FORMATS, new Bytes().raw(new byte[] {1, 0}));
        }
        if (version.number() >= TlsVersion.TLS_1_2.number()) {
            Bytes schemes = new Bytes();
            signatures.forEach(schemes::u16);
            all.extension(HandshakeMessage.SIGNATURE_ALGORITHMS, new Bytes().vector16(schemes));
        }
        if (version.isTls13()) {
            Bytes versions = new Bytes();
            versions.u16(version.number());
            all.extension(HandshakeMessage.SUPPORTED_VERSIONS, new Bytes().vector8(versions));
            all.extension(HandshakeMessage.PSK_MODES, new Bytes().raw(new byte[] {1, 1}));
            all.extension(HandshakeMessage.KEY_SHARE, new Bytes().vector16(new Bytes()));
        } else {
            all.extension(HandshakeMessage.SESSION_TICKET, new Bytes());
            all.extension(HandshakeMessage.ENCRYPT_THEN_MAC, new Bytes());
            all.extension(HandshakeMessage.EXTENDED_MASTER_SECRET, new Bytes());
        }
        return all;
    }

    /// Bytes as TLS writes them (RFC 8446 §3).
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void u8(int value) {
            out.write(value);
        }

        void u16(int value) {
            out.write(value >> 8);
            out.write(value);
        }

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes vector8(Bytes body) {
            u8(body.out.size());
            return raw(body.toByteArray());
        }

        Bytes vector16(Bytes body) {
            u16(body.out.size());
            return raw(body.toByteArray());
        }

        void vector24(Bytes body) {
            u8(body.out.size() >> 16);
            u16(body.out.size() & 0xFFFF);
            raw(body.toByteArray());
        }

        void extension(int number, Bytes body) {
            u16(number);
            vector16(body);
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}

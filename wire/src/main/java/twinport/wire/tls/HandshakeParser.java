// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    private HandshakeParser() {}

    /// The message; null when its lengths do not fit.
    static @Nullable HandshakeMessage parse(int type, byte[] body, boolean tls13) {
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            return switch (type) {
                case HandshakeMessage.CLIENT_HELLO -> clientHello(in);
                case HandshakeMessage.SERVER_HELLO -> serverHello(in);
                case HandshakeMessage.ENCRYPTED_EXTENSIONS -> encryptedExtensions(in);
                case HandshakeMessage.CERTIFICATE -> certificates(in, tls13);
                default -> new HandshakeMessage.Other(type, body.length);
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private static HandshakeMessage clientHello(ByteBuffer in) {
        int version = in.getShort() & 0xffff;
        byte[] random = bytes(in, 32);
        byte[] session = bytes(in, in.get() & 0xff);
        List<Integer> suites = numbers(slice(in, in.getShort() & 0xffff));
        slice(in, in.get() & 0xff);
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
                extensions.types);
    }

    private static HandshakeMessage serverHello(ByteBuffer in) {
        int legacy = in.getShort() & 0xffff;
        byte[] random = bytes(in, 32);
        byte[] session = bytes(in, in.get() & 0xff);
        int suite = in.getShort() & 0xffff;
        in.get();
        Extensions extensions = new Extensions(in);
        ByteBuffer chosen = extensions.of(HandshakeMessage.SUPPORTED_VERSIONS);
        int version = chosen == null ? legacy : chosen.getShort() & 0xffff;
        List<String> protocols = extensions.protocols();
        return new HandshakeMessage.ServerHello(
                new TlsVersion(version),
                random,
                session,
                suite,
                protocols.isEmpty() ? null : protocols.getFirst(),
                Arrays.equals(random, RETRY),
                extensions.types);
    }

    private static HandshakeMessage encryptedExtensions(ByteBuffer in) {
        Extensions extensions = new Extensions(in);
        List<String> protocols = extensions.protocols();
        return new HandshakeMessage.EncryptedExtensions(
                extensions.types, protocols.isEmpty() ? null : protocols.getFirst());
    }

    /// In TLS 1.3 a context stands before the list and extensions after each (RFC 8446 §4.4.2).
    private static HandshakeMessage certificates(ByteBuffer in, boolean tls13) {
        if (tls13) {
            slice(in, in.get() & 0xff);
        }
        ByteBuffer list = slice(in, threeBytes(in));
        List<byte[]> chain = new ArrayList<>();
        while (list.hasRemaining() && chain.size() < CERTIFICATES_MAX) {
            chain.add(bytes(list, threeBytes(list)));
            if (tls13) {
                slice(list, list.getShort() & 0xffff);
            }
        }
        return new HandshakeMessage.Certificates(chain);
    }

    private static int threeBytes(ByteBuffer in) {
        return (in.get() & 0xff) << 16 | (in.getShort() & 0xffff);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] out = new byte[count];
        in.get(out);
        return out;
    }

    private static ByteBuffer slice(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), count);
        in.position(in.position() + count);
        return part;
    }

    private static List<Integer> numbers(ByteBuffer in) {
        List<Integer> list = new ArrayList<>();
        while (in.remaining() >= 2) {
            list.add(in.getShort() & 0xffff);
        }
        return list;
    }

    /// The extensions of a message: their numbers in order, and the first of each.
    private static final class Extensions {
        private final List<Integer> types = new ArrayList<>();
        private final List<ByteBuffer> contents = new ArrayList<>();

        Extensions(ByteBuffer in) {
            if (!in.hasRemaining()) {
                return;
            }
            ByteBuffer all = slice(in, in.getShort() & 0xffff);
            while (all.hasRemaining()) {
                types.add(all.getShort() & 0xffff);
                contents.add(slice(all, all.getShort() & 0xffff));
            }
        }

        @Nullable ByteBuffer of(int type) {
            int index = types.indexOf(type);
            return index < 0 ? null : contents.get(index).duplicate();
        }

        /// A list of two-byte numbers after its length in two bytes.
        List<Integer> list(int type) {
            ByteBuffer in = of(type);
            return in == null ? List.of() : numbers(slice(in, in.getShort() & 0xffff));
        }

        List<Integer> versions() {
            ByteBuffer in = of(HandshakeMessage.SUPPORTED_VERSIONS);
            return in == null ? List.of() : numbers(slice(in, in.get() & 0xff));
        }

        /// The host name (RFC 6066 §3); a server's empty answer has none.
        @Nullable String serverName() {
            ByteBuffer in = of(HandshakeMessage.SERVER_NAME);
            if (in == null || in.remaining() < 5) {
                return null;
            }
            in.getShort();
            return in.get() != 0 ? null : new String(bytes(in, in.getShort() & 0xffff), UTF_8);
        }

        List<String> protocols() {
            ByteBuffer in = of(HandshakeMessage.ALPN);
            List<String> names = new ArrayList<>();
            if (in != null) {
                ByteBuffer list = slice(in, in.getShort() & 0xffff);
                while (list.hasRemaining()) {
                    names.add(new String(bytes(list, list.get() & 0xff), UTF_8));
                }
            }
            return names;
        }
    }
}

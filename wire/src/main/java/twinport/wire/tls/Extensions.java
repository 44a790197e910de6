// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The extensions of a message: their numbers in order, and the first of each.
final class Extensions {
    final List<Integer> types = new ArrayList<>();
    private final List<ByteBuffer> contents = new ArrayList<>();

    Extensions(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return;
        }
        ByteBuffer all = Lengths.slice(in, in.getShort() & 0xffff);
        while (all.hasRemaining()) {
            types.add(all.getShort() & 0xffff);
            contents.add(Lengths.slice(all, all.getShort() & 0xffff));
        }
    }

    @Nullable ByteBuffer of(int type) {
        int index = types.indexOf(type);
        return index < 0 ? null : contents.get(index).duplicate();
    }

    /// A list of two-byte numbers after its length in two bytes.
    List<Integer> list(int type) {
        ByteBuffer in = of(type);
        return in == null ? List.of() : Lengths.shorts(Lengths.slice(in, in.getShort() & 0xffff));
    }

    /// A list of one-byte numbers after its length in one byte.
    List<Integer> byteList(int type) {
        ByteBuffer in = of(type);
        return in == null ? List.of() : Lengths.bytes(Lengths.slice(in, in.get() & 0xff));
    }

    List<Integer> versions() {
        ByteBuffer in = of(HandshakeMessage.SUPPORTED_VERSIONS);
        return in == null ? List.of() : Lengths.shorts(Lengths.slice(in, in.get() & 0xff));
    }

    /// The host name (RFC 6066 §3); a server's empty answer has none.
    @Nullable String serverName() {
        ByteBuffer in = of(HandshakeMessage.SERVER_NAME);
        if (in == null || in.remaining() < 5) {
            return null;
        }
        in.getShort();
        return in.get() != 0 ? null : new String(Lengths.array(in, in.getShort() & 0xffff), UTF_8);
    }

    /// Any bytes are a name (RFC 7301 §3.1), those registered are ASCII.
    List<String> protocols() {
        ByteBuffer in = of(HandshakeMessage.ALPN);
        List<String> names = new ArrayList<>();
        if (in != null) {
            ByteBuffer list = Lengths.slice(in, in.getShort() & 0xffff);
            while (list.hasRemaining()) {
                names.add(new String(Lengths.array(list, list.get() & 0xff), ISO_8859_1));
            }
        }
        return names;
    }

    /// The groups a client sends key shares for (RFC 8446 §4.2.8).
    List<Integer> keyShareGroups() {
        ByteBuffer in = of(HandshakeMessage.KEY_SHARE);
        List<Integer> groups = new ArrayList<>();
        if (in != null) {
            ByteBuffer shares = Lengths.slice(in, in.getShort() & 0xffff);
            while (shares.hasRemaining()) {
                groups.add(shares.getShort() & 0xffff);
                Lengths.slice(shares, shares.getShort() & 0xffff);
            }
        }
        return groups;
    }

    /// How many pre-shared keys a client offers (RFC 8446 §4.2.11).
    int pskIdentities() {
        ByteBuffer in = of(HandshakeMessage.PRE_SHARED_KEY);
        int count = 0;
        if (in != null) {
            ByteBuffer identities = Lengths.slice(in, in.getShort() & 0xffff);
            while (identities.hasRemaining()) {
                Lengths.slice(identities, identities.getShort() & 0xffff);
                identities.getInt();
                count++;
            }
        }
        return count;
    }

    /// The number at the start of an extension; -1 without the extension.
    int number(int type) {
        ByteBuffer in = of(type);
        return in == null ? -1 : in.getShort() & 0xffff;
    }

    /// In bytes: the code of RFC 6066 §4 is the power of two less eight.
    int maxFragmentLength() {
        ByteBuffer in = of(HandshakeMessage.MAX_FRAGMENT_LENGTH);
        int code = in == null ? 0 : in.get() & 0xff;
        return code < 1 || code > 4 ? -1 : 1 << (code + 8);
    }

    /// Bytes of an extension's content; -1 without the extension.
    int length(int type) {
        ByteBuffer in = of(type);
        return in == null ? -1 : in.remaining();
    }
}

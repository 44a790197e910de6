// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers DNS questions for IPv4 addresses (RFC 1035 §4): one question a message, as every
/// resolver asks.
final class NameServer {
    static final int PORT = 53;

    private static final int HEADER_BYTES = 12;
    private static final int MAX_LABELS = 127;
    private static final int MAX_LABEL_BYTES = 63;
    private static final int QUERY_MASK = 0xF800; // QR and the kind of query
    private static final int RECURSION_WANTED = 0x0100;
    private static final int ANSWERED = 0x8080; // a response, recursion available
    private static final int NO_SUCH_NAME = 3;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int NAME_OF_QUESTION = 0xC00C; // a pointer to the name after the header
    private static final int TTL_SECONDS = 60;
    private static final int RECORD_BYTES = 16;

    private NameServer() {}

    /// What stands for a name.
    interface Names {
        Optional<InetAddress> find(String name);
    }

    /// @param query what came; empty is returned when it is no question
    static Optional<byte[]> answer(byte[] query, Names names) {
        ByteBuffer in = ByteBuffer.wrap(query);
        if (query.length < HEADER_BYTES
                || (in.getShort(2) & QUERY_MASK) != 0
                || in.getShort(4) != 1) {
            return Optional.empty();
        }
        in.position(HEADER_BYTES);
        Optional<String> name = name(in);
        if (name.isEmpty() || in.remaining() < 4) {
            return Optional.empty();
        }
        boolean address = in.getInt() == ((TYPE_A << Short.SIZE) | CLASS_IN);
        Optional<InetAddress> found = names.find(name.get());
        boolean record = address && found.filter(a -> a.getAddress().length == 4).isPresent();
        int flags = (in.getShort(2) & RECURSION_WANTED) | ANSWERED;
        ByteBuffer reply = ByteBuffer.allocate(in.position() + (record ? RECORD_BYTES : 0));
        reply.putShort(in.getShort(0));
        reply.putShort((short) (found.isPresent() ? flags : flags | NO_SUCH_NAME));
        reply.putShort((short) 1).putShort((short) (record ? 1 : 0)).putInt(0);
        reply.put(query, HEADER_BYTES, in.position() - HEADER_BYTES);
        if (record) {
            reply.putShort((short) NAME_OF_QUESTION).putShort((short) TYPE_A);
            reply.putShort((short) CLASS_IN).putInt(TTL_SECONDS);
            reply.putShort((short) 4).put(found.get().getAddress());
        }
        return Optional.of(reply.array());
    }

    private static Optional<String> name(ByteBuffer in) {
        List<String> labels = new ArrayList<>();
        while (in.hasRemaining() && labels.size() <= MAX_LABELS) {
            int length = in.get() & 0xFF;
            if (length == 0) {
                return Optional.of(String.join(".", labels));
            }
            if (length > MAX_LABEL_BYTES || length > in.remaining()) {
                return Optional.empty();
            }
            byte[] label = new byte[length];
            in.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        return Optional.empty();
    }
}

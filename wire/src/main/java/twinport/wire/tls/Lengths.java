// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads parts whose length the message itself says; one that does not fit throws
/// [BufferUnderflowException], which the parser takes for a malformed message.
final class Lengths {
    private Lengths() {}

    static int threeBytes(ByteBuffer in) {
        return (in.get() & 0xff) << 16 | (in.getShort() & 0xffff);
    }

    static byte[] array(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] out = new byte[count];
        in.get(out);
        return out;
    }

    static ByteBuffer slice(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), count);
        in.position(in.position() + count);
        return part;
    }

    static List<Integer> shorts(ByteBuffer in) {
        List<Integer> list = new ArrayList<>();
        while (in.remaining() >= 2) {
            list.add(in.getShort() & 0xffff);
        }
        return list;
    }

    static List<Integer> bytes(ByteBuffer in) {
        List<Integer> list = new ArrayList<>();
        while (in.hasRemaining()) {
            list.add(in.get() & 0xff);
        }
        return list;
    }
}

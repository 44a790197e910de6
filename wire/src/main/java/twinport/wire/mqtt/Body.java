// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bytes after a packet's fixed header, read in order. Reading past the end is a violation.
final class Body {
    /// Of one packet no more are told.
    private static final int FAULTS_MAX = 16;

    private final MemorySegment data;
    private final long start;
    private final int headerBytes;
    private final int length;
    private int at;
    private int aliasAt;
    private List<Fault> faults = List.of();

    Body(MemorySegment data, long start, FixedHeader header) {
        this.data = data;
        this.start = start;
        this.headerBytes = header.headerBytes();
        this.length = header.remainingLength();
    }

    int left() {
        return length - at;
    }

    boolean ended() {
        return at == length;
    }

    /// The offset of the next byte from the packet's first.
    int position() {
        return headerBytes + at;
    }

    /// A rule is broken, and reading goes on.
    void fault(int position, String what, String rule) {
        if (faults.isEmpty()) {
            faults = new ArrayList<>();
        }
        if (faults.size() < FAULTS_MAX) {
            faults.add(new Fault(position, what, rule));
        }
    }

    List<Fault> faults() {
        return faults;
    }

    Violation violation(int position, String what, String rule) {
        return new Violation(position, what, rule);
    }

    Violation violation(String what, String rule) {
        return new Violation(position(), what, rule);
    }

    private void need(int bytes, String what) {
        if (left() < bytes) {
            throw violation(
                    what + " needs " + bytes + " bytes, the packet has " + left() + " left",
                    "MQTT 5.0 §2.1.4 (3.1.1 §2.2.3): the remaining length covers all fields");
        }
    }

    int oneByte(String what) {
        need(1, what);
        return data.get(ValueLayout.JAVA_BYTE, start + at++) & 0xff;
    }

    int twoBytes(String what) {
        need(2, what);
        int value = peek(at) << 8 | peek(at + 1);
        at += 2;
        return value;
    }

    long fourBytes(String what) {
        need(4, what);
        long high = twoBytes(what);
        return high << 16 | twoBytes(what);
    }

    /// A Variable Byte Integer (MQTT 5.0 §1.5.5).
    int variable(String what) {
        int from = position();
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = oneByte(what);
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    fault(
                            from,
                            what + " in more bytes than it needs",
                            "MQTT 5.0 §1.5.5: the fewest bytes");
                }
                return value;
            }
        }
        throw violation(what + " of more than four bytes", "MQTT 5.0 §1.5.5: at most four bytes");
    }

    byte[] binary(String what) {
        int bytes = twoBytes(what);
        need(bytes, what);
        return take(bytes);
    }

    /// Passes over bytes up to a position within the packet.
    void skipTo(int position) {
        at = position - headerBytes;
    }

    /// Where the packet's topic alias stands.
    void aliasAt(int position) {
        aliasAt = position;
    }

    int aliasAt() {
        return aliasAt;
    }

    byte[] rest() {
        return take(left());
    }

    private byte[] take(int bytes) {
        byte[] taken = new byte[bytes];
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, start + at, taken, 0, bytes);
        at += bytes;
        return taken;
    }

    /// A text that is not UTF-8 is read with U+FFFD where it is wrong.
    String text(String what) {
        int from = position();
        byte[] bytes = binary(what);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0 && !isUtf8(bytes)) {
            fault(from + 2, what + " is not UTF-8", "MQTT 5.0 §1.5.4 (3.1.1 §1.5.3): UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            fault(
                    from + 2,
                    what + " contains U+0000",
                    "MQTT 5.0 §1.5.4 (3.1.1 §1.5.3): no null character");
        }
        return text;
    }

    static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private int peek(int index) {
        return data.get(ValueLayout.JAVA_BYTE, start + index) & 0xff;
    }
}

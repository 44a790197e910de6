// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Framer;
import twinport.wire.flow.Framing;
import twinport.wire.flow.Provenance;

/// Cuts one direction's bytes into MQTT packets.
public final class PacketFramer {
    /// A larger packet is not put together but passed over, and reported.
    public static final int PACKET_BYTES_MAX = 32 << 20;

    private static final int HEADER_BYTES_MAX = 5;

    private final Framer framer;

    public PacketFramer(PacketSink sink) {
        this.framer = new Framer(new PacketFraming(sink));
    }

    /// Begins in the middle of a stream: packets are looked for first.
    public void startLost() {
        framer.startLost();
    }

    /// Takes the next bytes of the direction.
    public void bytes(MemorySegment data, long at, int length, Provenance from) {
        framer.bytes(data, at, length, from);
    }

    /// Bytes of memory this takes for a packet that is not whole yet.
    public int held() {
        return framer.held();
    }

    /// So many bytes of the direction are missing.
    public void gap(long bytes) {
        framer.gap(bytes);
    }

    /// How long a packet is must not depend on where TCP cut the bytes: only its own header tells.
    private record PacketFraming(PacketSink sink) implements Framing {

        /// The fixed header tells the length (MQTT 5.0 §2.1.4). With wrong flags it is no packet:
        /// its receiver cannot read on either.
        @Override
        public long length(MemorySegment data, long at, long end) {
            int first = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            return headerFits(first) ? lengthField(data, at, end) : INVALID;
        }

        private static long lengthField(MemorySegment data, long at, long end) {
            int value = 0;
            for (int i = 1; i < HEADER_BYTES_MAX; i++) {
                if (at + i >= end) {
                    return INCOMPLETE;
                }
                int next = data.get(ValueLayout.JAVA_BYTE, at + i);
                value |= (next & 0x7f) << (7 * (i - 1));
                if (next >= 0) {
                    return value + i + 1L;
                }
            }
            return INVALID;
        }

        @Override
        public int lengthMax() {
            return PACKET_BYTES_MAX;
        }

        @Override
        public boolean startsAt(MemorySegment data, long at, long end) {
            return Plausible.packetsStartAt(data, at, end);
        }

        @Override
        public long find(MemorySegment data, long at, long end, boolean boundary) {
            return Plausible.find(data, at, end, boundary, 1);
        }

        @Override
        public void unit(MemorySegment data, long at, int length, List<ByteRange> where) {
            int headerBytes = 2;
            while (data.get(ValueLayout.JAVA_BYTE, at + headerBytes - 1) < 0) {
                headerBytes++;
            }
            int first = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            FixedHeader header = new FixedHeader(first, length - headerBytes, headerBytes);
            sink.packet(header, data, at + headerBytes, where);
        }

        @Override
        public void invalid(MemorySegment data, long at, long end, int offset) {
            int first = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            PacketType type = PacketType.ofFirstByte(first);
            if (headerFits(first)) {
                sink.malformed(
                        "a remaining length of more than four bytes",
                        "MQTT 5.0 §1.5.5 (3.1.1 §2.2.3): at most four bytes",
                        offset);
            } else if (type == null) {
                sink.malformed(
                        String.format("first byte %02x: packet type 0", first),
                        "MQTT 5.0 §2.1.2 (3.1.1 §2.2.1): 0 is reserved",
                        offset);
            } else {
                sink.malformed(
                        String.format("first byte %02x: flags %x of %s", first, first & 15, type),
                        type == PacketType.PUBLISH
                                ? "MQTT 5.0 §3.3.1.2 (3.1.1 §3.3.1.2): QoS 0 to 2"
                                : "MQTT 5.0 §2.1.3 (3.1.1 §2.2.2): the flags of a type are fixed",
                        offset);
            }
        }

        @Override
        public void outsized(long length, int offset) {
            sink.malformed(
                    "a packet of " + length + " bytes",
                    "this reader's bound is " + PACKET_BYTES_MAX + " bytes; it passes over more",
                    offset);
        }

        @Override
        public void holed(boolean exactlyOne) {}

        @Override
        public void resynchronised(long skipped) {
            sink.resynchronised(skipped);
        }

        /// MQTT 3.1 §2.1 sets DUP on repeated PUBREL, SUBSCRIBE and UNSUBSCRIBE too. DUP with QoS 0
        /// breaks a rule, but leaves no doubt about the length.
        private static boolean headerFits(int first) {
            PacketType type = PacketType.ofFirstByte(first);
            if (type == null) {
                return false;
            }
            int flags = first & 0x0f;
            if (type == PacketType.PUBLISH) {
                return (flags & 0x06) != 0x06;
            }
            int required = type.requiredFlags();
            return flags == required || (required == 2 && flags == 0x0a);
        }
    }
}

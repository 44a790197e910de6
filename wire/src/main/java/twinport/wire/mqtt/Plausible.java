// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.List;

/// Tells whether bytes read as MQTT packets, without knowing what came before.
///
/// Where a segment begins a sender probably began to write, so a chain of plausible packets from
/// there is believed. Anywhere else a chain must begin with a packet that says much of itself, and
/// reach the end of the bytes: by chance that happens about once in a billion places.
public final class Plausible {
    /// So much evidence settles that a connection is MQTT.
    public static final int EVIDENCE_ENOUGH = 2;

    private static final int PACKETS_ENOUGH = 4;

    /// Acknowledgements say little of themselves: of a chain with so many at least ...
    private static final int WEAK_ENOUGH = 5;

    /// (where nothing else says that this is MQTT)
    private static final int WEAK_ENOUGH_ALONE = 16;

    /// ... so many packets at its beginning are not believed.
    private static final int WEAK_DOUBTED = 2;

    /// Places within one run of bytes that are tried by decoding.
    private static final int TRIES_MAX = 64;

    private static final int PARTIAL_PUBLISH_BYTES = 16;
    private static final int PING_BYTES = 2;

    private Plausible() {}

    /// Whether a chain of packets begins here: sound headers and contents up to the end of the
    /// bytes, or several whole packets and the beginning of another.
    public static boolean packetsStartAt(MemorySegment data, long at, long end) {
        long position = at;
        for (int whole = 0; whole < PACKETS_ENOUGH; whole++) {
            if (position == end) {
                return whole > 0;
            }
            long next = PlausiblePacket.after(data, position, end);
            if (next == PlausiblePacket.NONE) {
                return false;
            }
            if (next == PlausiblePacket.CUT || next > end) {
                // A PUBLISH says more of itself than its length: its topic.
                boolean publish = isPublish(data, position);
                boolean long16 = end - position > PARTIAL_PUBLISH_BYTES;
                return whole >= 2 || (publish && long16 && next != PlausiblePacket.CUT);
            }
            position = next;
        }
        return true;
    }

    private static boolean isPublish(MemorySegment data, long at) {
        return (data.get(ValueLayout.JAVA_BYTE, at) & 0xf0) == 0x30;
    }

    /// The first place in the bytes from which on packets can be read; -1 when there is none.
    ///
    /// @param boundary whether a sender began to write at `at`
    /// @param told how many packets must be whole and say much of themselves
    static long find(MemorySegment data, long at, long end, boolean boundary, int told) {
        if (boundary && packetsStartAt(data, at, end)) {
            return at;
        }
        return new Search(data, at, end, told).find(boundary ? at + 1 : at);
    }

    /// How much speaks for MQTT in the bytes of a connection of which nothing is known: one segment
    /// with packets that tell much of themselves in a row, or two with a single one.
    public static int evidence(MemorySegment data, long at, long end) {
        if (packetsStartAt(data, at, end) || new Search(data, at, end, 2).find(at + 1) >= 0) {
            return EVIDENCE_ENOUGH;
        }
        return new Search(data, at, end, 1).tellingFrom(at + 1) ? 1 : 0;
    }

    /// What the first bytes of a client are.
    public enum Opening {
        /// A packet that cannot be mistaken.
        PACKET,
        /// Perhaps the beginning of one.
        UNDECIDED,
        /// None, or one that other protocols might begin with too.
        OTHER
    }

    /// Whether the bytes begin with a packet that cannot be mistaken. Only its own bytes count, so
    /// the answer does not depend on how TCP cut them.
    ///
    /// @param bytesMax a longer packet is not waited for
    public static Opening opening(MemorySegment data, long at, long end, int bytesMax) {
        long next = PlausiblePacket.after(data, at, end);
        if (next == PlausiblePacket.NONE || next > at + bytesMax) {
            return Opening.OTHER;
        }
        if (next == PlausiblePacket.CUT || next > end) {
            return Opening.UNDECIDED;
        }
        return new Search(data, at, next, 1).tellsMuch(at) ? Opening.PACKET : Opening.OTHER;
    }

    /// One search through a run of bytes. A place from which no chain reaches the end is
    /// remembered, so the whole takes time in proportion to the bytes.
    private static final class Search {
        private final MemorySegment data;
        private final long at;
        private final long end;
        private final int told;
        private final BitSet dead = new BitSet();
        private int tries;

        Search(MemorySegment data, long at, long end, int told) {
            this.data = data;
            this.at = at;
            this.end = end;
            this.told = told;
        }

        boolean tellingFrom(long from) {
            long place = find(from);
            return place >= 0 && tellsMuch(place);
        }

        long find(long from) {
            for (long place = from; place < end && tries < TRIES_MAX; place++) {
                long next =
                        dead.get((int) (place - at)) ? -1 : PlausiblePacket.after(data, place, end);
                if (next <= place || next > end) {
                    continue;
                }
                int acknowledgements = chain(place);
                if (acknowledgements < 0) {
                    continue;
                }
                tries++;
                if (tellsMuch(place)) {
                    return place;
                }
                if (acknowledgements >= (told == 1 ? WEAK_ENOUGH : WEAK_ENOUGH_ALONE)) {
                    return behind(place, WEAK_DOUBTED);
                }
            }
            return -1;
        }

        /// How many whole packets with a packet identifier or more the chain from here to the end
        /// has; -1 when it does not get there.
        private int chain(long from) {
            int whole = 0;
            long position = from;
            while (position < end) {
                long next =
                        dead.get((int) (position - at))
                                ? PlausiblePacket.NONE
                                : PlausiblePacket.after(data, position, end);
                if (next == PlausiblePacket.NONE) {
                    bury(from, position);
                    return -1;
                }
                if (next == PlausiblePacket.CUT || next > end) {
                    return whole;
                }
                whole += next - position > PING_BYTES ? 1 : 0;
                position = next;
            }
            return whole;
        }

        private void bury(long from, long to) {
            long position = from;
            while (position < to) {
                dead.set((int) (position - at));
                position = PlausiblePacket.after(data, position, end);
            }
            dead.set((int) (to - at));
        }

        private long behind(long from, int packets) {
            long position = from;
            for (int i = 0; i < packets; i++) {
                position = PlausiblePacket.after(data, position, end);
            }
            return position;
        }

        /// Whether the chain begins with enough packets that cannot be mistaken.
        private boolean tellsMuch(long from) {
            long position = from;
            for (int i = 0; i < told; i++) {
                long next = position < end ? PlausiblePacket.after(data, position, end) : -1;
                if (next < 0 || next > end || !decodes(position, next)) {
                    return false;
                }
                position = next;
            }
            return true;
        }

        private boolean decodes(long from, long next) {
            int first = data.get(ValueLayout.JAVA_BYTE, from) & 0xff;
            PacketType type = PacketType.ofFirstByte(first);
            boolean telling =
                    type == PacketType.PUBLISH
                            || type == PacketType.CONNECT
                            || type == PacketType.SUBSCRIBE
                            || type == PacketType.UNSUBSCRIBE;
            if (!telling) {
                return false;
            }
            int headerBytes = 2;
            while (data.get(ValueLayout.JAVA_BYTE, from + headerBytes - 1) < 0) {
                headerBytes++;
            }
            int remaining = (int) (next - from) - headerBytes;
            FixedHeader header = new FixedHeader(first, remaining, headerBytes);
            return fits(header, from + headerBytes, Version.MQTT_3_1)
                    || fits(header, from + headerBytes, Version.MQTT_5_0);
        }

        private boolean fits(FixedHeader header, long body, Version version) {
            Decoding decoding = new PacketDecoder().decode(header, data, body, version);
            return decoding instanceof Decoding.Decoded(_, List<Fault> faults) && faults.isEmpty();
        }
    }
}

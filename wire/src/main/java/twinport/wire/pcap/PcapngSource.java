// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.PcapngInterface.Options;

/// The pcapng format (draft-ietf-opsawg-pcapng): blocks with type and length at both ends.
///
/// A block whose content is wrong is reported and passed over; one whose length is wrong ends the
/// reading, for nothing tells where the next block begins.
final class PcapngSource implements BlockSource {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int NAME_RESOLUTION = 4;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    static final int DECRYPTION_SECRETS = 10;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int BYTE_ORDER_MAGIC_SWAPPED = 0x4d3c2b1a;
    private static final int TLS_KEY_LOG = 0x544c534b;
    private static final int BLOCK_FRAMING_BYTES = 12;
    private static final int BLOCK_BYTES_MAX = 64 << 20;
    private static final int INTERFACES_MAX = 1 << 16;

    private final ByteWindow window;
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private int interfacesBefore;
    private boolean swapped;
    private boolean inSection;
    private boolean ended;
    private long frames;

    // The block in hand: its position, where its body lies, and how long that is.
    private long position;
    private MemorySegment segment = MemorySegment.NULL;
    private long body;
    private int bodyBytes;
    private int type;
    private boolean whole;
    private boolean keepsAll;

    PcapngSource(ByteWindow window) {
        this.window = window;
    }

    @Override
    public @Nullable CaptureBlock next() throws IOException {
        while (!ended) {
            CaptureBlock block = nextBlock();
            if (block != null) {
                return block;
            }
        }
        return null;
    }

    /// One block on; null also when it holds nothing for a reader.
    @Nullable CaptureBlock step() throws IOException {
        return nextBlock();
    }

    boolean ended() {
        return ended;
    }

    /// From now on blocks of unknown kinds are read too, for [#wholeBlock].
    void keepAll() {
        keepsAll = true;
    }

    /// All bytes of the block of the last step; null when it was not whole.
    @Nullable MemorySegment wholeBlock() {
        return whole ? segment.asSlice(body - 8, bodyBytes + (long) BLOCK_FRAMING_BYTES) : null;
    }

    boolean atSectionHeader() {
        return type == SECTION_HEADER;
    }

    boolean holdsSecrets() {
        return type == DECRYPTION_SECRETS;
    }

    /// Whether the section's numbers have their highest byte first.
    boolean swapped() {
        return swapped;
    }

    /// The block at the window; null when it holds nothing for us.
    private @Nullable CaptureBlock nextBlock() throws IOException {
        position = window.position();
        whole = false;
        if (!window.ensure(BLOCK_FRAMING_BYTES)) {
            ended = true;
            return window.available() == 0 ? null : BlockSource.cut(position, "a block header");
        }
        type = window.segment().get(PcapSource.INT, window.offset());
        if (type == SECTION_HEADER) {
            int magic = window.segment().get(PcapSource.INT, window.offset() + 8);
            if (magic != BYTE_ORDER_MAGIC && magic != BYTE_ORDER_MAGIC_SWAPPED) {
                return fatal(8, String.format("byte-order magic %08x", magic), "§4.1: 1a2b3c4d");
            }
            swapped = magic == BYTE_ORDER_MAGIC_SWAPPED;
        } else if (swapped) {
            type = Integer.reverseBytes(type);
        }
        int length = order(window.segment().get(PcapSource.INT, window.offset() + 4));
        if (length < BLOCK_FRAMING_BYTES || length % 4 != 0 || length > BLOCK_BYTES_MAX) {
            return fatal(
                    4,
                    "a block of " + (length & 0xffffffffL) + " bytes",
                    "§3.1: a multiple of 4, at least 12 (and here at most 64 MiB)");
        }
        boolean wanted = keepsAll || isWanted(type);
        if (!(wanted ? window.ensure(length) : window.pass(length - 4L) && window.ensure(4))) {
            ended = true;
            return BlockSource.cut(position, "a block of " + length + " bytes");
        }
        return wanted ? block(length) : unknown(length);
    }

    private static boolean isWanted(int type) {
        return switch (type) {
            case SECTION_HEADER,
                    INTERFACE_DESCRIPTION,
                    OBSOLETE_PACKET,
                    SIMPLE_PACKET,
                    NAME_RESOLUTION,
                    INTERFACE_STATISTICS,
                    ENHANCED_PACKET,
                    DECRYPTION_SECRETS ->
                    true;
            default -> false;
        };
    }

    /// A block of another kind was passed over up to its second length.
    private @Nullable CaptureBlock unknown(int length) {
        int trailer = order(window.segment().get(PcapSource.INT, window.offset()));
        window.skip(4);
        if (trailer != length) {
            return unequal(length, trailer);
        }
        return inSection ? null : outsideSection();
    }

    private @Nullable CaptureBlock block(int length) {
        segment = window.segment();
        body = window.offset() + 8;
        bodyBytes = length - BLOCK_FRAMING_BYTES;
        window.skip(length);
        int trailer = order(segment.get(PcapSource.INT, body + bodyBytes));
        if (trailer != length) {
            return unequal(length, trailer);
        }
        whole = true;
        return content();
    }

    private CaptureBlock.Fault unequal(int length, int trailer) {
        return fatal(
                length - 4,
                "the block's second length is " + trailer + ", its first " + length,
                "§3.1: both are equal");
    }

    private CaptureBlock.Fault outsideSection() {
        return fault(0, "a block before any section header", "§4.1: a section header is first");
    }

    private @Nullable CaptureBlock content() {
        if (type == SECTION_HEADER) {
            interfacesBefore += interfaces.size();
            interfaces.clear();
            inSection = true;
            return null;
        }
        if (!inSection) {
            return outsideSection();
        }
        return switch (type) {
            case INTERFACE_DESCRIPTION -> interfaceDescription();
            case ENHANCED_PACKET -> packet(integer(0), longUnits(4), integer(12), integer(16), 20);
            case OBSOLETE_PACKET -> packet(shortAt(0), longUnits(4), integer(12), integer(16), 20);
            case SIMPLE_PACKET -> simplePacket();
            case NAME_RESOLUTION ->
                    new CaptureBlock.Names(
                            PcapngNames.read(segment, body, body + bodyBytes, swapped));
            case INTERFACE_STATISTICS -> statistics();
            case DECRYPTION_SECRETS -> secrets();
            default -> null;
        };
    }

    private @Nullable CaptureBlock interfaceDescription() {
        if (bodyBytes < 8) {
            return tooShort("an interface description", 8);
        }
        if (interfaces.size() >= INTERFACES_MAX) {
            return fault(0, "more than 65536 interfaces", "the reader's bound");
        }
        int number = shortAt(0);
        PcapngInterface described = PcapngInterface.of(LinkType.of(number), integer(4), options(8));
        interfaces.add(described);
        int id = interfacesBefore + interfaces.size() - 1;
        return described
                .link()
                .<CaptureBlock>map(type ->
                        new CaptureBlock.Interface(
                                id, type, described.name(), described.description()))
                .orElseGet(() -> PcapSource.unknownLink(position + 8, number));
    }

    private @Nullable CaptureBlock packet(
            int interfaceId, long units, int captured, int original, int headerBytes) {
        if (bodyBytes < headerBytes) {
            return tooShort("a packet block", headerBytes);
        }
        frames++;
        if (interfaceId < 0 || interfaceId >= interfaces.size()) {
            return fault(
                    8,
                    "a frame of interface " + (interfaceId & 0xffffffffL),
                    "§4.3: the interface is described before it is used");
        }
        if (captured < 0 || captured > bodyBytes - headerBytes || captured > FRAME_BYTES_MAX) {
            return fault(
                    headerBytes,
                    "a frame of "
                            + (captured & 0xffffffffL)
                            + " bytes in a block with room for "
                            + (bodyBytes - headerBytes),
                    "§4.3: the captured length lies within the block");
        }
        PcapngInterface from = interfaces.get(interfaceId);
        return from.link()
                .map(type ->
                        new Frame(
                                frames,
                                from.epochNanos(units),
                                type,
                                segment.asSlice(body + headerBytes, captured),
                                original < captured ? captured : original))
                .orElse(null);
    }

    private @Nullable CaptureBlock simplePacket() {
        if (bodyBytes < 4) {
            return tooShort("a simple packet block", 4);
        }
        int original = integer(0);
        int captured = original < 0 ? bodyBytes - 4 : Math.min(original, bodyBytes - 4);
        if (!interfaces.isEmpty()) {
            captured = Math.min(captured, interfaces.getFirst().snapLength());
        }
        // A simple packet has no time of its own (§4.4).
        return packetWithoutTime(captured, original);
    }

    private @Nullable CaptureBlock packetWithoutTime(int captured, int original) {
        CaptureBlock block = packet(0, 0, captured, original, 4);
        return block instanceof Frame(long number, _, var link, var bytes, int length)
                ? new Frame(number, 0, link, bytes, length)
                : block;
    }

    private @Nullable CaptureBlock statistics() {
        if (bodyBytes < 12) {
            return tooShort("an interface statistics block", 12);
        }
        int id = integer(0);
        if (id < 0 || id >= interfaces.size()) {
            return fault(
                    8,
                    "statistics of interface " + (id & 0xffffffffL),
                    "§4.6: the interface is described before it is used");
        }
        Options options = options(12);
        return new CaptureBlock.Statistics(
                interfacesBefore + id, options.longValue(4, -1), options.longValue(5, -1));
    }

    private @Nullable CaptureBlock secrets() {
        if (bodyBytes < 8) {
            return tooShort("a decryption secrets block", 8);
        }
        int length = integer(4);
        if (length < 0 || length > bodyBytes - 8) {
            return fault(
                    12,
                    "secrets of "
                            + (length & 0xffffffffL)
                            + " bytes in a block with room for "
                            + (bodyBytes - 8),
                    "§4.7: the secrets lie within the block");
        }
        return integer(0) != TLS_KEY_LOG
                ? null
                : new CaptureBlock.Secrets(
                        segment.asSlice(body + 8, length).toArray(ValueLayout.JAVA_BYTE));
    }

    private Options options(int from) {
        return new Options(segment, body + from, body + bodyBytes, swapped);
    }

    private CaptureBlock.Fault tooShort(String what, int least) {
        return fault(4, what + " of " + bodyBytes + " bytes", "§4: at least " + least + " bytes");
    }

    /// A fault inside a block of sound length: the reading goes on after it.
    private CaptureBlock.Fault fault(int at, String what, String rule) {
        return new CaptureBlock.Fault(position + at, what, rule);
    }

    private CaptureBlock.Fault fatal(int at, String what, String rule) {
        ended = true;
        return fault(at, what, rule);
    }

    private int order(int value) {
        return swapped ? Integer.reverseBytes(value) : value;
    }

    /// A number of the body; 0 beyond its end, where the caller's length check speaks.
    private int integer(int at) {
        return at + 4 > bodyBytes ? 0 : order(segment.get(PcapSource.INT, body + at));
    }

    private int shortAt(int at) {
        if (at + 2 > bodyBytes) {
            return 0;
        }
        int first = segment.get(ValueLayout.JAVA_BYTE, body + at) & 0xff;
        int second = segment.get(ValueLayout.JAVA_BYTE, body + at + 1) & 0xff;
        return swapped ? first << 8 | second : second << 8 | first;
    }

    /// A time stamp: its upper half comes first, whatever the byte order (§4.3).
    private long longUnits(int at) {
        return (long) integer(at) << 32 | (integer(at + 4) & 0xffffffffL);
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Copies a capture as pcapng, block by block, with secrets put in or taken out on the way.
///
/// A pcapng capture is carried over byte for byte, blocks and options of unknown kinds too; only a
/// section header loses the length it may state, for the section's changes. A classic capture
/// becomes one section with one interface of the same link type, snapshot length and resolution.
/// Memory does not grow with the capture.
public final class CaptureCopy {
    /// The longest key log in one secrets block.
    public static final int SECRETS_BYTES_MAX = PcapngWriter.MAX_SECRETS;

    private static final int SECTION_HEADER_BYTES = 28;
    private static final int SECTION_LENGTH_AT = 16;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int TLS_KEY_LOG = 0x544c534b;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_FCS_LENGTH = 13;

    private final CaptureFile in;
    private final OutputStream out;
    private byte[] bytes = new byte[1 << 16];
    private boolean opened;

    /// What happens between the blocks.
    public interface Between {
        /// Takes each block, before it is written; its frames are valid during the call only. The
        /// answer is a key log to be written before it; no bytes for none.
        byte[] before(CaptureBlock block);
    }

    /// @param in to be read from its start; neither is closed by this
    public CaptureCopy(CaptureFile in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// Copies all of the capture.
    ///
    /// @param withSecrets whether the secrets blocks that it has are copied
    public void copy(boolean withSecrets, Between between) throws IOException {
        switch (in.source()) {
            case PcapngSource source -> pcapng(source, withSecrets, between);
            case PcapSource source -> classic(source, between);
            case BlockSource.Unreadable source -> tell(source.next(), between);
        }
        CaptureBlock broken = in.next(); // a broken compression is told at the end
        tell(broken, between);
    }

    private static void tell(@Nullable CaptureBlock block, Between between) {
        if (block != null) {
            between.before(block);
        }
    }

    private void pcapng(PcapngSource source, boolean withSecrets, Between between)
            throws IOException {
        source.keepAll();
        while (!source.ended()) {
            CaptureBlock block = source.step();
            byte[] secrets = block == null ? new byte[0] : between.before(block);
            MemorySegment raw = source.wholeBlock();
            if (raw == null) {
                continue;
            }
            boolean leftOut = !withSecrets && source.holdsSecrets();
            if (secrets.length > 0) {
                secrets(secrets, source.swapped());
            }
            if (!leftOut) {
                write(raw, source.atSectionHeader());
            }
        }
    }

    private void write(MemorySegment raw, boolean sectionHeader) throws IOException {
        int length = (int) raw.byteSize();
        if (length > bytes.length) {
            bytes = new byte[length];
        }
        MemorySegment.copy(raw, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        if (sectionHeader && length >= SECTION_HEADER_BYTES) {
            for (int i = 0; i < 8; i++) {
                bytes[SECTION_LENGTH_AT + i] = -1; // not stated
            }
        }
        out.write(bytes, 0, length);
    }

    private void classic(PcapSource source, Between between) throws IOException {
        for (CaptureBlock block = source.next(); block != null; block = source.next()) {
            byte[] secrets = between.before(block);
            if (!opened && block instanceof CaptureBlock.Interface) {
                opened = true;
                open(source);
            }
            if (opened && secrets.length > 0) {
                secrets(secrets, false);
            }
            if (block instanceof Frame frame) {
                frame(source, frame);
            }
        }
    }

    private void open(PcapSource source) throws IOException {
        ByteBuffer section = block(SECTION_HEADER_BYTES);
        section.putInt(PcapngSource.SECTION_HEADER).putInt(SECTION_HEADER_BYTES);
        section.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
        section.putLong(-1).putInt(SECTION_HEADER_BYTES);
        write(section);
        int fcs = source.fcsBytes();
        int length = 20 + 8 + (fcs < 0 ? 0 : 8) + 4;
        ByteBuffer described = block(length);
        described.putInt(INTERFACE_DESCRIPTION).putInt(length);
        described.putShort((short) source.linkNumber()).putShort((short) 0);
        described.putInt(source.snapLength());
        option(described, OPTION_RESOLUTION, source.inMicroseconds() ? 6 : 9);
        if (fcs >= 0) {
            option(described, OPTION_FCS_LENGTH, fcs);
        }
        described.putInt(0).putInt(length);
        write(described);
    }

    private static void option(ByteBuffer into, int code, int value) {
        into.putShort((short) code).putShort((short) 1).putInt(value);
    }

    private void frame(PcapSource source, Frame frame) throws IOException {
        int captured = (int) frame.bytes().byteSize();
        int length = 32 + padded(captured);
        ByteBuffer block = block(length);
        long units = source.inMicroseconds() ? frame.epochNanos() / 1000 : frame.epochNanos();
        block.putInt(ENHANCED_PACKET).putInt(length).putInt(0);
        block.putInt((int) (units >>> 32)).putInt((int) units);
        block.putInt(captured).putInt(source.originalLength());
        MemorySegment.copy(
                frame.bytes(), ValueLayout.JAVA_BYTE, 0, bytes, block.position(), captured);
        block.position(block.position() + captured);
        end(block, length);
    }

    /// Secrets blocks in the byte order of their section, cut between lines where they are long.
    private void secrets(byte[] keyLog, boolean swapped) throws IOException {
        int from = 0;
        while (from < keyLog.length) {
            int to = Math.min(keyLog.length, from + SECRETS_BYTES_MAX);
            while (to < keyLog.length && to > from + 1 && keyLog[to - 1] != '\n') {
                to--;
            }
            int length = 20 + padded(to - from);
            ByteBuffer block = block(length);
            block.order(swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            block.putInt(PcapngSource.DECRYPTION_SECRETS).putInt(length);
            block.putInt(TLS_KEY_LOG).putInt(to - from);
            block.put(keyLog, from, to - from);
            end(block, length);
            from = to;
        }
    }

    private void end(ByteBuffer block, int length) throws IOException {
        while (block.position() < length - 4) {
            block.put((byte) 0);
        }
        block.putInt(length);
        write(block);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    /// A block of this length to be filled, over `bytes`.
    private ByteBuffer block(int length) {
        if (length > bytes.length) {
            bytes = new byte[length];
        }
        return ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer block) throws IOException {
        out.write(bytes, 0, block.position());
    }
}

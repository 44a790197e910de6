// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one section of pcapng (draft-ietf-opsawg-pcapng): little endian, times in nanoseconds.
///
/// Each block reaches the stream in a single `write` call, so that whoever cuts the stream between
/// two calls cuts between two blocks. A reader that goes once through the file can decrypt only
/// what stands after the secrets: call [#secrets] before the frames they open.
///
/// Not thread-safe: one thread writes a file.
public final class PcapngWriter implements Closeable, Flushable {
    /// The longest frame written, and the snapshot length noted for each interface.
    public static final int MAX_FRAME = 262_144;

    /// The longest text, in bytes of UTF-8: the length field of an option has 16 bits (section
    /// 3.5), and a name shares it with an address of 16 bytes.
    public static final int MAX_TEXT = 65_535 - 16;

    /// The longest key log in one secrets block; more is written as several blocks by the caller.
    public static final int MAX_SECRETS = 16 * 1024 * 1024;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int NAME_RESOLUTION = 4;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int DECRYPTION_SECRETS = 10;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final long LENGTH_UNKNOWN = -1;
    private static final int TLS_KEY_LOG = 0x544C534B;

    private static final int OPTION_COMMENT = 1;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_TEXT = 3;
    private static final int INTERFACE_RESOLUTION = 9;
    private static final int INTERFACE_FILTER = 11;
    private static final byte NANOSECONDS = 9;
    private static final int STATISTICS_RECEIVED = 4;
    private static final int STATISTICS_DROPPED = 5;
    private static final int STATISTICS_SYSTEM_DROPPED = 7;
    private static final int NAME_IPV4 = 1;
    private static final int NAME_IPV6 = 2;

    private final OutputStream out;
    private ByteBuffer block = littleEndian(4096);
    private int interfaces;
    private long lastEpochNanos;
    private long bytesWritten;

    /// Writes the section header with the name of the program that writes.
    public PcapngWriter(OutputStream out, String application) throws IOException {
        this(out, application, null);
    }

    /// As above, with a comment on the whole section.
    public PcapngWriter(OutputStream out, String application, @Nullable String comment)
            throws IOException {
        this.out = out;
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
        block.putLong(LENGTH_UNKNOWN);
        if (comment != null) {
            option(OPTION_COMMENT, text(comment));
        }
        option(SECTION_APPLICATION, text(application));
        endOptions();
        end();
    }

    /// Describes an interface; its id counts from 0 and is what [#frame] takes.
    public int addInterface(LinkType link, String name, String description) throws IOException {
        return addInterface(link, name, description, MAX_FRAME, "");
    }

    /// As above, for an interface whose frames were cut or chosen.
    ///
    /// @param snapLength bytes kept of each frame
    /// @param filter in libpcap's language; empty for none
    public int addInterface(
            LinkType link, String name, String description, int snapLength, String filter)
            throws IOException {
        begin(INTERFACE_DESCRIPTION);
        block.putShort((short) link.number()).putShort((short) 0).putInt(snapLength);
        option(INTERFACE_NAME, text(name));
        option(INTERFACE_TEXT, text(description));
        option(INTERFACE_RESOLUTION, new byte[] {NANOSECONDS});
        if (!filter.isEmpty()) {
            option(INTERFACE_FILTER, text('\0' + filter)); // 0: a text, not BPF code (§4.2)
        }
        endOptions();
        end();
        return interfaces++;
    }

    /// Names for addresses. Nothing is written for an empty map.
    public void names(Map<InetAddress, String> names) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        begin(NAME_RESOLUTION);
        for (Map.Entry<InetAddress, String> name : names.entrySet()) {
            byte[] address = name.getKey().getAddress();
            byte[] text = text(name.getValue() + '\0');
            room(address.length + text.length + 8);
            block.putShort((short) (address.length == 4 ? NAME_IPV4 : NAME_IPV6));
            block.putShort((short) (address.length + text.length)).put(address).put(text);
            pad();
        }
        endOptions();
        end();
    }

    /// TLS secrets, as lines of the NSS key log format. Nothing is written for no bytes.
    public void secrets(byte[] nssKeyLog) throws IOException {
        if (nssKeyLog.length == 0) {
            return;
        }
        if (nssKeyLog.length > MAX_SECRETS) {
            throw new IllegalArgumentException(
                    "a secrets block holds at most " + MAX_SECRETS + " bytes: " + nssKeyLog.length);
        }
        begin(DECRYPTION_SECRETS);
        room(8 + nssKeyLog.length);
        block.putInt(TLS_KEY_LOG).putInt(nssKeyLog.length).put(nssKeyLog);
        pad();
        end();
    }

    /// One frame, whole. The comment is what Wireshark shows as packet comment.
    public void frame(int interfaceId, long epochNanos, byte[] bytes, @Nullable String comment)
            throws IOException {
        checkInterface(interfaceId);
        if (bytes.length > MAX_FRAME) {
            throw new IllegalArgumentException(
                    "a frame has at most " + MAX_FRAME + " bytes: " + bytes.length);
        }
        lastEpochNanos = Math.max(lastEpochNanos, epochNanos);
        begin(ENHANCED_PACKET);
        room(20 + bytes.length);
        block.putInt(interfaceId);
        time(epochNanos);
        block.putInt(bytes.length).putInt(bytes.length).put(bytes);
        pad();
        if (comment != null) {
            option(OPTION_COMMENT, text(comment));
            endOptions();
        }
        end();
    }

    /// One frame as it was captured, perhaps cut.
    public void frame(int interfaceId, Frame frame) throws IOException {
        checkInterface(interfaceId);
        if (frame.bytes().byteSize() > MAX_FRAME) {
            throw new IllegalArgumentException(
                    "a frame has at most " + MAX_FRAME + " bytes: " + frame.bytes().byteSize());
        }
        int length = (int) frame.bytes().byteSize();
        lastEpochNanos = Math.max(lastEpochNanos, frame.epochNanos());
        begin(ENHANCED_PACKET);
        room(20 + length);
        block.putInt(interfaceId);
        time(frame.epochNanos());
        block.putInt(length).putInt(frame.originalLength());
        MemorySegment.copy(frame.bytes(), JAVA_BYTE, 0, block.array(), block.position(), length);
        block.position(block.position() + length);
        pad();
        end();
    }

    /// How many frames the interface gave and how many were lost before they could be written. The
    /// block carries the time of the latest frame.
    public void statistics(int interfaceId, long received, long dropped) throws IOException {
        statistics(interfaceId, received, dropped, -1);
    }

    /// As above; what is -1 was not counted and is left out.
    ///
    /// @param systemDropped those of `dropped` that the operating system lost
    public void statistics(int interfaceId, long received, long dropped, long systemDropped)
            throws IOException {
        checkInterface(interfaceId);
        begin(INTERFACE_STATISTICS);
        block.putInt(interfaceId);
        time(lastEpochNanos);
        counter(STATISTICS_RECEIVED, received);
        counter(STATISTICS_DROPPED, dropped);
        counter(STATISTICS_SYSTEM_DROPPED, systemDropped);
        endOptions();
        end();
    }

    /// The bytes of all whole blocks so far.
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void checkInterface(int interfaceId) {
        if (interfaceId < 0 || interfaceId >= interfaces) {
            throw new IllegalArgumentException(
                    "interface " + interfaceId + " was not added; there are " + interfaces);
        }
    }

    private void begin(int type) {
        block.clear();
        block.putInt(type).putInt(0);
    }

    /// Both length fields hold the length of the whole block (section 3.1).
    private void end() throws IOException {
        room(4);
        int length = block.position() + 4;
        block.putInt(length).putInt(4, length);
        out.write(block.array(), block.arrayOffset(), length);
        bytesWritten += length;
    }

    /// The upper four bytes of a time stand first, whatever the byte order (section 4.3).
    private void time(long epochNanos) {
        room(8);
        block.putInt((int) (epochNanos >>> 32)).putInt((int) epochNanos);
    }

    private void option(int code, byte[] value) {
        room(8 + value.length);
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad();
    }

    private void counter(int code, long value) {
        if (value >= 0) {
            option(code, number(value));
        }
    }

    private void endOptions() {
        room(4);
        block.putInt(0);
    }

    private void pad() {
        room(4);
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    private void room(int bytes) {
        if (block.remaining() < bytes) {
            int needed = Math.max(block.capacity() * 2, block.position() + bytes);
            block = littleEndian(needed).put(block.flip());
        }
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "a text in pcapng has at most " + MAX_TEXT + " bytes: " + bytes.length);
        }
        return bytes;
    }

    private static byte[] number(long value) {
        return littleEndian(8).putLong(value).array();
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureCopyTest {
    private static final byte[] LINES = "CLIENT_RANDOM 00 01\n".getBytes(US_ASCII);
    private static final byte[] NONE = new byte[0];

    /// Section with a stated length, interface with an option of an unknown kind, a custom block, a
    /// frame with a comment, a secrets block, a block of a kind nobody knows.
    private static byte[] section(ByteOrder order, boolean withSecrets) {
        ByteBuffer out = ByteBuffer.allocate(1024).order(order);
        block(out, 0x0a0d0d0a, 0x1a2b3c4d, 0x00010000, 0, 500);
        block(out, 1, 1 << 16, 0, 0x0bad0004, 0x01020304, 0);
        block(out, 0xbad, 32473, 0x11223344);
        if (withSecrets) {
            block(out, 10, 0x544c534b, 4, 0x23232323);
        }
        block(out, 6, 0, 0x00051234, 0x55667788, 4, 60, 0xcafebabe, 0x00010002, 0x68690000, 0);
        block(out, 0x0fffffff, 1, 2, 3);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void block(ByteBuffer out, int type, int... words) {
        int length = 12 + 4 * words.length;
        out.putInt(type).putInt(length);
        for (int word : words) {
            out.putInt(word);
        }
        out.putInt(length);
    }

    /// The section's length is no longer stated, for blocks may be put in.
    private static byte[] unstated(byte[] section) {
        byte[] copy = section.clone();
        Arrays.fill(copy, 16, 24, (byte) -1);
        return copy;
    }

    private static byte[] copied(byte[] capture, boolean secrets, CaptureCopy.Between between)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureFile in = CaptureFile.open(new ByteArrayInputStream(capture))) {
            new CaptureCopy(in, out).copy(secrets, between);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void aPcapngIsCarriedOverByteForByte(String name) throws IOException {
        ByteOrder order = name.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] two = Arrays.copyOf(section(order, true), section(order, true).length * 2);
        System.arraycopy(section(order, true), 0, two, two.length / 2, two.length / 2);
        byte[] one = unstated(section(order, true));

        byte[] copy = copied(two, true, block -> NONE);

        assertThat(Arrays.copyOf(copy, one.length)).isEqualTo(one);
        assertThat(Arrays.copyOfRange(copy, one.length, copy.length)).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void secretsAreTakenOutAndNothingElse(String name) throws IOException {
        ByteOrder order = name.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

        assertThat(copied(section(order, true), false, block -> NONE))
                .isEqualTo(unstated(section(order, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void secretsStandBeforeTheFrame(String name) throws IOException {
        ByteOrder order = name.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

        byte[] copy =
                copied(section(order, false), true, block -> block instanceof Frame ? LINES : NONE);

        List<String> kinds = kinds(copy);
        assertThat(kinds).containsExactly("Interface", "Secrets", "Frame");
        assertThat(copy).hasSize(section(order, false).length + 20 + LINES.length);
    }

    private static List<String> kinds(byte[] capture) throws IOException {
        List<String> kinds = new ArrayList<>();
        try (CaptureFile in = CaptureFile.open(new ByteArrayInputStream(capture))) {
            in.forEach(block -> {
                kinds.add(block.getClass().getSimpleName());
                if (block instanceof CaptureBlock.Secrets(byte[] log)) {
                    assertThat(log).isEqualTo(LINES);
                }
            });
        }
        return kinds;
    }

    /// Magic of nanoseconds, big endian; a frame of 3 bytes of which 1500 were on the wire.
    @Test
    void aClassicCaptureBecomesAPcapng() throws IOException {
        ByteBuffer classic = ByteBuffer.allocate(24 + 16 + 3);
        classic.putInt(0xa1b23c4d).putShort((short) 2).putShort((short) 4).putLong(0);
        classic.putInt(65535).putInt(1);
        classic.putInt(1_700_000_000).putInt(123_456_789).putInt(3).putInt(1500);
        classic.put(new byte[] {1, 2, 3});

        byte[] copy = copied(classic.array(), true, block -> NONE);

        try (CaptureFile in = CaptureFile.open(new ByteArrayInputStream(copy))) {
            assertThat(in.next())
                    .isEqualTo(new CaptureBlock.Interface(0, LinkType.ETHERNET, "", ""));
            Frame frame = (Frame) Objects.requireNonNull(in.next());
            assertThat(frame.epochNanos()).isEqualTo(1_700_000_000_123_456_789L);
            assertThat(frame.originalLength()).isEqualTo(1500);
            assertThat(frame.bytes().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3);
            assertThat(in.next()).isNull();
        }
    }

    @Test
    void ofADamagedCaptureTheSoundPartIsCopied() throws IOException {
        byte[] sound = section(ByteOrder.LITTLE_ENDIAN, true);
        byte[] cut = Arrays.copyOf(sound, sound.length - 4);
        List<CaptureBlock> seen = new ArrayList<>();

        byte[] copy =
                copied(
                        cut,
                        true,
                        block -> {
                            seen.add(block);
                            return NONE;
                        });

        assertThat(copy).isEqualTo(Arrays.copyOf(unstated(sound), sound.length - 24));
        assertThat(seen.getLast()).isInstanceOf(CaptureBlock.Fault.class);
    }
}

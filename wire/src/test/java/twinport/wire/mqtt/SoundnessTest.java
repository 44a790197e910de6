// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoundnessTest {
    // 31 08 00 03 "a/b" 00 05 "x": PUBLISH, retained, of QoS 0 to the topic "a/b"
    private static final byte[] PUBLISH = HexFormat.of().parseHex("31080003612f620000");
    private static final int TRIES = 200_000;

    @ParameterizedTest
    @EnumSource(Version.class)
    void whatIsCalledSoundDecodes(Version version) {
        Random random = new Random(1883);
        int sound = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = PUBLISH.clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            bytes[0] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 0x30 | (bytes[0] & 15));
            FixedHeader header = new FixedHeader(bytes[0] & 0xff, bytes.length - 2, 2);
            MemorySegment data = MemorySegment.ofArray(bytes);
            if (Soundness.isSound(header, data, 2, version)) {
                sound++;
                assertThat(new PacketDecoder().decode(header, data, 2, version))
                        .as(HexFormat.of().formatHex(bytes))
                        .isInstanceOf(Decoding.Decoded.class);
            }
        }
        assertThat(sound).isGreaterThan(TRIES / 20);
    }
}

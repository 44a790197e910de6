// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.util.Locale;
import twinport.wire.mqtt.PacketType;

/// What a synthesised capture holds, counted while it is made.
public final class Truth {
    private final long[] packets = new long[16];
    private long connections;
    private long frames;
    private long bytes;

    /// Counts one MQTT packet by its first byte.
    void packet(byte first) {
        packets[(first >> 4) & 0x0f]++;
    }

    void connection() {
        connections++;
    }

    void frame(int length) {
        frames++;
        bytes += length;
    }

    public long packets(PacketType type) {
        return packets[type.number()];
    }

    /// MQTT packets of all types.
    public long packets() {
        long sum = 0;
        for (long each : packets) {
            sum += each;
        }
        return sum;
    }

    public long connections() {
        return connections;
    }

    public long frames() {
        return frames;
    }

    /// Bytes of all frames, without what the capture format adds.
    public long bytes() {
        return bytes;
    }

    /// As a properties file, always in the same order.
    public String properties() {
        StringBuilder out = new StringBuilder();
        line(out, "frames", frames);
        line(out, "bytes", bytes);
        line(out, "connections", connections);
        line(out, "packets", packets());
        for (PacketType type : PacketType.values()) {
            line(out, "packets." + type.name().toLowerCase(Locale.ROOT), packets(type));
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String key, long value) {
        out.append(key).append('=').append(value).append('\n');
    }
}

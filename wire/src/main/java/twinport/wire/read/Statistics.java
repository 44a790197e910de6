// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.flow.FrameCounts;
import twinport.wire.mqtt.PacketType;
import twinport.wire.pcap.CaptureBlock;

/// What a capture holds, counted: the quick look before the long one. [StatisticsReader] fills it.
///
/// The MQTT packets counted are exactly those that a [Reader] would show.
public final class Statistics {
    private static final int TYPES = PacketType.values().length;

    private FrameCounts frames = FrameCounts.NONE;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private final Map<Protocol, Long> conversations = new EnumMap<>(Protocol.class);
    private final long[] readable = new long[2 * TYPES];
    private final long[] decrypted = new long[2 * TYPES];
    private long readableBytes;
    private long decryptedBytes;
    private long sealedRecords;
    private long openRecords;
    private long recordBytes;
    private long malformed;
    private long gaps;
    private long gapBytes;
    private long damages;
    private CaptureBlock.@Nullable Fault firstDamage;

    Statistics() {}

    // ---- what is counted

    /// Frames and bytes by layer.
    public FrameCounts frames() {
        return frames;
    }

    /// Time of the first frame in nanoseconds since 1970; 0 without frames.
    public long firstEpochNanos() {
        return firstNanos <= lastNanos ? firstNanos : 0;
    }

    /// Time of the last frame in nanoseconds since 1970; 0 without frames.
    public long lastEpochNanos() {
        return firstNanos <= lastNanos ? lastNanos : 0;
    }

    /// Conversations by what they carry.
    public long conversations(Protocol protocol) {
        return conversations.getOrDefault(protocol, 0L);
    }

    /// MQTT packets of a type that one side sent.
    public long packets(Protection protection, PacketType type, Direction direction) {
        return of(protection)[index(type, direction)];
    }

    /// MQTT packets of a type, both ways.
    public long packets(Protection protection, PacketType type) {
        return packets(protection, type, Direction.FROM_CLIENT)
                + packets(protection, type, Direction.FROM_SERVER);
    }

    /// All MQTT packets.
    public long packets(Protection protection) {
        long sum = 0;
        for (long each : of(protection)) {
            sum += each;
        }
        return sum;
    }

    /// Bytes of all MQTT packets, fixed headers included.
    public long packetBytes(Protection protection) {
        return switch (protection) {
            case READABLE -> readableBytes;
            case DECRYPTED -> decryptedBytes;
        };
    }

    /// TLS records whose body is encrypted.
    public long sealedRecords() {
        return sealedRecords;
    }

    /// TLS records in the clear: the beginning of handshakes, some alerts.
    public long openRecords() {
        return openRecords;
    }

    /// Bytes of all TLS records' bodies.
    public long recordBytes() {
        return recordBytes;
    }

    /// Places that break a rule of their protocol.
    public long malformed() {
        return malformed;
    }

    /// Holes in byte streams.
    public long gaps() {
        return gaps;
    }

    /// Bytes that are missing in those holes.
    public long gapBytes() {
        return gapBytes;
    }

    /// Damages of the capture file itself.
    public long damages() {
        return damages;
    }

    /// The first of them; null without any.
    public CaptureBlock.@Nullable Fault firstDamage() {
        return firstDamage;
    }

    // ---- counting

    void packet(Protection protection, PacketType type, Direction direction, int bytes) {
        of(protection)[index(type, direction)]++;
        switch (protection) {
            case READABLE -> readableBytes += bytes;
            case DECRYPTED -> decryptedBytes += bytes;
        }
    }

    void time(long epochNanos) {
        firstNanos = Math.min(firstNanos, epochNanos);
        lastNanos = Math.max(lastNanos, epochNanos);
    }

    void observe(Observation observation) {
        switch (observation) {
            case Observation.TlsRecordSeen seen -> {
                sealedRecords += seen.sealed() ? 1 : 0;
                openRecords += seen.sealed() ? 0 : 1;
                recordBytes += seen.length();
            }
            case Observation.Malformed _, Observation.Contradiction _ -> malformed++;
            case Observation.Gap gap -> {
                gaps++;
                gapBytes += gap.bytes();
            }
            case Observation.CaptureDamaged(CaptureBlock.Fault fault) -> {
                firstDamage = firstDamage == null ? fault : firstDamage;
                damages++;
            }
            case Observation.ConversationClosed closed ->
                    conversations.merge(closed.conversation().protocol(), 1L, Long::sum);
            case Observation.ConversationOpened _,
                    Observation.ProtocolRecognised _,
                    Observation.TlsHandshake _,
                    Observation.TlsAlert _,
                    Observation.WebSocketOpened _,
                    Observation.WebSocketClosed _,
                    Observation.MqttSeen _,
                    Observation.RuleBroken _,
                    Observation.Resynchronised _,
                    Observation.Undecryptable _ -> {}
        }
    }

    void read(FrameCounts counted) {
        frames = counted;
    }

    /// Adds what was counted of the other conversations of the same capture.
    void add(Statistics other) {
        other.conversations.forEach((protocol, n) -> conversations.merge(protocol, n, Long::sum));
        for (int i = 0; i < readable.length; i++) {
            readable[i] += other.readable[i];
            decrypted[i] += other.decrypted[i];
        }
        readableBytes += other.readableBytes;
        decryptedBytes += other.decryptedBytes;
        sealedRecords += other.sealedRecords;
        openRecords += other.openRecords;
        recordBytes += other.recordBytes;
        malformed += other.malformed;
        gaps += other.gaps;
        gapBytes += other.gapBytes;
    }

    private long[] of(Protection protection) {
        return switch (protection) {
            case READABLE -> readable;
            case DECRYPTED -> decrypted;
        };
    }

    private static int index(PacketType type, Direction direction) {
        return 2 * (type.number() - 1) + (direction == Direction.FROM_CLIENT ? 0 : 1);
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.Packets;
import twinport.wire.flow.ByteRange;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;
import twinport.wire.tls.SecretLog;

/// What holds for every input.
final class Checks {
    /// Observations a byte of input may cause, and a few for the capture itself. The shortest unit
    /// of any protocol has two bytes; each is told at most as a record, a message and a fault.
    private static final int PER_BYTE_MAX = 4;

    private static final int ALWAYS_MAX = 64;

    private static final int[] MOST_IN_A_SEGMENT = {1, 7, 100, 1460};

    /// Where and when a message was read is not what it says.
    private static final Set<String> NOT_ITS_CONTENT =
            Set.of("where", "frame", "epochNanos", "conversation", "protection", "offset");

    private Checks() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /// Reads frames, and checks that the answer is bounded and points into them.
    static List<Observation> read(List<Frame> frames, byte[] keyLog) {
        List<Observation> seen = new ArrayList<>();
        SecretLog secrets = new SecretLog();
        if (keyLog.length > 0) {
            secrets.add(keyLog);
        }
        Reader reader = new Reader(seen::add, secrets);
        long bytes = 0;
        for (Frame frame : frames) {
            reader.accept(frame);
            bytes += frame.bytes().byteSize();
        }
        reader.end();
        that(
                seen.size() <= ALWAYS_MAX + PER_BYTE_MAX * bytes,
                seen.size() + " observations of " + bytes + " bytes");
        for (Observation each : seen) {
            pointsInto(frames, each);
        }
        return seen;
    }

    private static void pointsInto(List<Frame> frames, Observation seen) {
        switch (seen) {
            case Observation.MqttSeen mqtt -> ranges(frames, mqtt.where());
            case Observation.TlsRecordSeen record -> ranges(frames, record.where());
            case Observation.TlsHandshake handshake -> ranges(frames, handshake.where());
            case Observation.Contradiction two -> ranges(frames, List.of(two.first(), two.again()));
            case Observation.Malformed fault ->
                    that(
                            fault.frame() >= 1 && fault.frame() <= frames.size(),
                            "a fault in frame " + fault.frame());
            default -> {}
        }
    }

    private static void ranges(List<Frame> frames, List<ByteRange> where) {
        for (ByteRange range : where) {
            that(
                    range.frame() >= 1 && range.frame() <= frames.size(),
                    "bytes of frame " + range.frame() + " of " + frames.size());
            long size = frames.get((int) range.frame() - 1).bytes().byteSize();
            that(
                    range.offset() >= 0
                            && range.length() >= 0
                            && (long) range.offset() + range.length() <= size,
                    range + " in a frame of " + size);
        }
    }

    /// The same bytes in other segments say the same, and the first bytes alone say the first part
    /// of it. That holds up to the first place where reading had to begin anew after damage: there
    /// the segments count, for a sender probably began to write where one begins.
    static void saysTheSameInAnySegments(Talk talk, byte[] keyLog) {
        Said whole = said(read(talk.whole(), keyLog));
        long seed = talk.bytes();
        int most = MOST_IN_A_SEGMENT[(int) (seed % MOST_IN_A_SEGMENT.length)];
        Said split = said(read(talk.split(most, seed), keyLog));
        that(
                (whole.anew() || split.anew())
                        ? agree(split.lines(), whole.lines())
                        : split.lines().equals(whole.lines()),
                "in segments of up to " + most + " bytes: " + split + "\nwhole: " + whole);
        int length = new Random(seed).nextInt(talk.bytes() + 1);
        Said cut = said(read(talk.cut(length).whole(), keyLog));
        that(
                (whole.anew() || cut.lines().size() <= whole.lines().size())
                        && agree(cut.lines(), whole.lines()),
                "of the first " + length + " bytes: " + cut + "\nof all: " + whole);
    }

    /// Whether one is the beginning of the other.
    private static boolean agree(List<String> one, List<String> other) {
        int shorter = Math.min(one.size(), other.size());
        return one.subList(0, shorter).equals(other.subList(0, shorter));
    }

    private static List<Observation> read(Packets packets, byte[] keyLog) {
        return read(packets.frames(), keyLog);
    }

    /// All MQTT messages and all TLS handshake messages, each as a line.
    ///
    /// @param anew whether they end where reading had to begin anew
    private record Said(List<String> lines, boolean anew) {}

    private static Said said(List<Observation> seen) {
        List<String> lines = new ArrayList<>();
        for (Observation each : seen) {
            if (each instanceof Observation.Resynchronised) {
                return new Said(lines, true);
            }
            if (each instanceof Observation.MqttSeen || each instanceof Observation.TlsHandshake) {
                lines.add(content(each));
            }
        }
        return new Said(lines, false);
    }

    private static String content(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Record record -> {
                StringBuilder line = new StringBuilder(record.getClass().getSimpleName());
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    if (!NOT_ITS_CONTENT.contains(component.getName())) {
                        line.append(' ').append(component.getName()).append('=');
                        line.append(content(valueOf(record, component)));
                    }
                }
                yield line.toString();
            }
            case Iterable<?> list -> {
                StringBuilder line = new StringBuilder("[");
                list.forEach(each -> line.append(content(each)).append(';'));
                yield line.append(']').toString();
            }
            case null -> "-";
            default -> value.toString();
        };
    }

    private static @Nullable Object valueOf(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(component + " cannot be read", e);
        }
    }
}

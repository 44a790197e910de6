// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import twinport.cli.Terminal;
import twinport.wire.field.Column;
import twinport.wire.field.MqttWords;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Type;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Observation;

/// One row a topic that something was published to. Messages on their way to the broker are told
/// apart from those on their way to subscribers, which are the same once more.
final class Topics extends Table {
    /// Topics that are told apart.
    static final int TOPICS_MAX = 50_000;

    /// Publishers of one topic that are told apart.
    static final int PUBLISHERS_MAX = 100;

    private static final double NANOS = 1e9;

    static final List<Column> COLUMNS =
            List.of(
                    new Column("topic", Type.TEXT),
                    new Column("published", Type.NUMBER),
                    new Column("delivered", Type.NUMBER),
                    new Column("per_minute", Type.TEXT),
                    new Column("payload_bytes", Type.NUMBER),
                    new Column("qos", Type.NUMBER),
                    new Column("retained", Type.BOOLEAN),
                    new Column("publishers", Type.TEXT),
                    new Column("last_time", Type.TIME),
                    new Column("last_value", Type.TEXT));

    private static final class Tally {
        final String topic;
        final Set<String> publishers = new LinkedHashSet<>();
        final boolean[] qos = new boolean[3];
        long published;
        long delivered;
        long bytes;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        boolean retained;
        byte[] last = {};

        Tally(String topic) {
            this.topic = topic;
        }
    }

    private final Map<String, Tally> tallies = new TreeMap<>();

    Topics(
            RowWriter.Format format,
            OutputStream out,
            RowFilter filter,
            long limit,
            Terminal terminal) {
        super(RowWriter.ofColumns(format, COLUMNS, out), filter, limit, terminal);
    }

    @Override
    void unit(Observation observation) {
        if (!(observation instanceof Observation.MqttSeen seen)
                || !(seen.packet() instanceof Packet.Publish publish)) {
            return;
        }
        String topic = publish.effectiveTopic();
        Tally tally = tally(topic == null ? "(a topic alias that was not seen set)" : topic);
        if (tally == null) {
            return;
        }
        if (seen.direction() == Direction.FROM_CLIENT) {
            tally.published++;
            publisher(tally);
        } else {
            tally.delivered++;
        }
        tally.bytes += publish.payload().length;
        tally.qos[publish.qos()] = true;
        tally.retained |= publish.header().retain();
        tally.from = Math.min(tally.from, seen.epochNanos());
        if (seen.epochNanos() >= tally.to) {
            tally.to = seen.epochNanos();
            tally.last = publish.payload();
        }
    }

    private void publisher(Tally tally) {
        if (tally.publishers.size() < PUBLISHERS_MAX) {
            String device = row.device();
            var source = row.source();
            tally.publishers.add(
                    device != null ? device : source == null ? "?" : source.toString());
        }
    }

    private @Nullable Tally tally(String topic) {
        Tally tally = tallies.get(topic);
        if (tally == null) {
            if (tallies.size() >= TOPICS_MAX) {
                leaveOut();
                return null;
            }
            tally = new Tally(topic);
            tallies.put(topic, tally);
        }
        return tally;
    }

    @Override
    void end() {
        List<Tally> byCount =
                tallies.values().stream()
                        .sorted(
                                Comparator.comparingLong(
                                        tally -> -(tally.published + tally.delivered)))
                        .toList();
        write(byCount, "topics", TOPICS_MAX);
    }

    @Override
    void cells(Object thing) {
        Tally tally = (Tally) thing;
        text(tally.topic);
        number(tally.published);
        number(tally.delivered);
        text(perMinute(tally));
        number(tally.bytes);
        writer.cell();
        for (int qos = 0; qos < tally.qos.length; qos++) {
            if (tally.qos[qos]) {
                writer.number(qos);
            }
        }
        flag(tally.retained);
        texts(tally.publishers, tally.publishers.size());
        nanos(tally.to);
        text(MqttWords.readable(tally.last));
    }

    /// Null where one message alone has no rate.
    private static @Nullable String perMinute(Tally tally) {
        long count = Math.max(tally.published, tally.delivered);
        long span = tally.to - tally.from;
        if (count < 2 || span <= 0) {
            return null;
        }
        return String.format(Locale.ROOT, "%.2f", (count - 1) * 60.0 / (span / NANOS));
    }
}

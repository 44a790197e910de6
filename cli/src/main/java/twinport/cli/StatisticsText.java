// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import twinport.wire.flow.Direction;
import twinport.wire.flow.FrameCounts;
import twinport.wire.mqtt.PacketType;
import twinport.wire.read.Protection;
import twinport.wire.read.Protocol;
import twinport.wire.read.Statistics;

/// The counts of a capture, as tables or as JSON.
public final class StatisticsText {
    private final Terminal terminal;

    public StatisticsText(Terminal terminal) {
        this.terminal = terminal;
    }

    public void print(Statistics statistics) {
        FrameCounts frames = statistics.frames();
        double seconds = (statistics.lastEpochNanos() - statistics.firstEpochNanos()) / 1e9;
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%d frames, %d bytes, over %.3f s%n%n",
                        frames.frames(),
                        frames.bytes(),
                        seconds);
        List<List<String>> rows = new ArrayList<>();
        layers(statistics).forEach((layer, count) -> rows.add(List.of(layer, count.toString())));
        terminal.table(List.of("what", "count"), rows);
        if (mqtt(statistics) > 0) {
            terminal.out().println();
            packets(statistics);
        }
    }

    private static long mqtt(Statistics statistics) {
        return statistics.packets(Protection.READABLE) + statistics.packets(Protection.DECRYPTED);
    }

    /// In the order of the layers; what does not occur is left out, but for the frames.
    private static Map<String, Long> layers(Statistics statistics) {
        FrameCounts frames = statistics.frames();
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("IPv4 frames", frames.ipv4());
        all.put("IPv6 frames", frames.ipv6());
        all.put("IP fragments", frames.fragments());
        all.put("TCP segments", frames.tcp());
        all.put("other frames", frames.other());
        all.put("TCP payload bytes", frames.payloadBytes());
        for (Protocol protocol : Protocol.values()) {
            String name = protocol.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            all.put("conversations: " + name, statistics.conversations(protocol));
        }
        all.put("TLS records in the clear", statistics.openRecords());
        all.put("TLS records sealed", statistics.sealedRecords());
        all.put("TLS record bytes", statistics.recordBytes());
        all.put("MQTT packets readable", statistics.packets(Protection.READABLE));
        all.put("MQTT bytes readable", statistics.packetBytes(Protection.READABLE));
        all.put("MQTT packets decrypted", statistics.packets(Protection.DECRYPTED));
        all.put("MQTT bytes decrypted", statistics.packetBytes(Protection.DECRYPTED));
        all.put("gaps", statistics.gaps());
        all.put("bytes missing in gaps", statistics.gapBytes());
        all.put("malformed", statistics.malformed());
        all.put("damages of the file", statistics.damages());
        all.values().removeIf(count -> count == 0);
        return all;
    }

    private void packets(Statistics statistics) {
        List<List<String>> rows = new ArrayList<>();
        for (PacketType type : PacketType.values()) {
            long client = both(statistics, type, Direction.FROM_CLIENT);
            long server = both(statistics, type, Direction.FROM_SERVER);
            if (client + server > 0) {
                rows.add(List.of(type.name(), Long.toString(client), Long.toString(server)));
            }
        }
        terminal.table(List.of("MQTT packet", "from clients", "from servers"), rows);
    }

    private static long both(Statistics statistics, PacketType type, Direction direction) {
        return statistics.packets(Protection.READABLE, type, direction)
                + statistics.packets(Protection.DECRYPTED, type, direction);
    }

    /// The same as one JSON object; counts without units, times in nanoseconds since 1970.
    public void json(Statistics statistics) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("frames", statistics.frames());
        all.put("firstEpochNanos", statistics.firstEpochNanos());
        all.put("lastEpochNanos", statistics.lastEpochNanos());
        Map<String, Long> conversations = new LinkedHashMap<>();
        for (Protocol protocol : Protocol.values()) {
            conversations.put(protocol.name(), statistics.conversations(protocol));
        }
        all.put("conversations", conversations);
        all.put("openRecords", statistics.openRecords());
        all.put("sealedRecords", statistics.sealedRecords());
        all.put("recordBytes", statistics.recordBytes());
        all.put("mqtt", byProtection(statistics));
        all.put("gaps", statistics.gaps());
        all.put("gapBytes", statistics.gapBytes());
        all.put("malformed", statistics.malformed());
        all.put("damages", statistics.damages());
        terminal.json(all);
    }

    private static Map<String, Object> byProtection(Statistics statistics) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Protection protection : Protection.values()) {
            Map<String, Long> types = new LinkedHashMap<>();
            for (PacketType type : PacketType.values()) {
                types.put(type.name(), statistics.packets(protection, type));
            }
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("packets", statistics.packets(protection));
            one.put("bytes", statistics.packetBytes(protection));
            one.put("types", types);
            all.put(protection.name().toLowerCase(Locale.ROOT), one);
        }
        return all;
    }
}

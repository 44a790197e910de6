// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// What our reader finds in a capture file.
///
/// @param packets the type of each MQTT packet, of a PUBLISH its topic and payload too
/// @param published of the PUBLISH packets, `topic payload`
/// @param server ports of the conversations
/// @param sealed TLS records of application data
/// @param faults damage of the file, malformed bytes and gaps
/// @param statistics the last interface statistics
record CapturePackets(
        List<String> packets,
        List<String> published,
        List<Integer> server,
        int sealed,
        List<String> faults,
        List<CaptureBlock.Statistics> statistics) {

    static CapturePackets read(Path file) throws IOException {
        var found =
                new CapturePackets(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        0,
                        new ArrayList<>(),
                        new ArrayList<>());
        int[] sealed = new int[1];
        var reader =
                new Reader(seen -> {
                    found.observed(seen);
                    if (seen instanceof Observation.TlsRecordSeen record
                            && record.sealedApplication()) {
                        sealed[0]++;
                    }
                });
        try (var capture = CaptureFile.open(file)) {
            capture.forEach(block -> {
                reader.accept(block);
                if (block instanceof CaptureBlock.Statistics statistics) {
                    found.statistics.add(statistics);
                }
            });
            reader.end();
        }
        return new CapturePackets(
                found.packets,
                found.published,
                found.server,
                sealed[0],
                found.faults,
                found.statistics);
    }

    private void observed(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen -> packet(seen.packet());
            case Observation.ConversationOpened opened ->
                    server.add(opened.conversation().server().port());
            case Observation.Malformed malformed -> faults.add(malformed.what());
            case Observation.CaptureDamaged damaged -> faults.add(damaged.fault().what());
            case Observation.Gap gap -> faults.add("gap of " + gap.bytes());
            default -> {}
        }
    }

    private void packet(Packet packet) {
        if (packet instanceof Packet.Publish publish) {
            String text =
                    publish.effectiveTopic()
                            + " "
                            + new String(publish.payload(), StandardCharsets.UTF_8);
            published.add(text);
            packets.add("PUBLISH " + text);
        } else {
            packets.add(packet.getClass().getSimpleName());
        }
    }
}

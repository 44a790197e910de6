// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// What a hostile capture said. Only the first of each kind is kept, so that the test's own memory
/// says nothing of the reader's.
final class HostileReading {
    private static final int KEPT = 8;

    private final Set<String> topics = new HashSet<>();
    private final List<Long> damagedAt = new ArrayList<>();
    private final Set<Long> malformedFrames = new HashSet<>();
    private final List<Observation.Contradiction> contradictions = new ArrayList<>();
    private long gaps;

    static List<HostileFile> files() {
        return Stream.of(
                        HostileFormats.pcapFiles(),
                        HostileFormats.packedFiles(),
                        HostileFormats.pcapngLengths(),
                        HostileFormats.pcapngContents(),
                        HostileFrames.links(),
                        HostileFrames.networks(),
                        HostileFrames.segments(),
                        HostileStreams.tls(),
                        HostileStreams.mqttLengths(),
                        HostileStreams.mqttFloods())
                .flatMap(List::stream)
                .toList();
    }

    static HostileReading of(byte[] capture) throws IOException {
        HostileReading reading = new HostileReading();
        Reader reader = new Reader(reading::see);
        try (CaptureFile file = CaptureFile.open(new ByteArrayInputStream(capture))) {
            file.forEach(reader::accept);
        }
        reader.end();
        return reading;
    }

    private void see(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen when seen.packet() instanceof Packet.Publish publish -> {
                if (topics.size() < KEPT || publish.topic().equals("after")) {
                    topics.add(publish.topic());
                }
            }
            case Observation.CaptureDamaged damaged -> {
                if (damagedAt.size() < KEPT) {
                    damagedAt.add(damaged.fault().position());
                }
            }
            case Observation.Malformed malformed -> {
                if (malformedFrames.size() < KEPT) {
                    malformedFrames.add(malformed.frame());
                }
            }
            case Observation.RuleBroken broken -> {
                if (malformedFrames.size() < KEPT) {
                    malformedFrames.add(broken.frame());
                }
            }
            case Observation.Contradiction contradiction -> {
                if (contradictions.size() < KEPT) {
                    contradictions.add(contradiction);
                }
            }
            case Observation.Gap _ -> gaps++;
            default -> {}
        }
    }

    Set<String> topics() {
        return topics;
    }

    /// Whether the fault was reported, and none where none is.
    boolean answers(HostileFile.Fault fault) {
        return switch (fault) {
            case HostileFile.Fault.AtByte(long position) ->
                    position < 0 ? !damagedAt.isEmpty() : damagedAt.contains(position);
            case HostileFile.Fault.InFrame(long number) -> malformedFrames.contains(number);
            case HostileFile.Fault.Contradiction(long first, long again) ->
                    contradictions.stream()
                            .anyMatch(seen ->
                                    seen.first().frame() == first && seen.again().frame() == again);
            case HostileFile.Fault.Gap _ -> gaps > 0;
            case HostileFile.Fault.None _ -> damagedAt.isEmpty();
        };
    }

    @Override
    public String toString() {
        return "topics %s, damaged at %s, malformed frames %s, contradictions %s, %d gaps"
                .formatted(topics, damagedAt, malformedFrames, contradictions, gaps);
    }
}

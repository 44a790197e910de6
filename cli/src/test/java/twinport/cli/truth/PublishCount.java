// SPDX-License-Identifier: MIT
package twinport.cli.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// Our own count of PUBLISH packets, by direction and QoS, of what a capture yields; without those
/// by which the broker tells its counts.
final class PublishCount {
    private static final int FAULTS_MAX = 20;

    private final Reader reader = new Reader(this::observed);
    private final long[] fromClients = new long[3];
    private final long[] fromBroker = new long[3];
    private final List<Observation> faults = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    void accept(CaptureBlock block) {
        reader.accept(block);
    }

    /// Opens when the load's last message was seen.
    CountDownLatch ended() {
        return ended;
    }

    private void observed(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen when seen.packet() instanceof Packet.Publish publish ->
                    count(seen.direction(), publish);
            case Observation.Malformed _,
                    Observation.Gap _,
                    Observation.Resynchronised _,
                    Observation.CaptureDamaged _ -> {
                if (faults.size() < FAULTS_MAX) {
                    faults.add(observation);
                }
            }
            default -> {}
        }
    }

    private void count(Direction direction, Packet.Publish publish) {
        if (publish.topic().equals(Load.END)) {
            ended.countDown();
        } else if (!publish.topic().startsWith("$SYS")) {
            (direction == Direction.FROM_CLIENT ? fromClients : fromBroker)[publish.qos()]++;
        }
    }

    long fromClients(int qos) {
        return fromClients[qos];
    }

    long fromBroker(int qos) {
        return fromBroker[qos];
    }

    /// Gaps, malformed packets and the like; the first of them.
    List<Observation> faults() {
        return faults;
    }
}

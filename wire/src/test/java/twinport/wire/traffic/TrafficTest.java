// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import twinport.wire.Captures;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PacketType;
import twinport.wire.read.Observation;
import twinport.wire.tls.SecretLog;

class TrafficTest {
    private static final int CLIENTS = 24;
    private static final int BYTES = 600_000;

    @ParameterizedTest
    @EnumSource
    void everySynthesisedPacketIsReadAndNothingElse(Traffic.Shape shape) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Truth truth = write(shape, file);

        List<Observation> all = Captures.read(file.toByteArray(), new SecretLog());
        List<Packet> packets =
                Captures.only(Observation.MqttSeen.class, all).stream()
                        .map(Observation.MqttSeen::packet)
                        .toList();
        for (PacketType type : PacketType.values()) {
            assertThat(packets.stream().filter(each -> each.type() == type).count())
                    .as(type.name())
                    .isEqualTo(truth.packets(type));
        }
        assertThat(packets).hasSize((int) truth.packets());
        assertThat(Captures.only(Observation.Gap.class, all)).isEmpty();
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
        assertThat(Captures.only(Observation.ConversationClosed.class, all)).hasSize(CLIENTS);
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        write(Traffic.Shape.SMALL, first);
        write(Traffic.Shape.SMALL, second);

        assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
    }

    private static Truth write(Traffic.Shape shape, ByteArrayOutputStream file) throws IOException {
        try (PcapOutput out = new PcapOutput(file)) {
            return Traffic.write(
                    new Traffic.Plan(shape, BYTES, CLIENTS, 1883, 7), Channel::plain, out);
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.wire.Captures;
import twinport.wire.mqtt.PacketType;

/// Counting is reading, only quicker.
class StatisticsTest {

    static Stream<Path> captures() {
        return Captures.all().stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void countedIsWhatTheReaderShows(Path capture) throws IOException {
        List<Observation> seen = Captures.read(capture, Captures.secretsOf(capture));

        assertAgree(StatisticsReader.read(capture, () -> Captures.secretsOf(capture), 1), seen);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void severalThreadsCountTheSame(Path capture) throws IOException {
        List<Observation> seen = Captures.read(capture, Captures.secretsOf(capture));

        assertAgree(StatisticsReader.read(capture, () -> Captures.secretsOf(capture), 3), seen);
    }

    private static void assertAgree(Statistics counted, List<Observation> seen) {
        for (Protection protection : Protection.values()) {
            for (PacketType type : PacketType.values()) {
                assertThat(counted.packets(protection, type))
                        .as(protection + " " + type)
                        .isEqualTo(
                                Captures.only(Observation.MqttSeen.class, seen).stream()
                                        .filter(each -> each.protection() == protection)
                                        .filter(each -> each.packet().type() == type)
                                        .count());
            }
        }
        assertThat(counted.sealedRecords() + counted.openRecords())
                .isEqualTo(Captures.only(Observation.TlsRecordSeen.class, seen).size());
        assertThat(counted.malformed())
                .isEqualTo(Captures.only(Observation.Malformed.class, seen).size());
        assertThat(counted.gaps()).isEqualTo(Captures.only(Observation.Gap.class, seen).size());
        assertThat(Arrays.stream(Protocol.values()).mapToLong(counted::conversations).sum())
                .isEqualTo(Captures.only(Observation.ConversationClosed.class, seen).size());
        assertThat(counted.frames().frames()).isPositive();
        assertThat(counted.lastEpochNanos()).isGreaterThanOrEqualTo(counted.firstEpochNanos());
    }
}

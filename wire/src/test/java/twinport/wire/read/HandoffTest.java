// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.wire.Captures;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.tls.SecretLog;

@Timeout(30)
class HandoffTest {
    // More observations than may wait at once.
    private static final String LARGE = "mqtt311-packed-split-lengths.pcap.gz";

    @Test
    void theOtherThreadTakesEverythingInItsOrder() throws IOException {
        List<Observation> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (var handoff =
                new Handoff(observation -> {
                    taken.add(observation);
                    threads.add(Thread.currentThread());
                })) {
            read(handoff);
        }

        List<Observation> alone = Captures.read(Captures.own(LARGE), new SecretLog());
        assertThat(taken).hasSameSizeAs(alone);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(taken.get(i)).hasSameClassAs(alone.get(i));
        }
        assertThat(numbers(taken)).isEqualTo(numbers(alone));
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    private static List<Long> numbers(List<Observation> all) {
        return Captures.only(Observation.MqttSeen.class, all).stream()
                .map(Observation.MqttSeen::frame)
                .toList();
    }

    @Test
    void aTakerThatFailsEndsTheReading() {
        var wanted = new IllegalStateException("the output is closed");
        List<Observation> taken = new ArrayList<>();
        assertThatThrownBy(
                        () -> {
                            try (var handoff =
                                    new Handoff(observation -> {
                                        taken.add(observation);
                                        if (taken.size() == 700) {
                                            throw wanted;
                                        }
                                    })) {
                                read(handoff);
                            }
                        })
                .isSameAs(wanted);
        assertThat(taken).hasSize(700);
    }

    private static void read(Handoff handoff) throws IOException {
        Reader reader = new Reader(handoff);
        try (CaptureFile file = CaptureFile.open(Captures.own(LARGE))) {
            file.forEach(reader::accept);
        }
        reader.end();
    }
}

// SPDX-License-Identifier: MIT
package twinport.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.lab.file.LabFileReader;
import twinport.lab.probe.audit.MqttWords;
import twinport.wire.mqtt.Version;

/// What the broker cannot hand over is told.
class DroppedTest {
    private static final int MEGABYTE = 1 << 20;

    /// More than sockets and buffers on the way hold.
    private static final int MESSAGES = 60;

    @TempDir private Path folder;

    @Test
    void aClientThatReadsNothingLosesMessagesAndThatIsToldWithinASecond() throws Exception {
        Path firmware = Path.of("../firmware/micropython/viewer").toAbsolutePath().normalize();
        Path file =
                Files.writeString(
                        folder.resolve("lab.yaml"),
                        """
                        plain: {port: 0, open: true}
                        boards:
                          - {id: viewer, firmware: FIRMWARE, transport: plain, start: false}
                        """
                                .replace("FIRMWARE", firmware.toString()));
        BlockingQueue<LabEvent> events = new LinkedBlockingQueue<>();
        try (Lab lab =
                        LabAssembly.start(
                                LabSettings.alone(
                                        LabFileReader.read(file),
                                        folder.resolve("data"),
                                        folder.resolve("cache"),
                                        ""),
                                BoardClock.system(),
                                new SecureRandom());
                Socket slow = new Socket()) {
            lab.listen(events::add);
            subscribe(slow, lab);
            for (int i = 0; i < MESSAGES; i++) {
                lab.publish(big());
            }

            var told = (LabEvent.Dropped) await(events, LabEvent.Dropped.class::isInstance);
            assertThat(told.client()).isEqualTo("slow");
            assertThat(told.topic()).isEqualTo("plain/slow/big");
            assertThat(Duration.between(told.at(), Instant.now()))
                    .isLessThan(Duration.ofSeconds(1));
            await(
                    events,
                    event ->
                            event instanceof LabEvent.Counted counted
                                    && counted.dropped() == lab.counts().dropped());
            assertThat(lab.snapshot().dropped()).isEqualTo(lab.counts().dropped());
        }
    }

    private static void subscribe(Socket slow, Lab lab) throws Exception {
        var words = new MqttWords(Version.MQTT_3_1_1);
        slow.setReceiveBufferSize(4096);
        slow.connect(new InetSocketAddress(PublicPorts.LOOPBACK, lab.plainPort().orElseThrow()));
        slow.getOutputStream().write(words.connect("slow", Optional.empty(), Optional.empty()));
        assertThat(slow.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
        slow.getOutputStream().write(words.subscribe(1, "plain/slow/#", 0));
        assertThat(slow.getInputStream().readNBytes(5))
                .isEqualTo(new byte[] {(byte) 0x90, 3, 0, 1, 0});
    }

    private static Outgoing big() {
        return new Outgoing(
                "plain/slow/big",
                new byte[MEGABYTE - 64],
                0,
                false,
                new Outgoing.Properties(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of()));
    }

    private static LabEvent await(BlockingQueue<LabEvent> events, Predicate<LabEvent> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LabEvent event = events.poll(left, TimeUnit.NANOSECONDS);
            if (event != null && wanted.test(event)) {
                return event;
            }
        }
        throw new AssertionError("it did not come within 20 s");
    }
}

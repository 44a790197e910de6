// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.wire.Captures;
import twinport.wire.tls.SecretLog;

/// Damaged captures: whatever is wrong in them, the reader ends, throws nothing, and says so.
class HostileTest {
    private static final int BYTES_TRIED_MAX = 8000;
    private static final int CUTS_PER_CAPTURE = 100;
    private static final int FLIPS_PER_CAPTURE = 60;
    private static final Duration BOUND = Duration.ofSeconds(20);

    static Stream<Path> captures() {
        return Captures.all().stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aCaptureCutAnywhereIsReadUpToThere(Path capture) {
        byte[] whole = bytes(capture);
        SecretLog secrets = Captures.secretsOf(capture);
        int step = Math.max(1, whole.length / CUTS_PER_CAPTURE);
        Assertions.assertTimeoutPreemptively(
                BOUND,
                () -> {
                    int before = 0;
                    for (int length = 0; length < whole.length; length += step) {
                        List<Observation> seen =
                                Captures.read(Arrays.copyOf(whole, length), secrets);
                        int packets = Captures.only(Observation.MqttSeen.class, seen).size();
                        assertThat(packets).isGreaterThanOrEqualTo(before);
                        before = packets;
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("captures")
    void changedBytesAnywhereNeverThrow(Path capture) {
        byte[] whole = bytes(capture);
        SecretLog secrets = Captures.secretsOf(capture);
        Random random = new Random(whole.length);
        Assertions.assertTimeoutPreemptively(
                BOUND,
                () -> {
                    for (int i = 0; i < FLIPS_PER_CAPTURE; i++) {
                        byte[] changed = whole.clone();
                        for (int flips = 0; flips <= i % 8; flips++) {
                            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                        }
                        assertThat(Captures.read(changed, secrets)).isNotNull();
                    }
                });
    }

    /// The beginning of a capture, uncompressed, small enough to be read hundreds of times.
    private static byte[] bytes(Path capture) {
        try {
            byte[] raw = Files.readAllBytes(capture);
            if (capture.toString().endsWith(".gz")) {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
                    raw = in.readNBytes(BYTES_TRIED_MAX);
                }
            }
            return raw.length > BYTES_TRIED_MAX ? Arrays.copyOf(raw, BYTES_TRIED_MAX) : raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

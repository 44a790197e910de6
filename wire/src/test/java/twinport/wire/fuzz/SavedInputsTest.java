// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replays every input in fuzz/inputs, without the fuzzer: its seeds and all that it ever found.
class SavedInputsTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final Map<String, Consumer<byte[]>> TARGETS =
            Map.of(
                    "pcap", CaptureTarget::fuzzerTestOneInput,
                    "pcapng", CaptureTarget::fuzzerTestOneInput,
                    "frames", FramesTarget::fuzzerTestOneInput,
                    "tls", TlsTarget::fuzzerTestOneInput,
                    "handshake", HandshakeTarget::fuzzerTestOneInput,
                    "decrypt", DecryptTarget::fuzzerTestOneInput,
                    "mqtt", MqttTarget::fuzzerTestOneInput,
                    "websocket", WebSocketTarget::fuzzerTestOneInput);

    /// Tests run in the folder of their module.
    private static final Path INPUTS =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent()).resolve("fuzz/inputs");

    static Stream<Path> inputs() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(INPUTS)) {
            all = files.filter(Files::isRegularFile).sorted().toList();
        }
        return all.stream().map(INPUTS::relativize);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void everyInputThatWasSavedKeepsToTheRules(Path input) {
        Consumer<byte[]> target =
                Objects.requireNonNull(TARGETS.get(input.getName(0).toString()), "no such target");

        Assertions.assertTimeoutPreemptively(BOUND, () -> target.accept(bytes(input)));
    }

    @Test
    void everyTargetHasInputs() throws IOException {
        assertThat(inputs().map(input -> input.getName(0).toString()))
                .containsAll(TARGETS.keySet());
    }

    private static byte[] bytes(Path input) {
        try {
            return Files.readAllBytes(INPUTS.resolve(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

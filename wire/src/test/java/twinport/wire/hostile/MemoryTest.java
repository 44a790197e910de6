// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reader's memory: each test reads in a Java that has no more heap than may be needed.
class MemoryTest {
    private static final int SECONDS_MAX = 120;

    @TempDir Path folder;

    @Test
    void everyHostileFileIsReadWithAQuarterOfAGigabyte() throws Exception {
        int number = 0;
        Path files = Files.createDirectory(folder.resolve("files"));
        for (HostileFile file : HostileReading.files()) {
            Files.write(files.resolve("%03d.pcap".formatted(number++)), file.bytes().get());
        }

        assertThat(messages("256m", "files", files.toString())).isGreaterThan(100_000);
    }

    @Test
    void aHundredAndFortyThousandConnectionsTakeLessThanTwoHundredMegabytes() throws Exception {
        assertThat(messages("200m", "connections")).isEqualTo(280_000);
    }

    @Test
    void aPipeOfAMillionFramesIsReadInThirtyTwoMegabytes() throws Exception {
        assertThat(messages("32m", "frames")).isEqualTo(1_000_000);
    }

    /// How many messages were read with so much heap.
    private long messages(String heap, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heap,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                "target/classes"
                                        + java.io.File.pathSeparator
                                        + "target/test-classes",
                                MemoryProbe.class.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = read(out);
        assertThat(ended).as("ended within %d s: %s", SECONDS_MAX, said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return Long.parseLong(said.strip());
    }

    private static String read(Path out) throws IOException {
        return Files.exists(out) ? Files.readString(out) : "";
    }
}

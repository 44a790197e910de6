// SPDX-License-Identifier: MIT
package twinport.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.capture.segment.Dialogue;
import twinport.wire.flow.Direction;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;

@Timeout(20)
@SuppressWarnings("try") // a queue is closed before its end on purpose
final class CaptureQueueTest {
    private static final byte[] RANDOM = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

    @TempDir Path folder;

    @Test
    void theFileStaysReadableByItsOwnerOnly() throws IOException {
        Path file = folder.resolve("captures").resolve("run.pcapng");
        Path keys = folder.resolve("run.keys");
        CaptureSettings settings =
                new CaptureSettings(file, CaptureSettings.MIN_SIZE_LIMIT, "t", Map.of(), keys);
        try (CaptureQueue queue = new CaptureQueue(settings, _ -> {})) {
            assertThat(queue.status().files()).containsExactly(file);
            for (Path path : List.of(file, keys)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
            }
            assertThat(Files.getPosixFilePermissions(folder.resolve("captures"))).hasSize(3);
        }
    }

    @Test
    void otherProgramsSeeWholeBlocksAfterAFlush() throws IOException {
        Path file = folder.resolve("run.pcapng");
        try (CaptureQueue queue = new CaptureQueue(CaptureSettings.to(file), _ -> {})) {
            for (int i = 1; i <= 300; i++) {
                queue.frame(i, new byte[60 + i], null);
                if (i % 100 == 0) {
                    queue.flush();
                    assertThat(frames(Recorded.blocks(file))).hasSize(i);
                }
            }
            assertThat(queue.status().frames()).isEqualTo(300);
            assertThat(queue.status().bytes()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void timesNeverRunBackwards() throws IOException {
        Path file = folder.resolve("run.pcapng");
        try (CaptureQueue queue = new CaptureQueue(CaptureSettings.to(file), _ -> {})) {
            for (long time : new long[] {5_000_000_000L, 7_000_000_001L, 6, 7_000_000_002L}) {
                queue.frame(time, new byte[60], null);
            }
        }
        assertThat(frames(Recorded.blocks(file)).stream().map(Recorded::epochNanos))
                .containsExactly(5_000_000_000L, 7_000_000_001L, 7_000_000_001L, 7_000_000_002L);
    }

    @Test
    void secretsEnterOnlyForClientRandomsTheTapSawAndOnlyOnce() throws IOException {
        Path file = folder.resolve("run.pcapng");
        Path keys = folder.resolve("run.keys");
        CaptureSettings settings =
                new CaptureSettings(file, CaptureSettings.DEFAULT_SIZE_LIMIT, "t", Map.of(), keys);
        byte[] secret = {1, 2, 3};
        try (CaptureQueue queue = new CaptureQueue(settings, _ -> {})) {
            queue.secrets().started();
            queue.secrets().secret("CLIENT_RANDOM", RANDOM, secret);
            queue.scope().clientHello(RANDOM);
            queue.secrets().secret("CLIENT_RANDOM", RANDOM, secret);
            queue.secrets().secret("CLIENT_RANDOM", RANDOM, secret);
            queue.secrets().secret("CLIENT_RANDOM", new byte[32], secret);
            queue.flush();
            assertThat(queue.status().secrets()).isEqualTo(1);
        }
        String line =
                "CLIENT_RANDOM 30313233343536373839616263646566"
                        + "30313233343536373839616263646566 010203\n";
        assertThat(Files.readString(keys)).isEqualTo(line);
        assertThat(Recorded.blocks(file).stream().filter(is(Recorded.SECRETS)))
                .singleElement()
                .extracting(block -> US_ASCII.decode(block.bytes()).toString())
                .asString()
                .contains(line);
    }

    @Test
    void aSnapshotIsAWholeCaptureWithoutSecretsUnlessAsked() throws Exception {
        Path file = folder.resolve("run.pcapng");
        try (CaptureQueue queue = new CaptureQueue(CaptureSettings.to(file), _ -> {})) {
            queue.scope().clientHello(RANDOM);
            queue.frame(1, new byte[60], null);
            queue.secrets().secret("CLIENT_RANDOM", RANDOM, new byte[48]);
            queue.frame(2, new byte[60], "comment");
            ByteArrayOutputStream without = new ByteArrayOutputStream();
            queue.snapshot(without, false);
            ByteArrayOutputStream with = new ByteArrayOutputStream();
            queue.snapshot(with, true);
            assertThat(with.toByteArray()).isEqualTo(Files.readAllBytes(file));
            List<Recorded> blocks = Recorded.blocks(without.toByteArray());
            assertThat(frames(blocks)).hasSize(2);
            assertThat(blocks).extracting(Recorded::type).doesNotContain(Recorded.SECRETS);

            queue.close();
            ByteArrayOutputStream afterwards = new ByteArrayOutputStream();
            queue.snapshot(afterwards, true);
            assertThat(afterwards.toByteArray()).isEqualTo(Files.readAllBytes(file));
        }
    }

    @Test
    void theOldestFileOfTheRingGoesAndEachOpensByItself() throws Exception {
        Path file = folder.resolve("run.pcapng");
        long limit = CaptureSettings.MIN_SIZE_LIMIT;
        CaptureSettings settings =
                new CaptureSettings(
                        file, limit, "t", Map.of(InetAddress.ofLiteral("127.0.0.2"), "b"), null);
        Dialogue dialogue =
                new Dialogue(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 40_000),
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1883),
                        0);
        ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
        List<Path> files;
        try (CaptureQueue queue = new CaptureQueue(settings, _ -> {})) {
            queue.scope().clientHello(RANDOM);
            queue.secrets().secret("CLIENT_RANDOM", RANDOM, new byte[48]);
            for (int i = 0; i < 400; i++) {
                ByteBuffer payload = ByteBuffer.allocate(1_000).putInt(0, i);
                queue.frame(i, dialogue.payload(Direction.FROM_CLIENT, payload), null);
            }
            queue.snapshot(snapshot, true);
            files = queue.status().files();
            assertThat(queue.status().bytes()).isLessThanOrEqualTo(limit);
            assertThat(queue.status().frames()).isEqualTo(400);
        }
        assertThat(files).hasSize(CaptureSettings.RING_FILES).doesNotContain(file);
        try (Stream<Path> there = Files.list(folder)) {
            assertThat(there).containsExactlyInAnyOrderElementsOf(files);
        }
        List<Integer> numbers = new ArrayList<>();
        for (Path one : files) {
            List<Recorded> blocks = Recorded.blocks(one);
            assertThat(blocks.getFirst().type()).isEqualTo(Recorded.SECTION);
            assertThat(blocks.stream().filter(is(Recorded.SECRETS))).hasSize(1);
            frames(blocks).forEach(block -> numbers.add(block.bytes().getInt(28 + 54)));
        }
        // the payload is in network byte order, the block is not
        assertThat(numbers.stream().map(Integer::reverseBytes))
                .containsExactlyElementsOf(
                        IntStream.range(400 - numbers.size(), 400).boxed().toList());

        Path whole = folder.resolve("snapshot.pcapng");
        Files.write(whole, snapshot.toByteArray());
        assertThat(Tshark.read(whole)).hasSize(numbers.size());
    }

    @Test
    void theLiveListenerGetsWhatTheFileGetsInItsOrder() throws IOException {
        Path file = folder.resolve("run.pcapng");
        List<CaptureBlock> live = Collections.synchronizedList(new ArrayList<>());
        try (CaptureQueue queue = new CaptureQueue(CaptureSettings.to(file), live::add)) {
            queue.scope().clientHello(RANDOM);
            queue.frame(1, new byte[60], null);
            queue.secrets().secret("CLIENT_RANDOM", RANDOM, new byte[48]);
            queue.frame(2, new byte[61], null);
        }
        assertThat(live)
                .extracting(block -> block.getClass().getSimpleName())
                .containsExactly("Interface", "Names", "Frame", "Secrets", "Frame", "Statistics");
        assertThat(live.get(4))
                .isInstanceOfSatisfying(
                        Frame.class,
                        frame -> {
                            assertThat(frame.number()).isEqualTo(2);
                            assertThat(frame.bytes().byteSize()).isEqualTo(61);
                        });
    }

    @Test
    void aListenerThatFailsHarmsNobody() throws IOException {
        Path file = folder.resolve("run.pcapng");
        try (CaptureQueue queue =
                new CaptureQueue(
                        CaptureSettings.to(file),
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        })) {
            queue.frame(1, new byte[60], null);
            queue.frame(2, new byte[60], null);
        }
        assertThat(frames(Recorded.blocks(file))).hasSize(2);
    }

    @Test
    void aSnapshotThatCannotBeTakenSaysSo() throws IOException {
        Path file = folder.resolve("run.pcapng");
        try (CaptureQueue queue = new CaptureQueue(CaptureSettings.to(file), _ -> {})) {
            queue.flush();
            Files.delete(file);
            assertThatThrownBy(() -> queue.snapshot(OutputStream.nullOutputStream(), false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("run.pcapng");
        }
    }

    @Test
    void aCaptureThatCannotBeWrittenSaysSoAndBlocksNobody() throws IOException {
        Path captures = folder.resolve("captures");
        Path file = captures.resolve("run.pcapng");
        CaptureSettings settings =
                new CaptureSettings(file, CaptureSettings.MIN_SIZE_LIMIT, "t", Map.of(), null);
        List<CaptureBlock> live = Collections.synchronizedList(new ArrayList<>());
        try (CaptureQueue queue = new CaptureQueue(settings, live::add)) {
            queue.frame(1, new byte[60], null);
            queue.flush();
            Files.delete(file);
            Files.delete(captures); // the next file of the ring cannot be made
            for (int i = 2; i <= 2 * CaptureQueue.MAX_QUEUED; i++) {
                queue.frame(i, new byte[1_000], null);
            }
            assertThatThrownBy(queue::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("run-2.pcapng");
            CaptureStatus status = queue.status();
            assertThat(status.failure()).isPresent();
            assertThat(status.frames() + status.lost()).isEqualTo(2 * CaptureQueue.MAX_QUEUED);
        }
        assertThat(live.stream().filter(Frame.class::isInstance))
                .hasSize(2 * CaptureQueue.MAX_QUEUED);
    }

    @Test
    void whatIsNotAFileIsLeftAlone() throws IOException {
        Path notAFile = Files.createDirectory(folder.resolve("run.pcapng"));
        assertThatThrownBy(() -> new CaptureQueue(CaptureSettings.to(notAFile), _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a file");
        assertThat(notAFile).isDirectory();
    }

    @Test
    void afterAKillTheFileIsWholeUpToItsLastBlock() throws Exception {
        Path file = folder.resolve("run.pcapng");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EndlessCapture.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            while (process.isAlive() && (!Files.exists(file) || Files.size(file) < 2_000_000)) {
                Thread.onSpinWait();
            }
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        byte[] left = Files.readAllBytes(file);
        int whole = Recorded.wholeBlocks(left);
        assertThat(left.length - whole).isLessThan(EndlessCapture.BLOCK);
        List<Recorded> blocks = Recorded.blocks(Arrays.copyOf(left, whole));
        assertThat(frames(blocks)).hasSizeGreaterThan(1_000);
    }

    private static List<Recorded> frames(List<Recorded> blocks) {
        return blocks.stream().filter(is(Recorded.FRAME)).toList();
    }

    private static Predicate<Recorded> is(int type) {
        return block -> block.type() == type;
    }
}

// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.BoardState;
import twinport.board.Registration;
import twinport.board.net.BoardNetwork;
import twinport.board.net.LoopbackNetwork;

/// A board with a sketch on the table, its serial line watched.
final class SketchBench implements AutoCloseable {
    static final Path CACHE = Path.of("target", "sketches");

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Board board;
    private final Object changed = new Object();
    private final Registration watching;

    private SketchBench(Board board) {
        this.board = board;
        this.watching =
                board.listen(_ -> {
                    synchronized (changed) {
                        changed.notifyAll();
                    }
                });
    }

    /// A compiler, or the end of the test as skipped.
    static SketchCompiler compiler() throws InterruptedException {
        Optional<Clang> clang = Clang.on(System.getenv("PATH"));
        Assumptions.assumeTrue(
                clang.isPresent(), "skipped, no clang on this machine: " + Clang.HOW_TO_INSTALL);
        return new SketchCompiler(clang, CACHE, java.util.List.of());
    }

    /// The compiled test sketch of this name.
    static SketchCode sketch(String name) throws SketchException, InterruptedException {
        Path folder = Path.of("src", "test", "resources", "sketches", name);
        return SketchCode.interpreted(compiler().compile(folder));
    }

    static SketchBench running(
            SketchCode code, BoardClock clock, Map<String, String> files, int... ports) {
        return running(BoardSettings.of("bench"), code, clock, files, ports);
    }

    static SketchBench running(
            BoardSettings settings,
            SketchCode code,
            BoardClock clock,
            Map<String, String> files,
            int... ports) {
        SketchBench bench = still(settings, code, clock, files, ports);
        bench.board.start();
        return bench;
    }

    /// A board that is not yet started.
    static SketchBench still(
            BoardSettings settings,
            SketchCode code,
            BoardClock clock,
            Map<String, String> files,
            int... ports) {
        Map<String, byte[]> bytes =
                files.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        file -> file.getValue().getBytes(StandardCharsets.UTF_8)));
        return new SketchBench(
                new Board(settings, new Sketch(code, bytes), network(ports), clock, new Random(1)));
    }

    private static BoardNetwork network(int... ports) {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        Set<InetSocketAddress> allowed =
                IntStream.of(ports)
                        .mapToObj(port -> new InetSocketAddress(local, port))
                        .collect(Collectors.toSet());
        return new LoopbackNetwork(
                InetAddress.ofLiteral("127.0.10.1"), Map.of("broker.lab", local), allowed);
    }

    Board board() {
        return board;
    }

    String serial() {
        return board.serial().text();
    }

    /// Waits until the serial line has said this.
    SketchBench says(String text) {
        return waits("\"" + text + "\" on the serial line", () -> serial().contains(text));
    }

    SketchBench crashes(String reason) {
        return waits(
                "a crash with \"" + reason + "\"",
                () ->
                        board.state() instanceof BoardState.Crashed crashed
                                && crashed.reason().contains(reason));
    }

    SketchBench waits(String what, BooleanSupplier reached) {
        long end = System.nanoTime() + LONGEST.toNanos();
        synchronized (changed) {
            while (!reached.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    Assertions.fail(
                            "%s did not come; state %s; serial line:%n%s",
                            what, board.state(), serial());
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(changed, Math.min(left, 50_000_000));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return this;
    }

    @Override
    public void close() {
        watching.close();
        board.close();
    }
}

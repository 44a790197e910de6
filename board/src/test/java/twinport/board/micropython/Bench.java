// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import twinport.board.Board;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.BoardState;
import twinport.board.Registration;
import twinport.board.net.BoardNetwork;
import twinport.board.net.LoopbackNetwork;

/// A board on the table, with its serial line watched.
final class Bench implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Board board;
    private final Object changed = new Object();
    private final Registration watching;

    private Bench(Board board) {
        this.board = board;
        this.watching =
                board.listen(_ -> {
                    synchronized (changed) {
                        changed.notifyAll();
                    }
                });
    }

    /// A board, not yet started, that runs `main` and may reach these local ports.
    static Bench with(BoardSettings settings, String main, int... ports) {
        return with(settings, Map.of("/main.py", main), ports);
    }

    static Bench with(BoardSettings settings, Map<String, String> files, int... ports) {
        Map<String, byte[]> bytes =
                files.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        file -> file.getValue().getBytes(StandardCharsets.UTF_8)));
        return new Bench(
                new Board(
                        settings,
                        new MicroPythonProgram(bytes),
                        network(ports),
                        BoardClock.system(),
                        new Random(1)));
    }

    /// The usual board, running `main`.
    static Bench running(String main, int... ports) {
        Bench bench = with(BoardSettings.of("bench"), main, ports);
        bench.board.start();
        return bench;
    }

    private static BoardNetwork network(int... ports) {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        return new LoopbackNetwork(
                InetAddress.ofLiteral("127.0.10.1"),
                Map.of("broker.lab", local),
                IntStream.of(ports)
                        .mapToObj(port -> new InetSocketAddress(local, port))
                        .collect(Collectors.toCollection(java.util.HashSet::new)));
    }

    Board board() {
        return board;
    }

    String serial() {
        return board.serial().text();
    }

    /// Waits until the serial line has said this.
    Bench says(String text) {
        return waits("\"" + text + "\" on the serial line", () -> serial().contains(text));
    }

    Bench isIn(Predicate<BoardState> wanted) {
        return waits("another state", () -> wanted.test(board.state()));
    }

    Bench crashes() {
        return isIn(BoardState.Crashed.class::isInstance);
    }

    Bench waits(String what, BooleanSupplier reached) {
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

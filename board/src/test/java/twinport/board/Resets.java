// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import twinport.board.net.Ports;

/// Watches what a board leaves behind that connects here and is then reset, again and again.
public final class Resets implements AutoCloseable {
    private static final int SETTLED_AFTER = 100;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long HEAP_GROWTH_MAX = 2 << 20;

    private final ServerSocket server =
            new ServerSocket(Ports.free(), 50, InetAddress.ofLiteral("127.0.0.1"));
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicInteger standing = new AtomicInteger();

    public Resets() throws IOException {
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Runs the board through so many resets and compares with what it held after the first
    /// hundred. `-Dboard.resets=1000` asks for as many of a board that takes long to start.
    public void leaveNothingBehind(Board board, int all) throws Exception {
        int resets = Integer.getInteger("board.resets", all);
        CountDownLatch settled = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Registration watching =
                board.listen(_ -> {
                    long restarts = board.counters().restarts();
                    if (restarts >= SETTLED_AFTER) {
                        settled.countDown();
                    }
                    if (restarts >= resets) {
                        done.countDown();
                    }
                })) {
            assertThat(watching).isNotNull();
            board.start();
            assertThat(settled.await(60, TimeUnit.SECONDS)).as(board.serial()::text).isTrue();
            long heap = heap();
            int threads = Thread.getAllStackTraces().size();
            assertThat(done.await(120, TimeUnit.SECONDS)).as(board.serial()::text).isTrue();
            board.stop();
            assertThat(visits.get()).isGreaterThanOrEqualTo(resets);
            assertThat(heap() - heap).isLessThan(HEAP_GROWTH_MAX);
            assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 2);
        }
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (standing.get() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(standing).as("connections that still stand").hasValue(0);
        assertThat(descriptors()).isLessThan(200);
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                visits.incrementAndGet();
                standing.incrementAndGet();
                Thread.ofVirtual().start(() -> untilItEnds(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void untilItEnds(Socket socket) {
        try (socket) {
            socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            Thread.onSpinWait(); // an end as well
        } finally {
            standing.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

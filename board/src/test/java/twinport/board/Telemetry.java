// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import twinport.board.net.Ports;

/// Where a well-behaved board sends a byte each period, and whether it keeps to that.
public final class Telemetry implements AutoCloseable {
    public static final Duration PERIOD = Duration.ofMillis(100);

    private static final int LOOKS = 7;

    private final ServerSocket server =
            new ServerSocket(Ports.free(), 1, InetAddress.ofLiteral("127.0.0.1"));
    private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

    public Telemetry() throws IOException {
        Thread.ofPlatform().daemon().start(this::hear);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Waits for the first byte.
    public void begins() throws InterruptedException {
        next();
    }

    /// The period that the next bytes keep, by their median, is at most twice what it should be.
    public void keepsItsPeriod() throws InterruptedException {
        arrivals.clear();
        List<Long> gaps = new ArrayList<>();
        long before = next();
        for (int i = 0; i < LOOKS; i++) {
            long now = next();
            gaps.add(now - before);
            before = now;
        }
        gaps.sort(Long::compare);
        assertThat(Duration.ofNanos(gaps.get(LOOKS / 2))).isLessThan(PERIOD.multipliedBy(2));
    }

    private long next() throws InterruptedException {
        Long at = arrivals.poll(20, TimeUnit.SECONDS);
        if (at == null) {
            throw new AssertionError("the neighbour has fallen silent");
        }
        return at;
    }

    private void hear() {
        try (Socket board = server.accept()) {
            while (board.getInputStream().read() >= 0) {
                arrivals.add(System.nanoTime());
            }
        } catch (IOException gone) {
            arrivals.clear();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

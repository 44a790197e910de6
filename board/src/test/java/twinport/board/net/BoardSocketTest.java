// SPDX-License-Identifier: MIT
package twinport.board.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Plain connections of a board, against real sockets.
@Timeout(30)
final class BoardSocketTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    private final Tally tally = new Tally();
    private ServerSocket server;
    private BoardSocket socket;

    /// Counts what a meter is told.
    private static final class Tally implements Meter {
        final AtomicInteger connections = new AtomicInteger();
        final AtomicInteger sent = new AtomicInteger();
        final AtomicInteger received = new AtomicInteger();

        @Override
        public void connected() {
            connections.incrementAndGet();
        }

        @Override
        public void sent(byte[] bytes, int offset, int length) {
            sent.addAndGet(length);
        }

        @Override
        public void received(byte[] bytes, int offset, int length) {
            received.addAndGet(length);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(Ports.free(), 10, LOCAL);
        socket = new BoardSocket(network(), tally);
    }

    @AfterEach
    void end() throws IOException {
        socket.close();
        server.close();
    }

    private LoopbackNetwork network() {
        return new LoopbackNetwork(
                InetAddress.ofLiteral("127.0.10.7"),
                Map.of("broker.lab", LOCAL),
                Set.of(
                        new InetSocketAddress(LOCAL, server.getLocalPort()),
                        new InetSocketAddress(LOCAL, 1)));
    }

    private Socket connected() throws IOException, InterruptedException {
        assertThat(socket.connect("broker.lab", server.getLocalPort(), SECOND)).isZero();
        return server.accept();
    }

    private int recv(byte[] into, int millis) throws InterruptedException {
        return socket.recv(into, 0, into.length, millis);
    }

    @Test
    void aConnectionComesFromTheBoardsOwnAddressAndIsCounted() throws Exception {
        try (Socket peer = connected()) {
            assertThat(peer.getInetAddress()).isEqualTo(InetAddress.ofLiteral("127.0.10.7"));
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.send(hello, 0, 5)).isEqualTo(5);
            assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(hello);
            peer.getOutputStream().write(hello, 0, 4);
            byte[] got = new byte[10];
            assertThat(recv(got, -1)).isEqualTo(4);
            assertThat(tally.connections).hasValue(1);
            assertThat(tally.sent).hasValue(5);
            assertThat(tally.received).hasValue(4);
        }
    }

    @Test
    void failuresHaveTheNumbersOfTheChip() throws Exception {
        assertThat(socket.connect("localhost", 1, SECOND)).isEqualTo(-Errno.ECONNRESET);
        assertThat(socket.fault().orElseThrow()).hasMessageContaining("nothing listens there");
        assertThat(socket.connect("unknown.example", 1883, SECOND)).isEqualTo(-Errno.EAI_FAIL);
        assertThat(socket.connect("192.168.1.1", 1883, SECOND)).isEqualTo(-Errno.EHOSTUNREACH);
        assertThat(socket.connect("localhost", 2, SECOND)).isEqualTo(-Errno.EHOSTUNREACH);
        assertThat(recv(new byte[1], 0)).isEqualTo(-Errno.ENOTCONN);
        assertThat(socket.send(new byte[1], 0, 1)).isEqualTo(-Errno.ENOTCONN);
        assertThat(socket.alive()).isFalse();
    }

    @Test
    void readsBlockTimeOutOrDoNotWait() throws Exception {
        try (Socket peer = connected()) {
            byte[] got = new byte[4];
            assertThat(recv(got, 0)).isEqualTo(-Errno.EAGAIN);
            long start = System.nanoTime();
            assertThat(recv(got, 50)).isEqualTo(-Errno.ETIMEDOUT);
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(49));
            assertThat(socket.available()).isZero();
            peer.getOutputStream().write(new byte[] {1, 2, 3});
            assertThat(recv(got, -1)).isEqualTo(3);
        }
    }

    @Test
    void thePeersEndIsSeenAfterItsLastByte() throws Exception {
        Socket peer = connected();
        peer.getOutputStream().write(new byte[] {1, 2});
        peer.close();
        byte[] got = new byte[1];
        assertThat(recv(got, -1)).isEqualTo(1);
        assertThat(socket.alive()).isTrue();
        assertThat(recv(got, -1)).isEqualTo(1);
        assertThat(recv(got, -1)).isZero();
        assertThat(socket.alive()).isFalse();
    }

    @Test
    void aSenderThatIsNotReadIsHeldBackAndNothingIsLost() throws Exception {
        int total = 8 << 20;
        try (Socket peer = connected()) {
            FutureTask<Integer> sender =
                    new FutureTask<>(() -> {
                        for (int i = 0; i < total; i += 4096) {
                            byte[] block = new byte[4096];
                            block[0] = (byte) (i / 4096);
                            peer.getOutputStream().write(block);
                        }
                        peer.shutdownOutput();
                        return total;
                    });
            Thread.ofVirtual().start(sender);
            byte[] got = new byte[1000];
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int n = recv(got, -1); n > 0; n = recv(got, -1)) {
                all.write(got, 0, n);
                assertThat(socket.available()).isLessThanOrEqualTo(ByteRing.CAPACITY);
            }
            byte[] bytes = all.toByteArray();
            assertThat(bytes).hasSize(total);
            for (int i = 0; i < total; i += 4096) {
                assertThat(bytes[i]).isEqualTo((byte) (i / 4096));
            }
        }
    }

    @Test
    void closingDeliversWhatWasSentEvenWithUnreadInput() throws Exception {
        try (Socket peer = connected()) {
            peer.getOutputStream().write(new byte[60_000]); // never read by the board
            byte[] block = new byte[100_000];
            assertThat(socket.available()).isNotNegative();
            assertThat(socket.send(block, 0, block.length)).isEqualTo(block.length);
            socket.close();
            assertThat(peer.getInputStream().readAllBytes()).hasSize(block.length);
        }
        assertThat(socket.awaitClosed(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aPeerThatNeverEndsIsCutAfterTheLingerTime() throws Exception {
        try (Socket peer = connected()) {
            socket.close();
            assertThat(socket.awaitClosed(BoardSocket.LINGER.plusSeconds(4))).isTrue();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void anInterruptEndsAWaitingRead() throws Exception {
        try (Socket peer = connected()) {
            assertThat(peer.isConnected()).isTrue();
            Thread reader =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    recv(new byte[1], -1);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            reader.interrupt();
            assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
        }
    }
}

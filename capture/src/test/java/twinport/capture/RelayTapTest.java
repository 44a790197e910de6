// SPDX-License-Identifier: MIT
package twinport.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.wire.pcap.CaptureBlock;

/// The tap between real sockets, its file judged by Wireshark's reader.
@Timeout(20)
@SuppressWarnings("try") // closing a socket is what is tested
final class RelayTapTest {
    @TempDir Path folder;

    @Test
    void everyByteAndBothHalfClosesPassAndAreRecorded() throws Exception {
        byte[] question = bytes(200_000, 1);
        byte[] answer = bytes(100_000, 2);
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.2");
                Socket server = lab.accept()) {
            CompletableFuture<byte[]> asked = read(server);
            client.getOutputStream().write(question);
            client.shutdownOutput();
            assertThat(asked.get()).isEqualTo(question);
            CompletableFuture<byte[]> answered = read(client);
            server.getOutputStream().write(answer);
            server.close();
            assertThat(answered.get()).isEqualTo(answer);

            Path file = lab.finish();
            int listen = lab.route.listen().getPort();
            int port = client.getLocalPort();
            List<Tshark.Seen> frames = Tshark.frames(file);
            assertThat(Tshark.streams(frames))
                    .containsOnlyKeys(port + " > " + listen, listen + " > " + port)
                    .containsEntry(port + " > " + listen, question)
                    .containsEntry(listen + " > " + port, answer);
            assertThat(with(frames, "tcp.flags.fin"))
                    .extracting(frame -> frame.get("ip.src") + " to " + frame.get("ip.dst"))
                    .containsExactly("127.0.0.2 to 127.0.0.1", "127.0.0.1 to 127.0.0.2");
            assertThat(with(frames, "tcp.flags.syn"))
                    .extracting(frame -> frame.get("ip.src"))
                    .containsExactly("127.0.0.2", "127.0.0.1");
            assertThat(frames).allMatch(frame -> frame.get("tcp.payload").length() <= 2 * 16_384);
        }
    }

    @Test
    void aResetByTheClientReachesTheBrokerAsReset() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.3");
                Socket server = lab.accept()) {
            client.getOutputStream().write('x');
            assertThat(server.getInputStream().read()).isEqualTo('x');
            client.setSoLinger(true, 0);
            client.close();
            assertThatThrownBy(() -> server.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            Path file = lab.finish();
            List<Tshark.Seen> frames = Tshark.frames(file);
            assertThat(with(frames, "tcp.flags.fin")).isEmpty();
            assertThat(with(frames, "tcp.flags.reset"))
                    .extracting(frame -> frame.get("ip.src"))
                    .containsExactly("127.0.0.3");
        }
    }

    @Test
    void aResetByTheBrokerReachesTheClientAsReset() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.3");
                Socket server = lab.accept()) {
            client.getOutputStream().write('x');
            assertThat(server.getInputStream().read()).isEqualTo('x');
            server.setSoLinger(true, 0);
            server.close();
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            Path file = lab.finish();
            List<Tshark.Seen> frames = Tshark.frames(file);
            assertThat(with(frames, "tcp.flags.fin")).isEmpty();
            assertThat(with(frames, "tcp.flags.reset"))
                    .extracting(frame -> frame.get("ip.src"))
                    .containsExactly("127.0.0.1");
        }
    }

    @Test
    void aBrokerThatIsAwayResetsTheClientAndTheCaptureSaysWhy() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder)) {
            lab.broker.close();
            try (Socket client = lab.connect("127.0.0.1")) {
                assertThatThrownBy(() -> client.getInputStream().read())
                        .isInstanceOf(SocketException.class);
            }
            assertThat(with(Tshark.frames(lab.finish()), "tcp.flags.reset"))
                    .singleElement()
                    .extracting(frame -> frame.get("frame.comment"))
                    .asString()
                    .startsWith("the broker was not reached: ");
        }
    }

    @Test
    void aSlowReaderSlowsTheSenderAndLosesNothing() throws Exception {
        byte[] much = bytes(24_000_000, 3);
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.1");
                Socket server = lab.accept()) {
            CompletableFuture<Void> sent = send(client, much);
            awaitStandstill(lab);
            assertThat(sent).isNotDone();
            assertThat(read(server).get()).isEqualTo(much);
            sent.get();
            List<Recorded> blocks = Recorded.blocks(lab.finish());
            assertThat(Recorded.payload(blocks, client.getLocalPort())).isEqualTo(much);
        }
    }

    @Test
    void aFullQueueStopsTheRelayAndLosesNothing() throws Exception {
        byte[] much = bytes(40_000_000, 4);
        CountDownLatch gate = new CountDownLatch(1);
        try (TappedBroker lab = TappedBroker.in(folder, block -> await(gate, block));
                Socket client = lab.connect("127.0.0.1");
                Socket server = lab.accept()) {
            CompletableFuture<byte[]> received = read(server);
            CompletableFuture<Void> sent = send(client, much);
            while (lab.queue.status().queued() < CaptureQueue.MAX_QUEUED) {
                Thread.onSpinWait();
            }
            assertThat(sent).isNotDone();
            assertThat(received).isNotDone();
            gate.countDown();
            sent.get();
            assertThat(received.get()).isEqualTo(much);
            List<Recorded> blocks = Recorded.blocks(lab.finish());
            assertThat(Recorded.payload(blocks, client.getLocalPort())).isEqualTo(much);
            assertThat(lab.queue.status().lost()).isZero();
        }
    }

    @Test
    void aClientThatSaysNothingIsClosed() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.1");
                Socket server = lab.accept()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            assertThat(with(Tshark.frames(lab.finish()), "tcp.flags.fin"))
                    .extracting(frame -> frame.get("frame.comment"))
                    .containsOnly("no byte within 300 ms: ended by the tap");
        }
    }

    @Test
    void aClientThatSpokeMayBeSilentForLonger() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.1");
                Socket server = lab.accept()) {
            client.getOutputStream().write('x');
            client.setSoTimeout((int) TappedBroker.FIRST_BYTE_WITHIN.toMillis() * 3);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            server.getOutputStream().write('y');
            assertThat(client.getInputStream().read()).isEqualTo('y');
        }
    }

    @Test
    void oneConnectionTooManyIsReset() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket first = talking(lab);
                Socket second = talking(lab);
                Socket third = talking(lab)) {
            assertThat(lab.tap.connections()).isEqualTo(TappedBroker.MAX_CONNECTIONS);
            try (Socket fourth = lab.connect("127.0.0.1")) {
                assertThatThrownBy(() -> fourth.getInputStream().read())
                        .isInstanceOf(SocketException.class);
            }
            assertThat(List.of(first, second, third)).noneMatch(Socket::isClosed);
            assertThat(with(Tshark.frames(lab.finish()), "tcp.flags.reset"))
                    .extracting(frame -> frame.get("frame.comment"))
                    .containsExactly("more than 3 connections");
        }
    }

    @Test
    void theBrokerLearnsTheTrueClientWhileTheConnectionLasts() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.77");
                Socket server = lab.accept()) {
            client.getOutputStream().write('x');
            assertThat(server.getInputStream().read()).isEqualTo('x');
            InetSocketAddress source = (InetSocketAddress) server.getRemoteSocketAddress();
            assertThat(source.getAddress().getAddress()[1]).isBetween((byte) 64, (byte) 127);
            Origins origins = lab.tap.origins();
            assertThat(origins.trueClient(source))
                    .contains((InetSocketAddress) client.getLocalSocketAddress());
            InetSocketAddress other =
                    new InetSocketAddress(source.getAddress(), source.getPort() + 1);
            assertThat(origins.trueClient(other)).isEmpty();
            client.close();
            server.close();
            lab.tap.close();
            assertThat(origins.trueClient(source)).isEmpty();
        }
    }

    @Test
    void closingEndsWhatDoesNotEndByItself() throws Exception {
        try (TappedBroker lab = TappedBroker.in(folder);
                Socket client = lab.connect("127.0.0.1");
                Socket server = lab.accept()) {
            client.getOutputStream().write("still here".getBytes(US_ASCII));
            assertThat(server.getInputStream().readNBytes(10)).hasSize(10);
            Path file = lab.finish();
            assertThat(lab.tap.connections()).isZero();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> lab.connect("127.0.0.1")).isInstanceOf(IOException.class);
            assertThat(with(Tshark.frames(file), "tcp.flags.fin"))
                    .extracting(frame -> frame.get("frame.comment"))
                    .containsExactly(Relay.ENDED_BY_TAP, Relay.ENDED_BY_TAP);
        }
    }

    @Test
    void clientsOverIpv6AreRecordedAsSuch() throws Exception {
        InetAddress six = InetAddress.ofLiteral("::1");
        try (TappedBroker lab = TappedBroker.on(six, folder);
                Socket client = new Socket(six, lab.route.listen().getPort());
                Socket server = lab.accept()) {
            byte[] text = "over IPv6".getBytes(US_ASCII);
            client.getOutputStream().write(text);
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).isEqualTo(text);
            server.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            Path file = lab.finish();
            assertThat(Tshark.frames(file))
                    .filteredOn(frame -> frame.has("tcp.payload"))
                    .extracting(frame -> frame.get("ipv6.src") + " " + frame.get("tcp.payload"))
                    .containsExactly("::1 6f7665722049507636");
        }
    }

    @Test
    void aTakenPortIsToldBeforeAnythingRuns() throws Exception {
        try (ServerSocket taken = new ServerSocket();
                CaptureQueue queue =
                        new CaptureQueue(CaptureSettings.to(folder.resolve("x.pcapng")), _ -> {})) {
            taken.bind(Loopback.free());
            InetSocketAddress port = (InetSocketAddress) taken.getLocalSocketAddress();
            InetSocketAddress free = Loopback.free();
            List<Route> routes = List.of(new Route(free, port), new Route(port, free));
            ListenException early =
                    catchThrowableOfType(ListenException.class, () -> RelayTap.check(routes));
            assertThat(early).hasMessage("port " + port.getPort() + " on 127.0.0.1 is in use");
            assertThat(early.hint()).contains("choose another port");
            assertThat(early.address()).isEqualTo(port);

            RelayTap tap = new RelayTap(TapSettings.of(routes), queue, InstantSource.system());
            assertThatThrownBy(tap::open).isInstanceOf(ListenException.class);
            RelayTap.check(List.of(new Route(free, port)));
        }
    }

    private static List<Tshark.Seen> with(List<Tshark.Seen> frames, String flag) {
        return frames.stream().filter(frame -> frame.get(flag).equals("1")).toList();
    }

    private static Socket talking(TappedBroker lab) throws IOException {
        Socket client = lab.connect("127.0.0.1");
        Socket server = lab.accept();
        client.getOutputStream().write('x');
        assertThat(server.getInputStream().read()).isEqualTo('x');
        return client;
    }

    /// Until the tap records nothing more: all buffers between sender and reader are full.
    private static void awaitStandstill(TappedBroker lab) throws Exception {
        long before = -1;
        long now = lab.queue.status().frames();
        while (now != before || now < 100) {
            TimeUnit.MILLISECONDS.sleep(200); // nothing tells that nothing happens
            before = now;
            now = lab.queue.status().frames();
        }
    }

    private static CompletableFuture<Void> send(Socket socket, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        socket.getOutputStream().write(bytes);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static CompletableFuture<byte[]> read(Socket socket) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static void await(CountDownLatch gate, CaptureBlock block) {
        try {
            assertThat(block).isNotNull();
            assertThat(gate.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/// Known traffic on the loopback interface: numbered datagrams to a port of our own.
public final class Datagrams implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final DatagramSocket receiver;
    private final DatagramSocket sender;

    public Datagrams() throws IOException {
        receiver = bound();
        sender = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    }

    private static DatagramSocket bound() throws IOException {
        for (int port : IntStream.range(0, 200).map(_ -> randomPort()).toArray()) {
            try {
                return new DatagramSocket(new InetSocketAddress(LOOPBACK, port));
            } catch (IOException _) {
                // taken: the next one
            }
        }
        throw new IOException("no free port");
    }

    private static int randomPort() {
        return java.util.concurrent.ThreadLocalRandom.current().nextInt(18_000, 32_000);
    }

    /// What only these datagrams pass.
    public String filter() {
        return "udp dst port " + receiver.getLocalPort();
    }

    public void send(int first, int count, int length) throws IOException {
        for (int number = first; number < first + count; number++) {
            sender.send(
                    new DatagramPacket(
                            payload(number, length), length, LOOPBACK, receiver.getLocalPort()));
        }
    }

    public static byte[] payload(int number, int length) {
        return String.format("%0" + length + "d", number).getBytes(StandardCharsets.US_ASCII);
    }

    /// Opens the loopback interface, or skips the test and says what it lacks.
    public static FrameSource open(Way way, SourceSettings settings) throws IOException {
        try {
            return way.open(settings, System.getenv("PATH"));
        } catch (SourceException e) {
            boolean cannot =
                    e.why() == SourceException.Cause.NO_RIGHTS
                            || e.why() == SourceException.Cause.NOT_INSTALLED;
            Assumptions.assumeFalse(cannot, "no capture here: " + e.getMessage());
            throw e;
        }
    }

    public SourceSettings settings() {
        return new SourceSettings(
                "lo",
                filter(),
                SourceSettings.MAX_SNAP_LENGTH,
                SourceSettings.BUFFER_BYTES,
                false,
                false);
    }

    @Override
    public void close() {
        receiver.close();
        sender.close();
    }
}

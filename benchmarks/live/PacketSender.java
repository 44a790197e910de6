// SPDX-License-Identifier: MIT
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// Sends numbered datagrams over loopback at an even pace. Run as a source file:
/// `java PacketSender.java PORT PACKETS PER_SECOND`.
final class PacketSender {
    /// With the headers of Ethernet, IPv4 and UDP a frame of 150 bytes, as small MQTT messages are.
    private static final int PAYLOAD_BYTES = 150 - 14 - 20 - 8;

    private PacketSender() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int packets = Integer.parseInt(arguments[1]);
        double nanosEach = 1e9 / Integer.parseInt(arguments[2]);
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramChannel receiver = DatagramChannel.open();
                DatagramChannel sender = DatagramChannel.open()) {
            receiver.bind(new InetSocketAddress(loopback, port)); // or the kernel would answer
            sender.connect(new InetSocketAddress(loopback, port));
            ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
            long begin = System.nanoTime();
            for (int number = 0; number < packets; number++) {
                while (System.nanoTime() - begin < number * nanosEach) {
                    Thread.onSpinWait();
                }
                payload.clear().putInt(0, number);
                if (sender.write(payload) != PAYLOAD_BYTES) {
                    throw new IOException("packet " + number + " was not sent");
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf("sent %d in %.2f s: %.0f/s%n", packets, seconds, packets / seconds);
        }
    }
}

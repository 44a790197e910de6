// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/// A client that sends any bytes: no library would.
final class RawClient {
    private RawClient() {}

    /// The first four bytes that come back.
    static byte[] firstAnswer(InetSocketAddress address, byte[] bytes) throws IOException {
        try (Socket socket = send(address, bytes)) {
            return socket.getInputStream().readNBytes(4);
        }
    }

    static Socket send(InetSocketAddress address, byte[] bytes) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(bytes);
        return socket;
    }

    /// CONNECT of MQTT 3.1.1, clean session, keep alive 60 s, no credentials.
    static byte[] connect311(String clientId) {
        byte[] id = clientId.getBytes(UTF_8);
        byte[] head = {0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, (byte) id.length};
        byte[] packet = Arrays.copyOf(head, head.length + id.length);
        packet[1] = (byte) (packet.length - 2);
        System.arraycopy(id, 0, packet, head.length, id.length);
        return packet;
    }
}

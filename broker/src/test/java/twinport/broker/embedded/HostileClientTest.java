// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import twinport.broker.BrokerEvent.Disconnected;
import twinport.broker.BrokerEvent.Refusal;

/// What no client may do.
@ExtendWith(SharedLab.class)
class HostileClientTest {
    private final LabFixture lab;

    HostileClientTest(LabFixture lab) {
        this.lab = lab;
    }

    @Test
    void whatIsNoConnectEndsTheConnection() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (byte[] bytes :
                List.of(
                        new byte[] {(byte) 0xc0, 0},
                        new byte[] {0x30, 0},
                        new byte[] {0, 0},
                        new byte[] {0x10, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
                        new byte[] {0x10},
                        new byte[0],
                        "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8))) {
            sockets.add(RawClient.send(lab.plain, bytes));
        }
        for (Socket socket : sockets) {
            try (socket) {
                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            }
            lab.awaitRefusal(Refusal.PROTOCOL);
        }
    }

    @Test
    void aConnectionThatDidNotComeThroughTheTapIsRefused() throws Exception {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(LabFixture.STRANGER, 0));
            socket.connect(lab.plain);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(RawClient.connect311("thermo-plain"));
            assertThat(socket.getInputStream().readNBytes(4)[3]).isNotZero();
        }
        lab.awaitRefusal(Refusal.ORIGIN);
    }

    /// One of each class of packet that brokers have fallen over (the number is the CVE), sent by a
    /// client that was let in. The connection ends, nothing is published, the next one works.
    @Test
    void packetsThatBrokersFellOverEndTheConnection() throws Exception {
        byte[] slashes = new byte[1_026];
        Arrays.fill(slashes, (byte) '/');
        slashes[0] = 4;
        slashes[1] = 0;
        byte[] deep = new byte[slashes.length + 3];
        System.arraycopy(slashes, 0, deep, 3, slashes.length);
        System.arraycopy(new byte[] {0x30, (byte) 0x82, 0x08}, 0, deep, 0, 3);
        Map<String, byte[]> packets = new LinkedHashMap<>();
        packets.put("second CONNECT", RawClient.connect311("raw"));
        packets.put("empty topic, 2021-34432", new byte[] {0x30, 2, 0, 0});
        packets.put("wildcard in topic", new byte[] {0x30, 4, 0, 1, '#', 'x'});
        packets.put("zero in topic", new byte[] {0x30, 5, 0, 3, 'a', 0, 'b'});
        packets.put("half a surrogate", new byte[] {0x30, 5, 0, 3, (byte) 0xed, (byte) 0xa0, 1});
        packets.put("topic longer than the packet", new byte[] {0x30, 3, 0x7f, 0x7f, 'a'});
        packets.put("1,024 levels", deep);
        packets.put("QoS 3", new byte[] {0x36, 5, 0, 1, 'a', 0, 1});
        packets.put("packet id 0", new byte[] {0x32, 5, 0, 1, 'a', 0, 0});
        packets.put("SUBSCRIBE to nothing", new byte[] {(byte) 0x82, 2, 0, 1});
        packets.put("SUBSCRIBE with wrong flags", new byte[] {(byte) 0x80, 6, 0, 1, 0, 1, 'a', 0});
        packets.put("SUBSCRIBE at QoS 3", new byte[] {(byte) 0x82, 6, 0, 1, 0, 1, 'a', 3});
        packets.put("CONNACK from a client, 2021-28166", new byte[] {0x20, 2, 0, 0});
        packets.put("SUBACK from a client", new byte[] {(byte) 0x90, 3, 0, 1, 0});
        packets.put("PINGRESP from a client", new byte[] {(byte) 0xd0, 0});
        packets.put("type 0", new byte[] {0, 0});
        packets.put("type 15 in 3.1.1", new byte[] {(byte) 0xf0, 0});
        packets.put("claims 256 MB, 2023-0809", new byte[] {0x30, -1, -1, -1, 0x7f, 0, 1, 'a'});
        packets.put("length of five bytes", new byte[] {0x30, -1, -1, -1, -1, 1});
        for (var packet : packets.entrySet()) {
            try (Socket socket = RawClient.send(lab.plain, RawClient.connect311("raw"))) {
                InputStream in = socket.getInputStream();
                assertThat(in.readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
                socket.getOutputStream().write(packet.getValue());
                assertThat(in.readAllBytes()).as(packet.getKey()).isEmpty();
            }
            lab.awaitEvent(Disconnected.class, event -> event.clientId().equals("raw"));
        }
        assertThat(lab.messages).isEmpty();
        assertThat(RawClient.firstAnswer(lab.plain, RawClient.connect311("raw"))[3]).isZero();
    }
}

// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import twinport.findings.check.CaptureFacts.NameSeen;
import twinport.findings.check.CaptureFacts.Place;
import twinport.wire.flow.FrameFacts;
import twinport.wire.pcap.Frame;

/// Finds host names in DNS (RFC 1035), mDNS (RFC 6762) and DHCP (RFC 2131) datagrams, and the
/// answers of time servers (RFC 5905). Only the first question of a datagram is read; what is cut,
/// compressed or otherwise unusual is passed over.
final class NameTraffic {
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int DNS = 53;
    private static final int MDNS = 5353;
    private static final int DHCP_CLIENT = 68;
    private static final int NTP = 123;
    private static final int DNS_HEADER = 12;
    private static final int DHCP_OPTIONS = 240;
    private static final int DHCP_HOST_NAME = 12;
    private static final int NTP_SERVER_MODE = 4;

    /// RFC 1035 §2.3.4.
    private static final int NAME_MAX = 255;

    private final Consumer<? super NameSeen> sink;

    NameTraffic(Consumer<? super NameSeen> sink) {
        this.sink = sink;
    }

    void accept(Frame frame, FrameFacts facts) {
        int at = facts.networkOffset();
        if (facts.protocol() != UDP || at < 0) {
            return;
        }
        MemorySegment bytes = frame.bytes();
        boolean four = facts.ipVersion() == 4;
        int udp = at + (four ? (octet(bytes, at) & 0x0f) * 4 : 40);
        if (udp + UDP_HEADER > bytes.byteSize()) {
            return;
        }
        String source = address(bytes, at + (four ? 12 : 8), four ? 4 : 16);
        String target = address(bytes, at + (four ? 16 : 24), four ? 4 : 16);
        int from = number(bytes, udp);
        int to = number(bytes, udp + 2);
        int body = udp + UDP_HEADER;
        if (to == DNS) {
            name(NameSeen.Kind.DNS_QUESTION, source, frame, body);
        } else if (from == MDNS || to == MDNS) {
            name(NameSeen.Kind.MDNS, source, frame, body);
        } else if (from == DHCP_CLIENT) {
            dhcp(source, frame, body);
        } else if (from == NTP
                && body < bytes.byteSize()
                && (octet(bytes, body) & 7) == NTP_SERVER_MODE) {
            tell(NameSeen.Kind.TIME_ANSWER, target, "", frame, body);
        }
    }

    private void name(NameSeen.Kind kind, String host, Frame frame, int body) {
        MemorySegment bytes = frame.bytes();
        int at = body + DNS_HEADER;
        StringBuilder name = new StringBuilder();
        while (at < bytes.byteSize() && name.length() <= NAME_MAX) {
            int length = octet(bytes, at);
            if (length == 0) {
                if (!name.isEmpty()) {
                    tell(kind, host, name.toString(), frame, body + DNS_HEADER);
                }
                return;
            }
            if (length > 63 || at + 1 + length > bytes.byteSize()) {
                return;
            }
            name.append(name.isEmpty() ? "" : ".").append(text(bytes, at + 1, length));
            at += 1 + length;
        }
    }

    private void dhcp(String host, Frame frame, int body) {
        MemorySegment bytes = frame.bytes();
        int at = body + DHCP_OPTIONS;
        while (at + 2 <= bytes.byteSize()) {
            int option = octet(bytes, at);
            int length = octet(bytes, at + 1);
            if (option == 0xff || at + 2 + length > bytes.byteSize()) {
                return;
            }
            if (option == DHCP_HOST_NAME) {
                tell(NameSeen.Kind.DHCP, host, text(bytes, at + 2, length), frame, at + 2);
                return;
            }
            at += option == 0 ? 1 : 2 + length;
        }
    }

    private void tell(NameSeen.Kind kind, String host, String name, Frame frame, int at) {
        sink.accept(
                new NameSeen(
                        kind, host, name, new Place(frame.number(), at, 0, frame.epochNanos())));
    }

    private static String text(MemorySegment bytes, int at, int length) {
        return new String(
                bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.ISO_8859_1);
    }

    private static String address(MemorySegment bytes, int at, int length) {
        try {
            return InetAddress.getByAddress(
                            bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }

    private static int octet(MemorySegment bytes, int at) {
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    private static int number(MemorySegment bytes, int at) {
        return octet(bytes, at) << 8 | octet(bytes, at + 1);
    }
}

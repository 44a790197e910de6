// SPDX-License-Identifier: MIT
package twinport.capture.segment;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import twinport.wire.flow.Direction;
import twinport.wire.pcap.LinkType;

/// What the frames of a relayed connection are made to look like below IP.
public enum LinkLayer {
    ETHERNET(LinkType.ETHERNET, 14),

    /// Open 802.11 data frames with LLC/SNAP and without a check sum, as Wokwi's captures have
    /// them: the client is the station, the server lies behind the access point.
    WIFI(LinkType.IEEE802_11, 32);

    /// The access point: the locally administered address 02:54:57:49:4e:01 ("TWIN", 1).
    private static final byte[] ACCESS_POINT = {0x02, 'T', 'W', 'I', 'N', 0x01};

    /// Frame control of a data frame (IEEE 802.11-2020 §9.2.4.1), first byte and flags.
    private static final byte DATA = 0x08;

    private static final byte TO_ACCESS_POINT = 0x01;
    private static final byte FROM_ACCESS_POINT = 0x02;

    /// LLC with SNAP before an EtherType (RFC 1042).
    private static final byte[] SNAP = {(byte) 0xaa, (byte) 0xaa, 3, 0, 0, 0};

    private final LinkType type;
    private final int headerBytes;

    LinkLayer(LinkType type, int headerBytes) {
        this.type = type;
        this.headerBytes = headerBytes;
    }

    /// What a capture calls it.
    public LinkType type() {
        return type;
    }

    int headerBytes() {
        return headerBytes;
    }

    /// @param number of the frame, of which 802.11 counts twelve bits
    void put(
            ByteBuffer bytes,
            Direction direction,
            InetAddress from,
            InetAddress to,
            int etherType,
            int number) {
        switch (this) {
            case ETHERNET -> {
                putMac(bytes, to);
                putMac(bytes, from);
            }
            case WIFI -> putWifi(bytes, direction, from, to, number);
        }
        bytes.putShort((short) etherType);
    }

    /// Which of the three addresses is whose depends on the way (§9.3.2.1, table 9-30).
    private static void putWifi(
            ByteBuffer bytes, Direction direction, InetAddress from, InetAddress to, int number) {
        bytes.put(DATA);
        switch (direction) {
            case FROM_CLIENT -> {
                bytes.put(TO_ACCESS_POINT).putShort((short) 0).put(ACCESS_POINT);
                putMac(bytes, from);
                putMac(bytes, to);
            }
            case FROM_SERVER -> {
                bytes.put(FROM_ACCESS_POINT).putShort((short) 0);
                putMac(bytes, to);
                bytes.put(ACCESS_POINT);
                putMac(bytes, from);
            }
        }
        // Sequence control is little endian: four bits fragment, twelve bits number.
        bytes.putShort(Short.reverseBytes((short) (number << 4))).put(SNAP);
    }

    /// A locally administered address (IEEE 802, second bit of the first byte) with the last four
    /// bytes of the IP address: the same address always has the same MAC.
    private static void putMac(ByteBuffer bytes, InetAddress address) {
        byte[] ip = address.getAddress();
        bytes.put((byte) 0x02).put((byte) 0).put(ip, ip.length - 4, 4);
    }
}

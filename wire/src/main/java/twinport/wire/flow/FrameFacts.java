// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// What the headers of one frame say. One instance is read over and over: take from it what is
/// needed before the next frame is read.
public final class FrameFacts {
    public static final int FIN = Headers.FIN;
    public static final int SYN = Headers.SYN;
    public static final int RST = Headers.RST;
    public static final int PUSH = 0x08;
    public static final int ACK = Headers.ACK;
    public static final int URGENT = 0x20;
    public static final int ECN_ECHO = 0x40;
    public static final int CONGESTION_REDUCED = 0x80;

    /// No connection, or no network layer.
    public static final int NONE = -1;

    private static final int TCP = 6;
    private static final int FRAGMENT_V6 = 44;

    private final Headers headers = new Headers();
    private long number;
    private long epochNanos;
    private int captured;
    private int length;
    private LinkType link = LinkType.NULL;
    private int networkAt;
    private int ipVersion;
    private int protocol;
    private boolean tcp;
    private long stream = NONE;
    private @Nullable Direction direction;
    private int relativeSequence;
    private int relativeAcknowledged;

    public FrameFacts() {}

    /// Reads the headers of a frame.
    public void read(Frame frame) {
        MemorySegment bytes = frame.bytes();
        number = frame.number();
        epochNanos = frame.epochNanos();
        captured = (int) bytes.byteSize();
        length = frame.originalLength();
        link = frame.link();
        ipVersion = 0;
        protocol = NONE;
        tcp = false;
        stream = NONE;
        direction = null;
        networkAt = NONE;
        int at = LinkHeader.ipOffset(link, bytes);
        if (at < 0 || at >= captured) {
            return;
        }
        networkAt = at;
        Headers.Kind kind = headers.read(bytes, at);
        boolean readable = kind != Headers.Kind.MALFORMED || headers.faultLayer != Layer.IP;
        if (readable) {
            ipVersion = headers.ipv6 ? 6 : 4;
            protocol = bytes.get(Headers.BYTE, at + (headers.ipv6 ? 6 : 9)) & 0xff;
        }
        tcp = kind == Headers.Kind.TCP;
        if (tcp) {
            protocol = TCP;
        } else if (kind == Headers.Kind.FRAGMENT) {
            protocol = headers.ipv6 ? FRAGMENT_V6 : headers.fragmentProtocol;
        }
    }

    /// The connection this frame belongs to, as the reassembler found it. Sequence numbers of a
    /// frame that holds no whole TCP header are 0.
    public void belongsTo(Connection connection, Direction sent) {
        relativeSequence = 0;
        relativeAcknowledged = 0;
        stream = connection.id();
        direction = sent;
        if (!tcp) {
            return; // the end of a fragmented packet: the TCP header lies in another frame
        }
        boolean begins = headers.has(SYN);
        relativeSequence =
                headers.sequence - connection.base(sent, headers.sequence - (begins ? 0 : 1));
        relativeAcknowledged =
                headers.has(ACK)
                        ? headers.acknowledged
                                - connection.base(sent.opposite(), headers.acknowledged - 1)
                        : 0;
    }

    /// The frame's number, from 1.
    public long number() {
        return number;
    }

    public long epochNanos() {
        return epochNanos;
    }

    /// Bytes the capture holds of it.
    public int captured() {
        return captured;
    }

    /// Bytes it had on the wire.
    public int length() {
        return length;
    }

    public LinkType link() {
        return link;
    }

    /// Where the network layer begins in the frame; [#NONE] without one.
    public int networkOffset() {
        return networkAt;
    }

    /// 4, 6, or 0 for a frame that is neither.
    public int ipVersion() {
        return ipVersion;
    }

    /// The protocol in the IP header (IANA "Protocol Numbers"); [#NONE] without one.
    public int protocol() {
        return protocol;
    }

    /// Whether it holds a whole TCP header; the ports and what follows mean something only then.
    public boolean tcp() {
        return tcp;
    }

    public long sourceHigh() {
        return headers.sourceHigh;
    }

    public long sourceLow() {
        return headers.sourceLow;
    }

    public long targetHigh() {
        return headers.targetHigh;
    }

    public long targetLow() {
        return headers.targetLow;
    }

    public int sourcePort() {
        return headers.sourcePort;
    }

    public int targetPort() {
        return headers.targetPort;
    }

    /// Number of the connection; [#NONE] for a frame that belongs to none.
    public long stream() {
        return stream;
    }

    /// Which end of the connection sent it; null for a frame that belongs to none.
    public @Nullable Direction direction() {
        return direction;
    }

    /// The sequence number counted from the connection's first, as Wireshark counts: where the
    /// beginning is missing, the first byte seen is number 1.
    public long relativeSequence() {
        return relativeSequence & 0xffffffffL;
    }

    public long relativeAcknowledged() {
        return relativeAcknowledged & 0xffffffffL;
    }

    /// The sequence number as sent.
    public int sequence() {
        return headers.sequence;
    }

    public int acknowledged() {
        return headers.acknowledged;
    }

    public int flags() {
        return headers.flags;
    }

    public boolean has(int flag) {
        return headers.has(flag);
    }

    /// TCP payload bytes that were sent, whether captured or not.
    public int payload() {
        return headers.payloadSent;
    }
}

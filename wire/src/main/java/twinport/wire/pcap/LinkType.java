// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a captured frame begins with. The numbers are those of the capture file formats (the
/// LINKTYPE registry of tcpdump.org, also draft-ietf-opsawg-pcaplinktype).
public enum LinkType {
    /// Four bytes address family in the byte order of the capturing machine (BSD loopback).
    NULL(0),
    ETHERNET(1),
    /// IPv4 or IPv6 without a link header; the first half byte tells which.
    RAW(101),
    /// 802.11 without a radio header: what Wokwi writes.
    IEEE802_11(105),
    /// As NULL, but in network byte order (OpenBSD loopback).
    LOOP(108),
    LINUX_SLL(113),
    RADIOTAP(127),
    IPV4(228),
    IPV6(229),
    LINUX_SLL2(276);

    private static final Map<Integer, LinkType> BY_NUMBER =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(LinkType::number, Function.identity()));

    private final int number;

    LinkType(int number) {
        this.number = number;
    }

    /// The number in a capture file.
    public int number() {
        return number;
    }

    /// The link type of this number; empty when we do not read it.
    public static Optional<LinkType> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }
}

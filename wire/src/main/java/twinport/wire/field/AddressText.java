// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// An IP address and how it is written: four decimal numbers, or as RFC 5952 §4 writes IPv6.
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
public record AddressText(byte[] address, byte[] text) {

    public static AddressText of(InetAddress address) {
        return of(address.getAddress());
    }

    /// @param address four bytes or sixteen
    public static AddressText of(byte[] address) {
        ByteText text = new ByteText();
        if (address.length == 4) {
            ipv4(text, address, 0);
        } else {
            ipv6(text, address);
        }
        byte[] written = java.util.Arrays.copyOf(text.array(), text.length());
        return new AddressText(address, written);
    }

    static AddressText of(boolean ipv6, long high, long low) {
        return of(
                ipv6
                        ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
                        : ByteBuffer.allocate(4).putInt((int) low).array());
    }

    public boolean ipv6() {
        return address.length != 4;
    }

    private static void ipv4(ByteText text, byte[] address, int from) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                text.put('.');
            }
            text.decimal(address[from + i] & 0xff);
        }
    }

    private static void ipv6(ByteText text, byte[] address) {
        int zerosAt = -1;
        int zeros = 1; // one group alone is not shortened (§4.2.2)
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && group(address, run) == 0) {
                run++;
            }
            if (run - i > zeros) {
                zeros = run - i;
                zerosAt = i;
            }
        }
        boolean mapped = zerosAt == 0 && zeros == 5 && group(address, 5) == 0xffff;
        int end = mapped ? 6 : 8;
        for (int i = 0; i < end; i++) {
            if (i == zerosAt) {
                text.put(':');
                i += zeros - 1;
                if (i == 7) {
                    text.put(':');
                }
                continue;
            }
            if (i > 0) {
                text.put(':');
            }
            text.text(Integer.toHexString(group(address, i)));
        }
        if (mapped) {
            text.put(':');
            ipv4(text, address, 12);
        }
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | (address[2 * index + 1] & 0xff);
    }

    @Override
    public String toString() {
        return new String(text, java.nio.charset.StandardCharsets.US_ASCII);
    }
}

// SPDX-License-Identifier: MIT
package twinport.board;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The 48-bit address of a board's Wi-Fi interface.
public record MacAddress(long value) {
    private static final long ESPRESSIF = 0x240AC4L << 24;

    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException(
                    "a MAC address has 48 bits: " + Long.toHexString(value));
        }
    }

    /// An address that depends on the board's id only: one of Espressif's prefixes, then 24 bits of
    /// the id's SHA-256, so that a board keeps its address from run to run.
    public static MacAddress of(String id) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.getBytes(StandardCharsets.UTF_8));
            return new MacAddress(ESPRESSIF | (ByteBuffer.wrap(hash).getInt() & 0xFFFFFFL));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The six bytes, most significant first.
    public byte[] bytes() {
        return Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(value).array(), 2, 8);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}

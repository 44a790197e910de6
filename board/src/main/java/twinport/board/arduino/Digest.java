// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, which every JDK has.
final class Digest {
    static final int BYTES = 32;

    private Digest() {}

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] of(byte[] content) {
        return begin().digest(content);
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}

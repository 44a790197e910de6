// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/// The older forms of private keys, wrapped as PKCS#8 (RFC 5208), the one form that the JDK reads.
final class PrivateKeyDer {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CONTEXT_0 = 0xA0;
    private static final byte[] VERSION_0 = {2, 1, 0};

    /// rsaEncryption, 1.2.840.113549.1.1.1, and its NULL parameters (RFC 8017 appendix A.1).
    private static final byte[] RSA = {
        6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
    };

    /// id-ecPublicKey, 1.2.840.10045.2.1 (RFC 5480 section 2.1.1).
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private PrivateKeyDer() {}

    /// RSAPrivateKey of PKCS#1.
    static byte[] fromRsa(byte[] pkcs1) {
        return pkcs8(element(SEQUENCE, RSA), pkcs1);
    }

    /// ECPrivateKey of RFC 5915; empty when it does not name its curve or is no such key.
    static Optional<byte[]> fromEc(byte[] sec1) {
        return parameters(sec1).map(curve -> pkcs8(element(SEQUENCE, join(EC, curve)), sec1));
    }

    /// `SEQUENCE { INTEGER 1, OCTET STRING key, [0] parameters, [1] public key }`: walks to the
    /// `[0]`.
    private static Optional<byte[]> parameters(byte[] sec1) {
        int[] span = span(sec1, 0);
        if (span.length == 0 || sec1[0] != SEQUENCE) {
            return Optional.empty();
        }
        int at = span[0];
        int end = span[1];
        while (at < end) {
            int[] inner = span(sec1, at);
            if (inner.length == 0 || inner[1] > end) {
                return Optional.empty();
            }
            if ((sec1[at] & 0xFF) == CONTEXT_0) {
                return Optional.of(Arrays.copyOfRange(sec1, inner[0], inner[1]));
            }
            at = inner[1];
        }
        return Optional.empty();
    }

    /// Start and end of the contents of the element at `at`; empty when it is cut short.
    private static int[] span(byte[] der, int at) {
        if (at + 2 > der.length) {
            return new int[0];
        }
        int length = der[at + 1] & 0xFF;
        int start = at + 2;
        if (length >= 0x80) {
            int octets = length & 0x7F;
            if (octets < 1 || octets > 2 || start + octets > der.length) {
                return new int[0];
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (der[start + i] & 0xFF);
            }
            start += octets;
        }
        return start + length > der.length ? new int[0] : new int[] {start, start + length};
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, algorithm, element(OCTET_STRING, key)));
    }

    private static byte[] element(int tag, byte[] contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (contents.length < 0x80) {
            out.write(contents.length);
        } else if (contents.length < 0x100) {
            out.write(0x81);
            out.write(contents.length);
        } else {
            out.write(0x82);
            out.write(contents.length >> 8);
            out.write(contents.length);
        }
        out.writeBytes(contents);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

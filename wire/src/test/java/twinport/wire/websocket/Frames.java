// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Writes the bytes of a WebSocket connection: upgrade, frames, compressed messages.
public final class Frames {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private Frames() {}

    /// @param protocols offered; empty for none
    public static byte[] request(String protocols, String extensions) {
        return ("GET /mqtt HTTP/1.1\r\nHost: broker.example:9001\r\nUpgrade: websocket\r\n"
                        + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: "
                        + KEY
                        + "\r\nSec-WebSocket-Version: 13\r\n"
                        + field("Sec-WebSocket-Protocol", protocols)
                        + field("Sec-WebSocket-Extensions", extensions)
                        + "\r\n")
                .getBytes(US_ASCII);
    }

    /// The key and its answer are those of RFC 6455 §1.3.
    public static byte[] answer(String protocol, String extensions) {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                        + field("Sec-WebSocket-Protocol", protocol)
                        + field("Sec-WebSocket-Extensions", extensions)
                        + "\r\n")
                .getBytes(US_ASCII);
    }

    private static String field(String name, String value) {
        return value.isEmpty() ? "" : name + ": " + value + "\r\n";
    }

    /// @param first FIN, reserved bits and opcode
    public static byte[] frame(int first, boolean masked, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int mask = masked ? 0x80 : 0;
        out.write(first);
        if (payload.length < 126) {
            out.write(mask | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(mask | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] key = {0x37, (byte) 0xfa, 0x21, 0x3d};
        if (masked) {
            out.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ key[i & 3] : payload[i]);
        }
        return out.toByteArray();
    }

    /// A binary message in one frame.
    public static byte[] client(byte[] payload) {
        return frame(0x82, true, payload);
    }

    public static byte[] server(byte[] payload) {
        return frame(0x82, false, payload);
    }

    /// Compresses messages one after the other (RFC 7692 §7.2.1).
    public static final class Compressor {
        private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        private final boolean forgets;

        public Compressor(boolean forgets) {
            this.forgets = forgets;
        }

        public byte[] message(byte[] bytes) {
            deflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            int length;
            do {
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, length);
            } while (length == buffer.length);
            if (forgets) {
                deflater.reset();
            }
            byte[] all = out.toByteArray();
            return Arrays.copyOf(all, all.length - 4);
        }
    }
}

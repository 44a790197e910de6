// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// Any bytes as WebSocket frames (RFC 6455 §5): the first byte says whether messages are compressed
/// (RFC 7692), the rest is a [Talk] that follows the opening handshake of MQTT.
public final class WebSocketTarget {
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    private WebSocketTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1) {
            return;
        }
        String extensions = (input[0] & 1) != 0 ? DEFLATE : "";
        String request =
                "GET /mqtt HTTP/1.1\r\nHost: broker\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Version: 13\r\n"
                        + extensions
                        + "\r\n";
        String response =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                        + "Sec-WebSocket-Protocol: mqtt\r\n"
                        + extensions
                        + "\r\n";
        Talk talk = Talk.of(Arrays.copyOfRange(input, 1, input.length));
        Checks.saysTheSameInAnySegments(
                talk.after(
                        new Talk.Turn(true, request.getBytes(US_ASCII)),
                        new Talk.Turn(false, response.getBytes(US_ASCII))),
                new byte[0]);
    }
}

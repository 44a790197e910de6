// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;

/// Request and answer of the HTTP/1.1 upgrade, held against RFC 6455 §4.
final class Upgrade {
    /// RFC 6455 §1.3.
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int NONCE_BYTES = 16;
    private static final int SHOWN_MAX = 64;

    private final WebSocketSink sink;

    Upgrade(WebSocketSink sink) {
        this.sink = sink;
    }

    /// Whether the request asks for a WebSocket at all.
    boolean asks(HttpHead request) {
        return request.firstLine().startsWith("GET ") && request.has("Upgrade", "websocket");
    }

    /// Whether the answer agrees.
    boolean agrees(HttpHead answer) {
        String line = answer.firstLine();
        return line.startsWith("HTTP/1.1 101") && answer.has("Upgrade", "websocket");
    }

    /// Tells what is wrong with a request (§4.1).
    void checkRequest(HttpHead request) {
        if (!request.firstLine().endsWith(" HTTP/1.1")) {
            wrong(Direction.FROM_CLIENT, request, "", "RFC 6455 §4.1: a GET of HTTP/1.1 or higher");
        }
        if (request.field("Host") == null) {
            wrong(Direction.FROM_CLIENT, request, "Host", "RFC 6455 §4.1: a Host field");
        }
        if (!request.has("Connection", "upgrade")) {
            wrong(
                    Direction.FROM_CLIENT,
                    request,
                    "Connection",
                    "RFC 6455 §4.1: a Connection field with Upgrade");
        }
        if (!request.all("Sec-WebSocket-Version").equals("13")) {
            wrong(
                    Direction.FROM_CLIENT,
                    request,
                    "Sec-WebSocket-Version",
                    "RFC 6455 §4.1: version 13");
        }
        if (!isNonce(request.all("Sec-WebSocket-Key"))) {
            wrong(
                    Direction.FROM_CLIENT,
                    request,
                    "Sec-WebSocket-Key",
                    "RFC 6455 §4.1: a key of 16 bytes in base64");
        }
    }

    private static boolean isNonce(String key) {
        try {
            return Base64.getDecoder().decode(key).length == NONCE_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Tells what is wrong with the answer (§4.2.2), and what both ends agreed on.
    Handshake agreed(HttpHead request, HttpHead answer) {
        if (!answer.has("Connection", "upgrade")) {
            wrong(
                    Direction.FROM_SERVER,
                    answer,
                    "Connection",
                    "RFC 6455 §4.2.2: a Connection field with Upgrade");
        }
        if (!answer.all("Sec-WebSocket-Accept").equals(accept(request.all("Sec-WebSocket-Key")))) {
            wrong(
                    Direction.FROM_SERVER,
                    answer,
                    "Sec-WebSocket-Accept",
                    "RFC 6455 §4.2.2: the SHA-1 of the key and the GUID, in base64");
        }
        List<String> offered = words(request.all("Sec-WebSocket-Protocol"));
        String protocol = chosen(answer);
        if (protocol != null && !offered.contains(protocol)) {
            wrong(
                    Direction.FROM_SERVER,
                    answer,
                    "Sec-WebSocket-Protocol",
                    "RFC 6455 §4.2.2: one of the sub-protocols that the client offers");
        }
        String extensions = answer.all("Sec-WebSocket-Extensions");
        String asked = request.all("Sec-WebSocket-Extensions");
        if (Deflate.of(extensions) != null && Deflate.of(asked) == null) {
            wrong(
                    Direction.FROM_SERVER,
                    answer,
                    "Sec-WebSocket-Extensions",
                    "RFC 6455 §9.1: only extensions that the client offers");
        }
        return new Handshake(path(request), request.all("Host"), offered, protocol, extensions);
    }

    private static String path(HttpHead request) {
        String line = request.firstLine();
        int end = line.lastIndexOf(" HTTP/");
        return line.substring("GET ".length(), end < "GET ".length() ? line.length() : end);
    }

    private static @Nullable String chosen(HttpHead answer) {
        String protocol = answer.all("Sec-WebSocket-Protocol");
        return protocol.isEmpty() ? null : protocol;
    }

    private static List<String> words(String list) {
        List<String> words = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            if (!each.isBlank()) {
                words.add(each.strip());
            }
        }
        return words;
    }

    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private void wrong(Direction direction, HttpHead head, String name, String rule) {
        HttpHead.Field field = head.field(name);
        String seen =
                field != null
                        ? field.name() + ": " + field.value()
                        : name.isEmpty() ? head.firstLine() : "no field " + name;
        String shown = seen.length() > SHOWN_MAX ? seen.substring(0, SHOWN_MAX) + "..." : seen;
        sink.ruleBroken(direction, shown, rule, head.place(name));
    }
}

// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Speaks HTTP by hand, so that it can lie about Host and Origin.
record Visitor(int port) {
    private static final int PATIENCE_MILLIS = 10_000;

    /// What came back, headers and body.
    record Reply(int status, String head, String body) {
        /// The value of a header, or an empty text.
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    Reply get(String path, String... headers) throws IOException {
        return ask("GET", path, "", with(headers, "Host: " + host()));
    }

    Reply post(String path, String body, String... headers) throws IOException {
        return ask(
                "POST",
                path,
                body,
                with(headers, "Host: " + host(), "Content-Type: application/json"));
    }

    /// @param headers all there are, but for Content-Length and Connection
    Reply ask(String method, String path, String body, List<String> headers) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        if (content.length > 0 || method.equals("POST")) {
            request.append("Content-Length: ").append(content.length).append("\r\n");
        }
        request.append("\r\n");
        try (var socket = new Socket(Loopback.IPV4, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = new ByteArrayOutputStream();
            out.writeBytes(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(content);
            socket.getOutputStream().write(out.toByteArray());
            return reply(socket.getInputStream());
        }
    }

    private static Reply reply(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + all);
        }
        String head = all.substring(0, end);
        return new Reply(Integer.parseInt(head.split(" ", 3)[1]), head, all.substring(end + 4));
    }

    private static List<String> with(String[] headers, String... more) {
        var all = new ArrayList<String>(List.of(more));
        all.addAll(List.of(headers));
        return all;
    }
}

// SPDX-License-Identifier: MIT
package twinport.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request and its answer.
///
/// @param parameters what stood in the path where the route has `{name}`
record Call(HttpExchange exchange, Json json, Map<String, String> parameters) {
    /// The largest body of a request: a command with its value is far below.
    static final int BODY_MAX = 16 * 1024;

    private static final int NO_BODY = -1;

    String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    /// A parameter of the query; a + stands for itself, as in a topic filter.
    Optional<String> query(String name) throws BadRequest {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(decoded(pair.substring(name.length() + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) throws BadRequest {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "the query has a broken percent sign: " + e.getMessage());
        }
    }

    /// A page of another site can send a body as text or form without asking first, but not as
    /// `application/json`: therefore this type is demanded even where the body may be empty.
    void demandJson() throws BadRequest {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String essence = type == null ? "" : type.split(";", 2)[0].strip();
        if (!essence.toLowerCase(Locale.ROOT).equals("application/json")) {
            throw new BadRequest(415, "a POST needs the header Content-Type: application/json");
        }
    }

    byte[] body() throws IOException, BadRequest {
        return body(BODY_MAX);
    }

    byte[] body(int most) throws IOException, BadRequest {
        byte[] body = exchange.getRequestBody().readNBytes(most + 1);
        if (body.length > most) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw new BadRequest(413, "the body is longer than " + most + " bytes");
        }
        return body;
    }

    void answer(int status, Object value) throws IOException {
        answer(status, "application/json", json.write(value));
    }

    void answer(int status, String type, byte[] body) throws IOException {
        header("Content-Type", type);
        if (!exchange.getResponseHeaders().containsKey("Cache-Control")) {
            header("Cache-Control", "no-store");
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            header("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? NO_BODY : body.length);
        if (!head && body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
        exchange.close();
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }
}

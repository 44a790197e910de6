// SPDX-License-Identifier: MIT
package twinport.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import twinport.lab.UnknownBoardException;

/// Every request comes through here: headers that make the browser strict, then the guard, then the
/// route. Whatever a handler throws becomes a JSON answer.
final class FrontDoor implements HttpHandler {
    private static final Logger LOG = System.getLogger(FrontDoor.class.getName());

    /// The page's own script and style files and nothing else; no frame may hold the page. Text
    /// from a board can therefore never run, even if the page had a hole.
    private static final String CONTENT_SECURITY_POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self' data:",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types lit-html");

    private static final Map<String, String> STRICT =
            Map.of(
                    "Content-Security-Policy", CONTENT_SECURITY_POLICY,
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Permissions-Policy", "camera=(), geolocation=(), microphone=(), usb=()");

    /// An answer that is not what was asked for.
    ///
    /// @param allowed what would be right instead: methods, or routes
    record Problem(String error, List<String> allowed) {
        Problem(String error) {
            this(error, List.of());
        }
    }

    private final Guard guard;
    private final Routes routes;
    private final Json json;

    FrontDoor(Guard guard, Routes routes, Json json) {
        this.guard = guard;
        this.routes = routes;
        this.json = json;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers out = exchange.getResponseHeaders();
        STRICT.forEach(out::set);
        URI target = exchange.getRequestURI();
        String path = target.getRawPath() == null ? "" : target.getRawPath();
        var call = new Call(exchange, json, Map.of());
        Optional<String> refusal =
                guard.refusal(exchange.getRequestMethod(), path, exchange.getRequestHeaders());
        if (refusal.isPresent()) {
            call.answer(403, new Problem(refusal.get()));
        } else if (target.getRawAuthority() != null) {
            call.answer(400, new Problem("this server is no proxy: ask for a path"));
        } else {
            route(call, path);
        }
    }

    private void route(Call call, String path) throws IOException {
        String method = call.exchange().getRequestMethod();
        try {
            switch (routes.match(method.equals("HEAD") ? "GET" : method, path)) {
                case Routes.Found(var handler, var parameters) ->
                        handler.handle(new Call(call.exchange(), json, parameters));
                case Routes.WrongMethod(var allowed) -> {
                    call.header("Allow", String.join(", ", allowed));
                    call.answer(405, new Problem(method + " is not for " + path, allowed));
                }
                case Routes.Nothing(var known) ->
                        call.answer(404, new Problem("there is nothing at " + path, known));
            }
        } catch (Exception e) {
            fail(call, e);
        }
    }

    private static void fail(Call call, Exception e) throws IOException {
        if (call.exchange().getResponseCode() != -1) {
            // Half an answer is out: the connection breaks off, so that it is not taken for whole.
            throw new IOException("the answer broke off", e);
        }
        switch (e) {
            case BadRequest bad -> call.answer(bad.status(), new Problem(bad.reason()));
            case UnknownBoardException unknown -> call.answer(404, new Problem(text(unknown)));
            case IOException gone -> throw gone;
            default -> {
                LOG.log(Level.ERROR, "a request failed: " + call.exchange().getRequestURI(), e);
                call.answer(500, new Problem("the lab could not do that: " + text(e)));
            }
        }
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}

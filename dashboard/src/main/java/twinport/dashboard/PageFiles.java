// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// The built page, from the class path. Read once, kept plain and gzipped: a few hundred kB.
final class PageFiles {
    /// No way up or down from where the page is.
    private static final Pattern NAME =
            Pattern.compile("(assets/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "txt", "text/plain; charset=utf-8");

    /// Never compared, never changed.
    @SuppressWarnings("ArrayRecordComponent")
    private record Asset(String type, byte[] plain, byte[] gzipped) {}

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    void addTo(Routes routes) {
        routes.add("GET", "/", call -> send(call, "index.html", "no-cache"));
        routes.add("GET", "/licenses.txt", call -> send(call, "licenses.txt", "no-cache"));
        // Vite puts a hash of the content into these names.
        routes.add(
                "GET",
                "/assets/{name}",
                call ->
                        send(
                                call,
                                "assets/" + call.parameter("name"),
                                "public, max-age=31536000, immutable"));
    }

    private void send(Call call, String name, String caching) throws IOException, BadRequest {
        Asset asset =
                asset(name)
                        .orElseThrow(() ->
                                new BadRequest(404, "the page has no " + name + "; is it built?"));
        call.header("Cache-Control", caching);
        call.header("Vary", "Accept-Encoding");
        String accepted = call.exchange().getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            call.header("Content-Encoding", "gzip");
            call.answer(200, asset.type(), asset.gzipped());
        } else {
            call.answer(200, asset.type(), asset.plain());
        }
    }

    private Optional<Asset> asset(String name) throws IOException {
        Asset known = assets.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] plain = in.readAllBytes();
            var asset = new Asset(type, plain, gzip(plain));
            assets.put(name, asset);
            return Optional.of(asset);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}

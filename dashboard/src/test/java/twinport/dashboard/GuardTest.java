// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is kept out, over real sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardTest {
    private static final String STOP = "/api/boards/viewer-plain/stop";

    private final BenchLab lab =
            new BenchLab(InstantSource.system(), new SplittableRandom(1), false);
    private Dashboard page;
    private Visitor visitor;

    @BeforeAll
    void open() throws IOException {
        int port = FreePort.take();
        page =
                new Dashboard(
                        lab, new DashboardSettings(Loopback.IPV4, port, Set.of("lab.test:99")));
        page.start();
        visitor = new Visitor(port);
    }

    @AfterAll
    void close() {
        page.close();
        lab.close();
    }

    private String here(String text) {
        return text.replace("PORT", Integer.toString(visitor.port()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:PORT",
                "localhost:PORT",
                "LocalHost:PORT",
                "[::1]:PORT",
                "lab.test:99"
            })
    void ourOwnNamesMayBeAskedFor(String host) throws IOException {
        List<String> headers = List.of("Host: " + here(host));

        assertThat(visitor.ask("GET", "/api/lab", "", headers).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:PORT",
                "localhost.evil.example:PORT",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.2:PORT",
                "evil.example@127.0.0.1:PORT",
                ""
            })
    void aForeignHostIsRefusedForPageAndApi(String host) throws IOException {
        List<String> headers = List.of("Host: " + here(host));

        for (String path : List.of("/", "/api/lab", "/nothing")) {
            assertThat(visitor.ask("GET", path, "", headers).status()).isEqualTo(403);
        }
    }

    @Test
    void twoHostsAreRefused() throws IOException {
        List<String> twice = List.of("Host: " + visitor.host(), "Host: evil.example");

        assertThat(visitor.ask("GET", "/api/lab", "", twice).status()).isIn(400, 403);
    }

    @Test
    void noHostIsRefused() throws IOException {
        assertThat(visitor.ask("GET", "/api/lab", "", List.of()).status()).isIn(400, 403);
    }

    @Test
    void thisServerIsNoProxy() throws IOException {
        assertThat(visitor.get("http://evil.example/api/lab").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://127.0.0.1:PORT",
                "Origin: http://127.0.0.1:1",
                "Origin: http://127.0.0.1:PORT.evil.example",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void anotherSitesPageCanNeitherActNorRead(String header) throws IOException {
        Visitor.Reply act = visitor.post(STOP, "{}", here(header));
        Visitor.Reply read = visitor.get("/api/events", here(header));

        assertThat(act.status()).isEqualTo(403);
        assertThat(read.status()).isEqualTo(403);
        assertThat(lab.status("viewer-plain").state()).isEqualTo("running");
    }

    @Test
    void ourOwnPageMayAct() throws IOException {
        Visitor.Reply reply =
                visitor.post(
                        "/api/boards/viewer-tls/stop",
                        "{}",
                        here("Origin: http://127.0.0.1:PORT"),
                        "Sec-Fetch-Site: same-origin");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void aLinkFromElsewhereMayOpenThePage() throws IOException {
        assertThat(visitor.get("/", "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
    }

    @Test
    void everyAnswerMakesTheBrowserStrict() throws IOException {
        var replies = new ArrayList<Visitor.Reply>();
        replies.add(visitor.get("/"));
        replies.add(visitor.get("/api/lab"));
        replies.add(visitor.get("/nothing"));
        replies.add(visitor.ask("GET", "/", "", List.of("Host: evil.example")));

        for (Visitor.Reply reply : replies) {
            assertThat(reply.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/..%2findex.html",
                "/assets/../index.html",
                "/assets/%2e%2e/Dashboard.class",
                "/assets/nothing.js",
                "/assets/",
                "/assets/%zz"
            })
    void onlyThePagesOwnFilesAreServed(String path) throws IOException {
        assertThat(visitor.get(path).status()).isIn(400, 404);
    }

    @Test
    void thePageNamesWhoseWorkIsInIt() throws IOException {
        assertThat(visitor.get("/licenses.txt").body())
                .contains("uplot 1.6.32 (MIT)", "@wokwi/elements", "lit 3.3.3 (BSD-3-Clause)");
    }

    @Test
    void thePageComesWithItsScriptAndIsSmallerOnTheWire() throws IOException {
        String html = visitor.get("/").body();
        String script = html.replaceAll("(?s).*src=\"(/assets/[^\"]+\\.js)\".*", "$1");

        assertThat(html).doesNotContain("<script>").doesNotContain(" style=");
        assertThat(visitor.get(script).header("Content-Type"))
                .isEqualTo("text/javascript; charset=utf-8");
        Visitor.Reply packed = visitor.get(script, "Accept-Encoding: gzip, br");
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.header("Cache-Control")).contains("immutable");
        assertThat(Integer.parseInt(packed.header("Content-Length"))).isBetween(10_000, 250_000);
    }
}

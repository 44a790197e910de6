// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A lab that stays up, and everything that comes to it from outside: other people's clients, a
/// browser, the command line, Ctrl-C.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutsideTest {
    private static final int ENDS_BY_SIGINT = 130;

    private Path folder;
    private RunningLab lab;

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        folder = scratch;
        lab = RunningLab.start(folder);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(0)
    void thePageShowsThatAPasswordWasReadableButNotThePassword() throws Exception {
        String password = lab.password("thermo-plain");
        String hex = HexFormat.of().formatHex(password.getBytes(StandardCharsets.UTF_8));
        String snapshot;
        try (var in = lab.page().resolve("/api/lab").toURL().openStream()) {
            snapshot = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(snapshot).contains("\"CONNECT\"").contains("characters in clear");
        assertThat(snapshot).doesNotContain(password).doesNotContain(hex.substring(0, 8));
    }

    @Test
    @Order(1)
    void mosquittoSubAsExplorerSeesThePlainSite() throws Exception {
        Peer.needed("mosquitto_sub");
        var seen = sub(plain("explorer"), "plain/#");

        assertThat(seen.exitCode()).describedAs(seen.output()).isZero();
        assertThat(seen.output()).contains("plain/thermo-plain/dht22 {\"temperature\":21.5");
    }

    @Test
    @Order(1)
    void mosquittoSubAsExplorerSeesTheSecureSiteOverTls() throws Exception {
        Peer.needed("mosquitto_sub");
        var seen = sub(tls("explorer"), "secure/thermo-tls/dht22");

        assertThat(seen.exitCode()).describedAs(seen.output()).isZero();
        assertThat(seen.output()).contains("secure/thermo-tls/dht22 {\"temperature\":22.5");
    }

    @Test
    @Order(1)
    void theSitesDoNotMix() throws Exception {
        Peer.needed("mosquitto_sub");
        // SUBACK 128: refused; mosquitto_sub then has nothing to wait for
        assertThat(sub(plain("explorer"), "secure/#").output()).doesNotContain("secure/thermo");
        assertThat(sub(tls("explorer"), "plain/#").output()).doesNotContain("plain/thermo");
    }

    @Test
    @Order(1)
    void aWrongCaIsRefusedByTheClient() throws Exception {
        Peer.needed("openssl");
        Peer.needed("mosquitto_sub");
        Path wrong = folder.resolve("wrong-ca.pem");
        Peer.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                folder.resolve("wrong.key").toString(),
                "-out",
                wrong.toString(),
                "-subj",
                "/CN=nobody",
                "-days",
                "1");
        var arguments = new ArrayList<>(tls("explorer"));
        arguments.set(arguments.indexOf("--cafile") + 1, wrong.toString());

        var refused = sub(arguments, "secure/#");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).doesNotContain("secure/thermo");
    }

    @Test
    @Order(1)
    void withoutAClientCertificateNobodyGetsInOverTls() throws Exception {
        Peer.needed("mosquitto_sub");
        var arguments =
                List.of(
                        "-h",
                        "localhost",
                        "-p",
                        String.valueOf(lab.tlsPort()),
                        "--cafile",
                        lab.pki().resolve("ca.pem").toString());

        var refused = sub(arguments, "secure/#");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).doesNotContain("secure/thermo");
    }

    @Test
    @Order(1)
    void plainMqttOnTheTlsPortIsRefused() throws Exception {
        Peer.needed("mosquitto_sub");
        var refused =
                sub(List.of("-h", "localhost", "-p", String.valueOf(lab.tlsPort())), "secure/#");

        assertThat(refused.exitCode()).isNotZero();
    }

    @Test
    @Order(2)
    void aBoardsCertificateOpensItsOwnTopicsAndNoOthersAndADenialIsReported() throws Exception {
        Peer.needed("mosquitto_pub");
        try (var events = new Events()) {
            pub(tls("thermo-tls"), "secure/thermo-tls/dht22", "{\"temperature\":1.5}");
            pub(tls("thermo-tls"), "secure/viewer-tls/status", "forged");

            assertThat(events.await("message", "{\\\"temperature\\\":1.5}"))
                    .contains("secure/thermo-tls/dht22");
            assertThat(events.await("denied", "secure/viewer-tls/status"))
                    .contains("thermo-tls")
                    .contains("publish");
        }
        assertThat(lab.output()).contains("denied").contains("secure/viewer-tls/status");
    }

    @Test
    @Order(2)
    void theExplorerMayCommandABoardButNotAnswerForIt() throws Exception {
        Peer.needed("mosquitto_pub");
        try (var events = new Events()) {
            pub(tls("explorer"), "secure/thermo-tls/cmd/led/response", "{\"id\":\"forged\"}");
            pub(tls("explorer"), "secure/thermo-tls/cmd/nothing", "{\"id\":\"asked\"}");

            assertThat(events.await("denied", "secure/thermo-tls/cmd/led/response"))
                    .contains("explorer");
            assertThat(events.await("message", "secure/thermo-tls/cmd/nothing")).contains("asked");
        }
    }

    @Test
    @Order(2)
    void whatIsPublishedOverHttpReachesASubscriberWithAllThatMqtt5Carries() throws Exception {
        Peer.needed("mosquitto_sub");
        var connection =
                (HttpURLConnection) lab.page().resolve("/api/publish").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        String message =
                """
                {"side":"secure","topic":"secure/note","payload":"hello","qos":1,"retain":true,
                 "responseTopic":"secure/back","correlation":"YWJj","contentType":"text/plain",
                 "expirySeconds":3600,"userProperties":[{"name":"from","value":"HTTP"}]}\
                """;
        connection.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        assertThat(connection.getResponseCode()).isEqualTo(200);

        List<String> command = new ArrayList<>(List.of("mosquitto_sub", "-V", "5"));
        command.addAll(tls("explorer"));
        command.addAll(List.of("-t", "secure/note", "-C", "1", "-W", "20"));
        command.addAll(List.of("-F", "%p|%q|%r|%R|%D|%C|%P|%E"));
        Peer seen = Peer.run(command);

        assertThat(seen.exitCode()).describedAs(seen.output()).isZero();
        assertThat(seen.output())
                .containsPattern(
                        "hello\\|\\d\\|1\\|secure/back\\|abc\\|text/plain\\|from:HTTP\\|3[56]\\d\\d");
    }

    @Test
    @Order(2)
    void aClientWithoutCredentialsIsConfinedToItsOwnPlainTopics() throws Exception {
        Peer.needed("mosquitto_pub");
        List<String> nobody =
                List.of("-h", "127.0.0.1", "-p", String.valueOf(lab.plainPort()), "-i", "guest");
        try (var events = new Events()) {
            pub(nobody, "plain/guest/hello", "mine");
            pub(nobody, "plain/thermo-plain/cmd/led", "not mine");

            assertThat(events.await("message", "plain/guest/hello")).contains("mine");
            assertThat(events.await("denied", "plain/thermo-plain/cmd/led")).contains("guest");
        }
    }

    @Test
    @Order(3)
    void ourOwnClientsSendACommandAndGetTheAnswer() throws Exception {
        var answer =
                twinport(
                        "rr",
                        "-h",
                        "localhost",
                        "-p",
                        String.valueOf(lab.tlsPort()),
                        "--cafile",
                        lab.pki().resolve("ca.pem").toString(),
                        "--cert",
                        lab.pki().resolve("devices/explorer.pem").toString(),
                        "--key",
                        lab.pki().resolve("devices/explorer.key").toString(),
                        "-t",
                        "secure/viewer-tls/cmd/led",
                        "-m",
                        "on",
                        "-W",
                        "20");

        assertThat(answer.exitCode()).describedAs(answer.output()).isZero();
        assertThat(answer.output()).contains("\"ok\": true");
    }

    @Test
    @Order(4)
    void theBrowserMovesASliderAndLightsTheLed() throws Exception {
        Peer.needed("chromium");
        Path pictures = Path.of("target", "screenshots").toAbsolutePath();
        Files.createDirectories(pictures);
        Path script =
                Path.of("..", "dashboard", "web", "e2e", "lab.mjs").toAbsolutePath().normalize();

        var browser =
                Peer.run("node", script.toString(), lab.page().toString(), pictures.toString());

        assertThat(browser.exitCode()).describedAs(browser.output()).isZero();
        assertThat(pictures).isNotEmptyDirectory();
    }

    @Test
    @Order(7)
    void theBrowserShowsHostileTopicsPayloadsClientsAndFileNamesAsText() throws Exception {
        Peer.needed("chromium");
        Path pictures = Path.of("target", "screenshots").toAbsolutePath();
        Files.createDirectories(pictures);
        Path script =
                Path.of("..", "dashboard", "web", "e2e", "hostile.mjs")
                        .toAbsolutePath()
                        .normalize();

        var browser =
                Peer.run("node", script.toString(), lab.page().toString(), pictures.toString());

        assertThat(browser.exitCode()).describedAs(browser.output()).isZero();
        assertThat(browser.output()).contains("ok: the browser had nothing to complain about");
    }

    @Test
    @Order(6)
    void theBrowserShowsWhatLeaksBreaksItOnPurposeAndJudgesIt() throws Exception {
        Peer.needed("chromium");
        Path pictures = Path.of("target", "screenshots").toAbsolutePath();
        Files.createDirectories(pictures);
        Path script =
                Path.of("..", "dashboard", "web", "e2e", "mission.mjs")
                        .toAbsolutePath()
                        .normalize();

        var browser =
                Peer.run("node", script.toString(), lab.page().toString(), pictures.toString());

        assertThat(browser.exitCode()).describedAs(browser.output()).isZero();
        assertThat(Files.readString(folder.resolve("data").resolve("audit.log")))
                .contains("\"what\":\"trap\",\"whom\":\"on\"")
                .contains("\"what\":\"show\",\"whom\":\"UNKNOWN_CA\"")
                .contains("\"what\":\"revoke\",\"whom\":\"explorer\"");
    }

    @Test
    @Order(5)
    void theCommandLineListsStopsAndStartsBoards() throws Exception {
        assertThat(boards("list").output()).contains("thermo-plain").contains("running");
        assertThat(boards("stop", "viewer-plain").exitCode()).isZero();
        assertThat(boards("list").output()).containsPattern("viewer-plain .* stopped");
        assertThat(boards("start", "viewer-plain").exitCode()).isZero();
        assertThat(boards("list").output()).doesNotContain("stopped");
        assertThat(boards("serial", "thermo-tls").output()).contains("temperature");
        assertThat(boards("stop", "nobody").output()).contains("no board").contains("thermo-tls");
    }

    @Test
    @Order(6)
    void aSecondLabOnTheSameDataFolderIsToldWhereTheFirstOneIs() throws Exception {
        var second =
                twinport(
                        "up",
                        "--headless",
                        "--data",
                        folder.resolve("data").toString(),
                        "--http-port",
                        "0");

        assertThat(second.exitCode()).isEqualTo(Exit.CONNECT);
        assertThat(second.output()).contains("already runs").contains(lab.page().toString());
    }

    @Test
    @Order(6)
    void aPortInUseIsAnErrorWithAHintAndLeavesNothingBehind() throws Exception {
        var second =
                twinport(
                        "up",
                        "--headless",
                        "--data",
                        folder.resolve("other").toString(),
                        "--http-port",
                        "0",
                        "--mqtt-port",
                        String.valueOf(lab.plainPort()));

        assertThat(second.exitCode()).isEqualTo(Exit.CONNECT);
        assertThat(second.output())
                .contains("port " + lab.plainPort())
                .contains("in use")
                .contains("hint");
    }

    @Test
    @Order(8)
    void controlCEndsTheLabAndTheCaptureReadsBack() throws Exception {
        lab.interrupt();

        assertThat(lab.exitCode()).isEqualTo(ENDS_BY_SIGINT);
        assertThat(lab.output()).contains("analyze " + lab.capture());
        var read = twinport("analyze", lab.capture().toString());
        assertThat(read.exitCode()).describedAs(read.output()).isZero();
        assertThat(read.output()).contains("thermo-plain").doesNotContain("secure/thermo-tls");
    }

    private List<String> plain(String user) throws IOException {
        return List.of(
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(lab.plainPort()),
                "-u",
                user,
                "-P",
                lab.password(user));
    }

    private List<String> tls(String identity) {
        Path devices = lab.pki().resolve("devices");
        return List.of(
                "-h",
                "localhost",
                "-p",
                String.valueOf(lab.tlsPort()),
                "--cafile",
                lab.pki().resolve("ca.pem").toString(),
                "--cert",
                devices.resolve(identity + ".pem").toString(),
                "--key",
                devices.resolve(identity + ".key").toString());
    }

    private static Peer sub(List<String> client, String filter) throws Exception {
        List<String> command = new ArrayList<>(List.of("mosquitto_sub"));
        command.addAll(client);
        command.addAll(List.of("-t", filter, "-v", "-C", "4", "-W", "8"));
        return Peer.run(command);
    }

    private static void pub(List<String> client, String topic, String payload) throws Exception {
        List<String> command = new ArrayList<>(List.of("mosquitto_pub"));
        command.addAll(client);
        command.addAll(List.of("-t", topic, "-m", payload, "-q", "1"));
        Peer.run(command);
    }

    private Peer boards(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("boards"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return twinport(all.toArray(String[]::new));
    }

    private static Peer twinport(String... arguments) throws Exception {
        var command = RunningLab.program();
        command.addAll(List.of(arguments));
        return Peer.run(command);
    }

    /// The page's live events, read as the page reads them.
    private final class Events implements AutoCloseable {
        private static final long LONGEST_S = 20;

        private final HttpURLConnection connection;
        private final List<String> seen = new ArrayList<>();
        private final Object more = new Object();

        Events() throws IOException {
            connection =
                    (HttpURLConnection) lab.page().resolve("/api/events").toURL().openConnection();
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8));
            Thread.ofVirtual().start(() -> read(reader));
        }

        private void read(BufferedReader reader) {
            try {
                String event = "";
                String line;
                while ((line = reader.readLine()) != null) {
                    if (line.startsWith("event: ")) {
                        event = line.substring("event: ".length());
                    } else if (line.startsWith("data: ")) {
                        synchronized (more) {
                            seen.add(event + " " + line);
                            more.notifyAll();
                        }
                    }
                }
            } catch (IOException e) {
                // closed by the test
            }
        }

        String await(String event, String content) throws Exception {
            return CompletableFuture.supplyAsync(() -> find(event, content))
                    .get(LONGEST_S, TimeUnit.SECONDS);
        }

        private String find(String event, String content) {
            synchronized (more) {
                while (true) {
                    for (String one : seen) {
                        if (one.startsWith(event + " ") && one.contains(content)) {
                            return one;
                        }
                    }
                    try {
                        more.wait();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `relay` before a real Mosquitto, plain and TLS.
class RelayCommandTest {
    @TempDir private Path folder;

    private record Said(int exitCode, String text) {}

    private static Said run(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = Main.run(new Terminal(stream, stream, false, false), arguments);
        return new Said(code, bytes.toString(StandardCharsets.UTF_8));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void certificate() throws Exception {
        Peer made =
                Peer.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-keyout",
                        path("server.key"),
                        "-out",
                        path("server.pem"),
                        "-subj",
                        "/CN=localhost",
                        "-days",
                        "10");
        assertThat(made.exitCode()).as(made.output()).isZero();
    }

    private Daemon broker(String name, int plain, int tls) throws Exception {
        Path file = folder.resolve(name + ".conf");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "user " + System.getProperty("user.name"),
                        "allow_anonymous true",
                        "listener " + plain + " 127.0.0.1",
                        "listener " + tls + " 127.0.0.1",
                        "certfile " + path("server.pem"),
                        "keyfile " + path("server.key"),
                        ""));
        Daemon broker =
                Daemon.start(folder, name, List.of("mosquitto", "-v", "-c", file.toString()));
        broker.await("running");
        return broker;
    }

    private Peer publish(int port, String topic, String text, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-h", "127.0.0.1"));
        command.addAll(List.of("-p", String.valueOf(port), "-t", topic, "-m", text, "-q", "1"));
        command.addAll(List.of(more));
        return Peer.run(command);
    }

    @Test
    void whatPassesIsCapturedAlsoWhenTheBrokerGoesAndComesBack() throws Exception {
        for (String program : List.of("mosquitto", "mosquitto_pub", "openssl")) {
            Peer.needed(program);
        }
        certificate();
        int plain = Daemon.freePort();
        int tls = Daemon.freePort();
        int here = Daemon.freePort();
        int hereTls = Daemon.freePort();
        List<String> truth = new ArrayList<>();
        try (Daemon relay =
                Daemon.start(
                        folder,
                        "relay",
                        Daemon.twinport(
                                "relay",
                                "--listen",
                                String.valueOf(here),
                                "--to",
                                "localhost:" + plain,
                                "--listen",
                                "127.0.0.1:" + hereTls,
                                "--to",
                                "127.0.0.1:" + tls,
                                "--live",
                                "-w",
                                path("relay.pcapng")))) {
            relay.await("ready");
            assertThat(publish(here, "early", "lost").exitCode()).isNotZero();
            relay.await("the broker localhost:" + plain + " can't be reached");
            try (Daemon broker = broker("first", plain, tls)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(publish(here, "a/" + i, "reading " + i).exitCode()).isZero();
                    truth.add("a/" + i + " reading " + i);
                }
                relay.await("answers again");
                Peer sealed =
                        publish(
                                hereTls,
                                "secret",
                                "hidden",
                                "--cafile",
                                path("server.pem"),
                                "--insecure");
                assertThat(sealed.exitCode()).as(sealed.output()).isZero();
                broker.await("secret");
                broker.end("TERM");
            }
            assertThat(publish(here, "between", "lost").exitCode()).isNotZero();
            try (Daemon broker = broker("second", plain, tls)) {
                assertThat(publish(here, "b", "back").exitCode()).isZero();
                broker.await("'b'");
                truth.add("b back");
            }
            assertThat(relay.end("INT")).isEqualTo(Exit.FINE);
            assertThat(relay.said())
                    .contains("relaying 127.0.0.1:" + here + " to localhost:" + plain)
                    .contains("relayed  ", "./twinport analyze " + path("relay.pcapng"))
                    .contains("6261636b"); // "back", in the row of the live view
        }
        check(truth, here, hereTls);
    }

    private void check(List<String> truth, int here, int hereTls) throws Exception {
        Path file = folder.resolve("relay.pcapng");
        var found = CapturePackets.read(file);
        assertThat(found.published()).containsExactlyElementsOf(truth);
        assertThat(found.faults()).isEmpty();
        assertThat(found.sealed()).isGreaterThan(3); // CONNECT, CONNACK, PUBLISH, PUBACK
        assertThat(found.server()).containsOnly(here, hereTls);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hidden");
        if (Files.isExecutable(Path.of("/usr/bin/capinfos"))) {
            Peer info = Peer.run("capinfos", "-M", file.toString());
            assertThat(info.exitCode()).as(info.output()).isZero();
            assertThat(info.output()).contains("relay tap 127.0.0.1:" + here + " to localhost:");
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithWhatToDo() throws Exception {
        try (var taken = new ServerSocket()) {
            int port = Daemon.freePort();
            taken.bind(new java.net.InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            var said = run("relay", "--listen", "" + port, "--to", "127.0.0.1:1", "-w", path("a"));

            assertThat(said.exitCode()).isEqualTo(Exit.CONNECT);
            assertThat(said.text())
                    .contains("port " + port + " on 127.0.0.1 is in use", "hint: end the program");
            assertThat(folder.resolve("a")).doesNotExist();
        }
    }

    @Test
    void anAddressThatOthersReachIsWarnedOf() throws Exception {
        int port = Daemon.freePort();
        var said =
                run(
                        "relay",
                        "--listen",
                        "0.0.0.0:" + port,
                        "--to",
                        "127.0.0.1:1",
                        "--for",
                        "10ms",
                        "-w",
                        path("b.pcapng"));

        assertThat(said.exitCode()).as(said.text()).isEqualTo(Exit.FINE);
        assertThat(said.text()).contains("warning: whoever reaches 0.0.0.0:" + port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relay | each --listen",
                "relay --listen 1883 | each --listen",
                "relay --listen 1883 --to 1884 | names no host",
                "relay --listen 70000 --to localhost:1 | is no port",
                "relay --listen a:b --to localhost:1 | is not [ADDR:]PORT",
                "relay --listen 1 --to localhost:1 --capture-limit 1kB | at least 256kB"
            })
    void whatCannotBeIsRefusedAtOnce(String command, String reason) {
        var said = run(command.strip().split(" "));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text()).contains(reason, "hint: ");
    }

    @Test
    void aBrokerWhoseNameIsUnknownIsSaidSo() {
        var said = run("relay", "--listen", "0", "--to", "no-such-host.invalid:1883");

        assertThat(said.exitCode()).isEqualTo(Exit.CONNECT);
        assertThat(said.text()).contains("there is no host no-such-host.invalid");
    }
}

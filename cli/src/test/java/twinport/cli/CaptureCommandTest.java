// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `capture` on a loopback interface of its own: a network namespace with a real broker in it.
class CaptureCommandTest {
    private static final String NETWORK = "twinport-" + ProcessHandle.current().pid();
    private static final int MESSAGES = 200;
    private static final List<String> WAYS = List.of("libpcap", "dumpcap", "tcpdump");

    @TempDir private Path folder;

    private record Said(int exitCode, String text) {}

    private static Said run(boolean terminal, String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = Main.run(new Terminal(stream, stream, terminal, false), arguments);
        return new Said(code, bytes.toString(StandardCharsets.UTF_8));
    }

    private static void network() throws Exception {
        assumeTrue(Daemon.isRoot(), "only root makes network namespaces: skipped");
        for (String program : List.of("ip", "mosquitto", "mosquitto_pub", "setpriv")) {
            Peer.needed(program);
        }
        if (Files.exists(Path.of("/run/netns", NETWORK))) {
            return;
        }
        Peer made = Peer.run("ip", "netns", "add", NETWORK);
        assumeTrue(made.exitCode() == 0, "no network namespace here: " + made.output());
        assertThat(Peer.run(inside("ip", "link", "set", "lo", "up")).exitCode()).isZero();
    }

    @AfterAll
    static void removeNetwork() throws Exception {
        if (Files.exists(Path.of("/run/netns", NETWORK))) {
            Peer.run("ip", "netns", "delete", NETWORK);
        }
    }

    private static List<String> inside(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", NETWORK));
        whole.addAll(command);
        return whole;
    }

    private static List<String> inside(String... command) {
        return inside(List.of(command));
    }

    private Daemon broker() throws Exception {
        Path file = folder.resolve("mosquitto.conf");
        Files.writeString(
                file,
                """
                user root
                allow_anonymous true
                listener 1883 127.0.0.1
                listener 1884 127.0.0.1
                """);
        Daemon broker =
                Daemon.start(folder, "mosquitto", inside("mosquitto", "-v", "-c", file.toString()));
        broker.await("running");
        return broker;
    }

    private List<String> publish(String port, String topic, String... more) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            lines.add("reading " + i + " " + "x".repeat(i));
        }
        Path input = Files.write(folder.resolve("input"), lines);
        List<String> command =
                new ArrayList<>(
                        List.of("sh", "-c", "input=$1; shift; exec \"$@\" < \"$input\"", "sh"));
        command.addAll(List.of(input.toString(), "mosquitto_pub", "-p", port, "-t", topic, "-l"));
        command.addAll(List.of(more));
        Peer sent = Peer.run(inside(command));
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        return lines.stream().map(line -> topic + " " + line).toList();
    }

    @Test
    void everyWaySeesEveryMessageAndASignalEndsTheFileWhole() throws Exception {
        network();
        Map<String, Daemon> captures = new LinkedHashMap<>();
        List<String> truth = new ArrayList<>();
        try (Daemon broker = broker()) {
            for (String way : waysHere()) {
                captures.put(way, capture(way));
            }
            for (Daemon capture : captures.values()) {
                capture.await("capturing on lo with");
            }
            publish("1884", "not/captured", "-q", "0");
            truth.addAll(publish("1883", "site/one", "-q", "1"));
            truth.addAll(publish("1883", "site/two", "-q", "2", "-V", "mqttv5"));
            for (Map.Entry<String, Daemon> capture : captures.entrySet()) {
                capture.getValue().await(2 * MESSAGES, "72656164696e6720"); // "reading "
                assertThat(capture.getValue().end("INT")).isEqualTo(Exit.FINE);
            }
            assertThat(broker.said()).contains("site/one");
        } finally {
            captures.values().forEach(Daemon::close);
        }
        List<String> packets = new ArrayList<>();
        for (String way : captures.keySet()) {
            var found = check(way, captures.get(way), truth);
            packets = packets.isEmpty() ? found.packets() : packets;
            assertThat(found.packets()).as(way).isEqualTo(packets);
        }
    }

    private static List<String> waysHere() {
        return WAYS.stream()
                .filter(way ->
                        way.equals("libpcap") || Files.isExecutable(Path.of("/usr/bin", way)))
                .toList();
    }

    private Daemon capture(String way) throws IOException {
        return Daemon.start(
                folder,
                way,
                inside(
                        Daemon.twinport(
                                "capture",
                                "-i",
                                "lo",
                                "--with",
                                way,
                                "--filter",
                                "tcp port 1883",
                                "--live",
                                "-w",
                                folder.resolve(way + ".pcapng").toString())));
    }

    private CapturePackets check(String way, Daemon capture, List<String> truth) throws Exception {
        Path file = folder.resolve(way + ".pcapng");
        var found = CapturePackets.read(file);
        assertThat(found.published()).as(way).isEqualTo(truth);
        assertThat(found.faults()).as(way).isEmpty();
        assertThat(found.server()).as(way).containsOnly(1883);
        assertThat(found.statistics())
                .as(way)
                .singleElement()
                .satisfies(counts -> assertThat(counts.dropped()).isZero())
                .satisfies(counts -> assertThat(counts.received()).isPositive());
        assertThat(capture.said())
                .contains(", 0 dropped; 2 connections, " + found.packets().size() + " MQTT packets")
                .contains("./twinport analyze " + file);
        if (Files.isExecutable(Path.of("/usr/bin/capinfos"))) {
            Peer info = Peer.run("capinfos", "-M", file.toString());
            assertThat(info.exitCode()).as(info.output()).isZero();
            assertThat(info.output())
                    .contains("Name = lo")
                    .contains("captured by Twinport with " + way)
                    .contains("Filter string = tcp port 1883")
                    .contains("Number of packets = ");
        }
        return found;
    }

    @Test
    void withoutRightsItSaysWhatEachWayLacksAndWhatToDo() throws Exception {
        network();
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-net_raw,-net_admin"));
        command.addAll(Daemon.twinport("capture", "-i", "lo", "-w", path("none.pcapng")));

        Peer refused = Peer.run(inside(command));

        assertThat(refused.exitCode()).isEqualTo(Exit.REFUSED);
        assertThat(refused.output())
                .contains("error: no right to capture on lo (libpcap: ")
                .contains("dumpcap: ", "tcpdump: ")
                .contains("hint: ", "setcap cap_net_raw", "wireshark");
        assertThat(folder.resolve("none.pcapng")).doesNotExist();
    }

    @Test
    void aWrongInterfaceOrFilterIsToldBeforeAFileIsMade() {
        assumeTrue(Daemon.isRoot(), "without rights nothing is opened: skipped");

        var none = run(false, "capture", "-i", "twinport-none", "-w", path("a.pcapng"));
        var filter = run(false, "capture", "-i", "lo", "-f", "tcp prot 1", "-w", path("a.pcapng"));

        assertThat(none.exitCode()).isEqualTo(Exit.CONNECT);
        assertThat(none.text()).contains("interface twinport-none can't be opened");
        assertThat(filter.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(filter.text()).contains("\"tcp prot 1\" is not understood", "syntax error");
        assertThat(folder.resolve("a.pcapng")).doesNotExist();
    }

    @Test
    void aCaptureThatNothingCameToIsWhole() throws Exception {
        assumeTrue(Daemon.isRoot(), "without rights nothing is captured: skipped");

        var said =
                run(
                        false,
                        "capture",
                        "-i",
                        "lo",
                        "--for",
                        "50ms",
                        "--data",
                        path("data"),
                        "-f",
                        "udp port 9");

        assertThat(said.exitCode()).as(said.text()).isEqualTo(Exit.FINE);
        assertThat(said.text()).contains("captured 0 frames", "0 dropped", "read it  ");
        try (var files = Files.list(folder.resolve("data/captures"))) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file.getFileName().toString()).endsWith("-lo.pcapng");
            assertThat(CapturePackets.read(file).faults()).isEmpty();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capture | no interface is named",
                "capture -i lo -w - --live | both want standard output",
                "capture -i lo -w - --ring 3 | --ring needs files",
                "capture -i lo -w - | standard output is a terminal",
                "capture -i lo --ring 1 | --ring 1 is not possible",
                "capture -i lo --count 0 | --count 0 is not possible",
                "capture -i lo --snaplen 0 | --snaplen 0 is not possible",
                "capture -i lo --buffer 1kB | --buffer 1024 is not possible",
                "capture -i lo --limit many | a size is written",
                "capture -i lo --with pigeon | Invalid value for option '--with'"
            })
    void whatCannotBeIsRefusedAtOnce(String command, String reason) {
        var said = run(true, command.strip().split(" "));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.text()).contains(reason, "hint: ");
    }

    @Test
    void theInterfacesAreListed() {
        var said = run(false, "capture", "-D");

        assertThat(said.exitCode()).isEqualTo(Exit.FINE);
        assertThat(said.text()).contains("INTERFACE", "127.0.0.1");
    }
}

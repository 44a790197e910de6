// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import twinport.cli.Exit;
import twinport.lab.Transport;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryWriter;

/// A kept run published again, into a real mosquitto.
@Timeout(90)
class ReplayTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path folder;
    private Mosquitto broker;
    private int port;
    private Path file;
    private String said = "";

    @BeforeEach
    void start() throws Exception {
        Mosquitto.assumeInstalled();
        port = Mosquitto.freePort();
        broker =
                Mosquitto.start(
                        folder.resolve("broker"),
                        port,
                        List.of("listener " + port + " 127.0.0.1", "allow_anonymous true"));
        file = folder.resolve("history.db");
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private void keep(List<HistoryMessage> messages) throws Exception {
        var database = Database.of(file.toString());
        try (var writer = HistoryWriter.begin(database, "run-1", "lab", () -> Instant.EPOCH)) {
            messages.forEach(writer::offer);
        }
    }

    private static HistoryMessage message(long nanos, String topic, int qos, String payload) {
        return message(nanos, topic, qos, false, "", payload);
    }

    private static HistoryMessage message(
            long nanos, String topic, int qos, boolean retained, String properties, String text) {
        byte[] payload = text.getBytes(UTF_8);
        return new HistoryMessage(
                nanos, false, "a", "a", Transport.PLAIN, topic, qos, retained, properties, payload);
    }

    private int replay(String... more) {
        List<String> words =
                new ArrayList<>(List.of("run-1", "--history", file.toString(), "--to", url()));
        words.addAll(List.of(more));
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, UTF_8);
        int code =
                new CommandLine(new ReplayCommand(stream, stream))
                        .execute(words.toArray(String[]::new));
        said = err.toString(UTF_8);
        return code;
    }

    private String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    private Process subscriber(int count, String format) throws Exception {
        Process process =
                Mosquitto.start(
                        "mosquitto_sub",
                        "-V",
                        "5",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-q",
                        "0", // QoS 2 would be overtaken on its way to the subscriber
                        "-t",
                        "#",
                        "-C",
                        String.valueOf(count),
                        "-W",
                        "60",
                        "-F",
                        format);
        while (!broker.log().contains("Sending SUBACK")) {
            Thread.sleep(5); // mosquitto tells it in its log only
        }
        return process;
    }

    @Test
    void orderContentQosRetainedAndPropertiesAreThoseOfTheRun() throws Exception {
        List<HistoryMessage> messages = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            messages.add(message(i * SECOND, "t/" + i % 7, i / 40 % 3, "text " + i));
            expected.append("t/%d text %d type= user=\n".formatted(i % 7, i));
        }
        String properties =
                "{\"contentType\":\"x/y\",\"userProperties\":[{\"name\":\"n\",\"value\":\"v\"}]}";
        messages.add(message(0, "kept", 1, true, properties, "stays")); // the clock was set back
        expected.append("kept stays type=x/y user=n:v\n");
        messages.forEach(one -> sent.add("q%d, r%d".formatted(one.qos(), one.retained() ? 1 : 0)));
        keep(messages);
        Process subscriber = subscriber(1201, "%t %p type=%C user=%P");

        int code = replay("--speed", "max");

        assertThat(code).as(said).isZero();
        assertThat(said).contains("1201 messages replayed");
        assertThat(new String(Mosquitto.finish(subscriber, "mosquitto_sub"), UTF_8))
                .isEqualTo(expected.toString());
        assertThat(received()).isEqualTo(sent);
        byte[] retained =
                Mosquitto.run(
                        new byte[0],
                        "mosquitto_sub",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-t",
                        "#",
                        "-C",
                        "1",
                        "-W",
                        "20",
                        "-F",
                        "%t %r %p");
        assertThat(new String(retained, UTF_8)).isEqualTo("kept 1 stays\n");
    }

    /// QoS and retained as mosquitto's log has them.
    private List<String> received() throws Exception {
        return broker.log()
                .lines()
                .filter(line -> line.contains("Received PUBLISH from twinport-replay"))
                .map(line -> line.replaceAll(".*\\(d\\d, (q\\d, r\\d),.*", "$1"))
                .toList();
    }

    @Test
    void theGapsAreTheOriginalOnesOrAsMuchShorterAsAskedFor() throws Exception {
        keep(
                List.of(
                        message(0, "t", 0, "a"),
                        message(6 * SECOND, "t", 0, "b"),
                        message(5 * SECOND, "t", 0, "c"),
                        message(12 * SECOND, "u", 0, "d")));
        Process subscriber = subscriber(3, "%p %U");

        assertThat(replay("--speed", "10x", "-t", "t")).as(said).isZero();

        List<String> lines =
                new String(Mosquitto.finish(subscriber, "mosquitto_sub"), UTF_8).lines().toList();
        List<Double> times =
                lines.stream().map(line -> Double.parseDouble(line.split(" ", 2)[1])).toList();
        assertThat(lines).extracting(line -> line.substring(0, 1)).containsExactly("a", "b", "c");
        // never sooner; how much later is up to the machine
        assertThat(times.get(1) - times.get(0)).isGreaterThan(0.5);
        assertThat(times.get(2)).isGreaterThanOrEqualTo(times.get(1));
    }

    @Test
    void aBrokerThatIsNotThereIsToldAsPubTellsIt() throws Exception {
        keep(List.of(message(0, "t", 0, "a")));
        broker.close();

        assertThat(replay()).isEqualTo(Exit.CONNECT);
        assertThat(said).contains("twinport: error: ").contains("twinport: hint: ");
    }
}

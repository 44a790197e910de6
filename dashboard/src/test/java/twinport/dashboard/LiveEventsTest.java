// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;
import twinport.lab.LabEvent;

/// The stream of events, read from real sockets.
final class LiveEventsTest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LINES_MAX = 200_000;

    private BenchLab lab;
    private Dashboard page;
    private int port;

    @BeforeEach
    void open() throws IOException {
        lab = new BenchLab(InstantSource.system(), new SplittableRandom(1), false);
        port = FreePort.take();
        page = new Dashboard(lab, DashboardSettings.onLoopback(port));
        page.start();
    }

    @AfterEach
    void close() {
        page.close();
        lab.close();
    }

    /// A viewer of the stream, by HTTP/1.0 because that has no chunks to take apart. Its receive
    /// buffer is small, so that one who does not read is soon noticed.
    private final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;

        Reader() throws IOException {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(Loopback.IPV4, port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request = "GET /api/events HTTP/1.0\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /// The next line of the stream that starts so; others are skipped.
        String next(String start) {
            try {
                for (int i = 0; i < LINES_MAX; i++) {
                    String line = lines.readLine();
                    if (line == null) {
                        throw new AssertionError("the stream ended before " + start);
                    }
                    if (line.startsWith(start)) {
                        return line;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("while waiting for " + start, e);
            }
            throw new AssertionError("no " + start + " in " + LINES_MAX + " lines");
        }

        String nextData(String event) {
            next("event: " + event);
            return next("data: ");
        }

        boolean ends() throws IOException {
            for (int i = 0; i < LINES_MAX; i++) {
                if (lines.readLine() == null) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void theFirstEventIsTheWholeLab() throws IOException {
        try (var reader = new Reader()) {
            assertThat(reader.next("event: ")).isEqualTo("event: snapshot");
            assertThat(reader.next("data: ")).contains("\"name\":\"four-boards\"", "\"wire\":[");
        }
    }

    @Test
    void whatHappensFollowsInOrder() throws IOException {
        try (var reader = new Reader()) {
            reader.nextData("snapshot");
            lab.publish("thermo-plain", "plain/thermo-plain/dht22", "one");
            lab.publish("thermo-plain", "plain/thermo-plain/dht22", "two");
            lab.deny("thermo-tls", "secure/viewer-tls/status");
            lab.refuse("127.0.0.1:5", "no certificate");

            assertThat(reader.nextData("message")).contains("\"payload\":\"one\"");
            assertThat(reader.nextData("message")).contains("\"payload\":\"two\"");
            assertThat(reader.nextData("denied")).contains("secure/viewer-tls/status");
            assertThat(reader.nextData("refused")).contains("no certificate");
        }
    }

    @Test
    void aLineBreakInAPayloadDoesNotEndTheEvent() throws IOException {
        try (var reader = new Reader()) {
            reader.nextData("snapshot");
            lab.publish("thermo-plain", "a", "x\n\nevent: snapshot\ndata: {}\r\n");

            assertThat(reader.nextData("message")).contains("x\\n\\nevent: snapshot\\ndata: {}\\r");
        }
    }

    @Test
    void aMessageIsNotSentTwiceWhenItHappensDuringTheSnapshot() throws IOException {
        for (int round = 0; round < 20; round++) {
            try (var reader = new Reader()) {
                lab.publish("thermo-plain", "a", "racing " + round);
                lab.publish("thermo-plain", "a", "end " + round);
                String racing = "\"payload\":\"racing " + round + "\"";
                int seen = count(reader.nextData("snapshot"), racing);
                if (seen == 0) {
                    assertThat(reader.nextData("message")).contains(racing);
                }
                lab.publish("thermo-plain", "a", "sentinel " + round);
                String line = reader.nextData("message");
                for (int i = 0; i < 3 && !line.contains("sentinel"); i++) {
                    assertThat(line).doesNotContain(racing);
                    line = reader.nextData("message");
                }
                assertThat(line).contains("sentinel " + round);
            }
        }
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void aSlowViewerIsSkippedAheadAndToldSoWhileAGoodOneGetsEverything() throws Exception {
        int events = 12_000;
        var slow = new ArrayList<Reader>();
        try (var good = new Reader()) {
            good.nextData("snapshot");
            for (int i = 0; i < 20; i++) {
                slow.add(new Reader());
            }
            slow.forEach(reader -> reader.nextData("snapshot"));
            Thread sender = Thread.startVirtualThread(() -> send(events));
            List<String> got = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                got.add(good.nextData("refused"));
            }
            sender.join();

            assertThat(got.getLast()).contains("\"n" + (events - 1) + "\"");
            assertThat(slow.getFirst().nextData("skipped")).containsPattern("\"events\":[0-9]{4,}");
            assertThat(slow.getFirst().next("event: ")).isEqualTo("event: snapshot");
        } finally {
            for (Reader reader : slow) {
                reader.close();
            }
        }
    }

    @Test
    void twoThousandWhoDoNotReadDoNotHurtAGoodReader() throws Exception {
        int events = 4_000;
        var silent = new ArrayList<Reader>();
        try (var good = new Reader()) {
            good.nextData("snapshot");
            for (int i = 0; i < 2_000; i++) {
                silent.add(new Reader());
            }
            for (Reader reader : silent) {
                assertThat(reader.next("HTTP/1.1")).contains("200"); // it is answered
            }
            Thread sender = Thread.startVirtualThread(() -> send(events));
            for (int i = 0; i < events; i++) {
                assertThat(good.nextData("refused")).contains("\"n" + i + "\"");
            }
            sender.join();
        } finally {
            for (Reader reader : silent) {
                reader.close();
            }
        }
    }

    @Test
    void everyEventIsInTheDocumentOfEvents() throws IOException {
        Object yaml =
                new Load(LoadSettings.builder().build())
                        .loadFromString(
                                Files.readString(Path.of("../docs/reference/asyncapi.yaml")));
        List<String> documented =
                List.copyOf(
                        JsonMapper.shared()
                                .valueToTree(yaml)
                                .at("/channels/events/messages")
                                .propertyNames());

        // snapshot, skipped and alive are the stream's own
        assertThat(documented).hasSize(LabEvent.class.getPermittedSubclasses().length + 3);
        try (var reader = new Reader()) {
            assertThat(documented).contains(event(reader));
            lab.deny("thermo-tls", "a");
            lab.refuse("127.0.0.1:5", "why");
            lab.step();
            for (int i = 0; i < 12; i++) {
                assertThat(documented).contains(event(reader));
            }
        }
    }

    private static String event(Reader reader) {
        return reader.next("event: ").substring("event: ".length());
    }

    /// Paced, so that the good viewer is measured and not the sender's speed.
    private void send(int events) {
        for (int i = 0; i < events; i++) {
            lab.refuse("n" + i, "x".repeat(300));
            if (i % 200 == 199) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whenThePageClosesTheStreamEnds() throws IOException {
        try (var reader = new Reader()) {
            reader.nextData("snapshot");
            page.close();

            assertThat(reader.ends()).isTrue();
        }
    }
}

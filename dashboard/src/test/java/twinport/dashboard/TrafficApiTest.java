// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Captures frame by frame over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrafficApiTest {
    private static final Path CAPTURES = Path.of("..", "examples", "captures");
    private static final String CAPTURE_TYPE = "application/vnd.tcpdump.pcap";

    private record Reply(int status, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    private Set<Path> before;
    private BenchLab lab;
    private Dashboard page;
    private HttpClient client;

    @BeforeAll
    void open() throws IOException {
        before = folders();
        lab = new BenchLab(InstantSource.system(), new SplittableRandom(1), false);
        page = new Dashboard(lab, DashboardSettings.onLoopback(FreePort.take()));
        client = HttpClient.newHttpClient();
        page.start();
    }

    @AfterAll
    void close() throws Exception {
        client.close();
        page.close();
        lab.close();
        assertThat(folders()).as("nothing of the captures is left").isEqualTo(before);
    }

    private static Set<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(one -> one.getFileName().toString().startsWith("twinport-traffic"))
                    .collect(Collectors.toSet());
        }
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> reply =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(reply.statusCode(), reply.body());
    }

    private URI at(String path) {
        return page.address().resolve(path);
    }

    private Reply get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)));
    }

    private Reply upload(byte[] capture) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(at("/api/traffic/upload?name=mine.pcap"))
                        .header("Content-Type", CAPTURE_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(capture)));
    }

    private String uploaded(Path capture) throws IOException, InterruptedException {
        Reply opened = upload(Files.readAllBytes(capture));
        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        return opened.json().get("id").asString();
    }

    private JsonNode rows(String id, String query) throws IOException, InterruptedException {
        Reply reply = get("/api/traffic/" + id + "/rows?" + query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<String> tshark(Path capture, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r"));
        command.add(capture.toString());
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static void needsTshark() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/tshark")),
                "tshark is not installed: apt-get install tshark to run this test");
    }

    private static Path mqtt() {
        return CAPTURES.resolve("mqtt5-inorder.pcap");
    }

    @Test
    void everyFrameHasItsRowAsTsharkHasIt() throws Exception {
        needsTshark();
        Path capture = mqtt();
        List<String> judge =
                tshark(
                        capture,
                        "-T",
                        "fields",
                        "-e",
                        "frame.number",
                        "-e",
                        "tcp.srcport",
                        "-e",
                        "frame.len");
        String id = uploaded(capture);

        JsonNode told = rows(id, "limit=1000");

        assertThat(told.get("total").asInt()).isEqualTo(judge.size());
        List<String> ours =
                told.get("rows")
                        .valueStream()
                        .map(row -> {
                            String source = row.get("source").asString();
                            return row.get("frame").asInt()
                                    + "\t"
                                    + source.substring(source.lastIndexOf(':') + 1)
                                    + "\t"
                                    + row.get("length").asInt();
                        })
                        .toList();
        assertThat(ours).isEqualTo(judge.subList(0, Math.min(1000, judge.size())));
    }

    @Test
    void aFilterLeavesWhatTsharkLeavesAndWindowsFitTogether() throws Exception {
        needsTshark();
        Path capture = mqtt();
        String filter = "tcp.len > 0";
        List<String> judge = tshark(capture, "-Y", filter, "-T", "fields", "-e", "frame.number");
        String id = uploaded(capture);

        JsonNode all = rows(id, "limit=1000&filter=" + encoded(filter));
        assertThat(all.get("total").asInt()).isEqualTo(judge.size());
        assertThat(all.get("rows").valueStream().map(row -> row.get("frame").asString()).toList())
                .isEqualTo(judge.subList(0, Math.min(1000, judge.size())));
        JsonNode window = rows(id, "first=2&limit=3&filter=" + encoded(filter));
        assertThat(window.get("rows").valueStream().map(row -> row.get("frame").asString()))
                .isEqualTo(judge.subList(2, 5));
        assertThat(rows(id, "first=999999").get("rows")).isEmpty();
    }

    @Test
    void aFramesPartsStandWhereItsBytesAre() throws Exception {
        String id = uploaded(mqtt());
        JsonNode first = rows(id, "limit=1&filter=mqtt").get("rows").get(0);

        JsonNode frame = get("/api/traffic/" + id + "/frames/" + first.get("frame").asInt()).json();

        byte[] bytes = HexFormat.of().parseHex(frame.get("hex").asString());
        assertThat(bytes).hasSize(first.get("length").asInt());
        JsonNode mqtt =
                frame.get("parts")
                        .valueStream()
                        .filter(part -> part.get("title").asString().startsWith("MQTT"))
                        .findFirst()
                        .orElseThrow();
        JsonNode where = mqtt.get("where").get(0);
        assertThat(where.get("frame").asInt()).isEqualTo(first.get("frame").asInt());
        assertThat(where.get("offset").asInt() + where.get("length").asInt())
                .isLessThanOrEqualTo(bytes.length);
        assertThat(mqtt.get("fields").valueStream().map(one -> one.get("name").asString()))
                .contains("mqtt.msgtype");
        assertThat(get("/api/traffic/" + id + "/frames/9999999").status()).isEqualTo(404);
        assertThat(get("/api/traffic/" + id + "/frames/x").status()).isEqualTo(400);
    }

    @Test
    void theLabsOwnCaptureIsOpenedAsItIs() throws Exception {
        Reply opened =
                send(
                        HttpRequest.newBuilder(at("/api/traffic"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(opened.json().get("frames").asInt()).isPositive();
        assertThat(opened.json().get("secrets").asBoolean()).isFalse();
    }

    @Test
    void whatIsNoCaptureOrNoFilterIsRefusedWithItsReason() throws Exception {
        assertThat(upload("no capture".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
        assertThat(upload(new byte[0]).status()).isEqualTo(400);
        Reply form =
                send(
                        HttpRequest.newBuilder(at("/api/traffic/upload"))
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(form.status()).isEqualTo(415);
        String id = uploaded(mqtt());
        Reply wrong = get("/api/traffic/" + id + "/rows?filter=" + encoded("tcp.port =="));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("column");
        assertThat(get("/api/traffic/" + id + "/rows?limit=1001").status()).isEqualTo(400);
        assertThat(get("/api/traffic/nothing/rows").status()).isEqualTo(404);
    }

    @Test
    void aFilterIsCheckedAndCompleted() throws Exception {
        JsonNode checked = get("/api/traffic/filter?text=mqtt.top&cursor=8").json();
        assertThat(checked.get("choices").valueStream().map(one -> one.get("text").asString()))
                .contains("mqtt.topic");
        assertThat(checked.get("problem").isNull()).isFalse();
        assertThat(get("/api/traffic/filter?text=mqtt").json().get("problem").isNull()).isTrue();
    }

    @Test
    void theFifthCaptureClosesTheOneThatWasLookedAtLeastLately() throws Exception {
        String first = uploaded(mqtt());
        for (int i = 0; i < TrafficApi.FILES_MAX; i++) {
            uploaded(mqtt());
        }
        Reply gone = get("/api/traffic/" + first + "/rows");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body()).contains("open it again");
    }
}

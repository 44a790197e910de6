// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.lab.Outgoing;

/// Publishing, topics, boards and metrics, asked as curl would.
final class MessageApiTest {
    private BenchPage bench;
    private BenchLab lab;
    private Visitor visitor;

    @BeforeEach
    void open() throws IOException {
        bench = BenchPage.open(InstantSource.system());
        lab = bench.lab();
        visitor = bench.visitor();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyFieldOfMqtt5IsPublished() throws IOException {
        Visitor.Reply reply =
                visitor.post(
                        "/api/publish",
                        """
                        {"side":"secure","topic":"secure/a","payload":"AP8=","encoding":"base64",
                         "qos":2,"retain":true,"responseTopic":"secure/b","correlation":"AQI=",
                         "contentType":"x/y","expirySeconds":4294967295,
                         "userProperties":[{"name":"n","value":"1"},{"name":"n","value":"2"}]}\
                        """);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo("{\"topic\":\"secure/a\",\"payloadBytes\":2,\"qos\":2,\"retain\":true}");
        Outgoing sent = lab.sent().getLast();
        assertThat(sent.payload()).containsExactly(0, 0xFF);
        assertThat(sent.properties().responseTopic()).contains("secure/b");
        assertThat(sent.properties().correlation().orElseThrow()).containsExactly(1, 2);
        assertThat(sent.properties().contentType()).contains("x/y");
        assertThat(sent.properties().expirySeconds()).hasValue(0xFFFF_FFFFL);
        assertThat(sent.properties().user())
                .containsExactly(Map.entry("n", "1"), Map.entry("n", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"topic\":\"\"}",
                "{\"topic\":\"a/#\"}",
                "{\"topic\":\"a/+/b\"}",
                "{\"topic\":\"a\\u0000\"}",
                "{\"topic\":\"a\\ud800\"}",
                "{\"topic\":\"plain/a\",\"side\":\"secure\"}",
                "{\"topic\":\"plain/a\",\"side\":\"radio\"}",
                "{\"topic\":\"a\",\"qos\":3}",
                "{\"topic\":\"a\",\"payload\":\"?\",\"encoding\":\"base64\"}",
                "{\"topic\":\"a\",\"encoding\":\"hex\"}",
                "{\"topic\":\"a\",\"expirySeconds\":-1}",
                "{\"topic\":\"a\",\"userProperties\":[{\"name\":\"n\"}]}",
                "{\"topic\":\"a\",\"retained\":true}"
            })
    void whatCannotBePublishedIsRefusedWithTheReason(String body) throws IOException {
        Visitor.Reply reply = visitor.post("/api/publish", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("{\"error\":\"");
        assertThat(lab.sent()).isEmpty();
    }

    @Test
    void aForeignPageCannotPublish() throws IOException {
        assertThat(
                        visitor.post(
                                        "/api/publish",
                                        "{\"topic\":\"plain/a\"}",
                                        "Origin: http://evil.example")
                                .status())
                .isEqualTo(403);
        assertThat(lab.sent()).isEmpty();
    }

    @Test
    void aMegabyteMayBePublishedAndMuchMoreMayNot() throws IOException {
        String big = "x".repeat(1 << 20);

        assertThat(
                        visitor.post(
                                        "/api/publish",
                                        "{\"topic\":\"plain/a\",\"payload\":\"" + big + "\"}")
                                .status())
                .isEqualTo(200);
        assertThat(
                        visitor.post(
                                        "/api/publish",
                                        "{\"topic\":\"plain/a\",\"payload\":\"" + big + big + "\"}")
                                .status())
                .isEqualTo(413);
    }

    @Test
    void topicsTellTheLastValueAndTheRetainedOne() throws Exception {
        visitor.post(
                "/api/publish", "{\"topic\":\"plain/t\",\"payload\":\"kept\",\"retain\":true}");
        visitor.post("/api/publish", "{\"topic\":\"plain/t\",\"payload\":\"passing\"}");
        visitor.post(
                "/api/publish", "{\"topic\":\"plain/u\",\"payload\":\"kept\",\"retain\":true}");
        visitor.post("/api/publish", "{\"topic\":\"plain/u\",\"retain\":true}");
        lab.heardAll();

        String body = visitor.get("/api/topics").body();

        assertThat(body)
                .containsPattern(
                        "\"topic\":\"plain/t\",\"messages\":2,\"revision\":[0-9]+,\"last\":\\{[^}]*\"payload\":\"passing\""
                                + "[^}]*},\"retained\":\\{[^}]*\"payload\":\"kept\"")
                .containsPattern(
                        "\"topic\":\"plain/u\",\"messages\":2,\"revision\":[0-9]+,\"last\":\\{[^}]*},\"retained\":null")
                .contains("\"topic\":\"plain/thermo-plain/status\"")
                .endsWith("\"leftOut\":0}");
        String revision = body.replaceAll(".*\"revision\":([0-9]+),\"leftOut\":0}", "$1");
        assertThat(visitor.get("/api/topics?since=" + revision).body())
                .startsWith("{\"topics\":[],");
        assertThat(visitor.get("/api/topics?since=yesterday").status()).isEqualTo(400);
    }

    @Test
    void theBoardsAreThereWithoutTheRest() throws IOException {
        assertThat(visitor.get("/api/boards").body())
                .startsWith("{\"boards\":[{\"id\":\"thermo-plain\"")
                .doesNotContain("\"wire\"");
    }

    @Test
    void metricsAreOpenMetrics() throws Exception {
        Visitor.Reply reply = visitor.get("/metrics");

        assertThat(reply.header("Content-Type"))
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        Map<String, Double> samples = OpenMetricsReader.read(reply.body());
        assertThat(samples)
                .containsEntry("twinport_broker_connections", 4.0)
                .containsEntry("twinport_broker_dropped_messages_total", 1.0)
                .containsEntry(
                        "twinport_board_running{board=\"thermo-tls\",transport=\"tls\"}", 1.0)
                .containsEntry("twinport_page_waiting_events", 0.0);
        assertThat(samples.get("twinport_heap_used_bytes")).isPositive();
    }

    @Test
    void aForeignPageCannotReadTheMetrics() throws IOException {
        assertThat(visitor.get("/metrics", "Origin: http://evil.example").status()).isEqualTo(403);
        assertThat(visitor.get("/metrics", "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
    }

    @Test
    void aLabelWithQuotesAndLinesIsStillOneLabel() {
        String text = new OpenMetrics().gauge("a", "b\nc").value(2, "l", "\"}\\\n").end();

        assertThat(OpenMetricsReader.read(text)).containsEntry("a{l=\"\\\"}\\\\\\n\"}", 2.0);
    }
}

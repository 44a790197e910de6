// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The history over HTTP: messages of a lab that runs, kept in a real SQLite file.
@Timeout(60)
final class HistoryApiTest {
    private static final String HOUR = "from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z";

    @TempDir private Path folder;

    private final AtomicLong now =
            new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    private BenchPage bench;
    private BenchLab lab;
    private Visitor visitor;

    @BeforeEach
    void open() throws Exception {
        InstantSource clock = () -> Instant.ofEpochMilli(now.get());
        bench = BenchPage.open(clock);
        lab = bench.lab();
        visitor = bench.visitor();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void keepAMinute() throws Exception {
        lab.keepIn(folder.resolve("history.db"));
        for (int second = 0; second < 60; second++) {
            now.addAndGet(1000);
            lab.publish(
                    "thermo-plain",
                    "plain/thermo-plain/dht22",
                    "{\"temperature\":" + second + ",\"humidity\":40}");
        }
        while (lab.snapshot().history().stored() < 60) {
            Thread.sleep(2); // there is no event to wait for; the class has a limit
        }
    }

    @Test
    void withoutAHistoryTheAnswerSaysSo() throws IOException {
        Visitor.Reply reply = visitor.get("/api/history/runs");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains("this lab keeps no history");
    }

    @Test
    void runsAndTopicsTellWhatIsThere() throws Exception {
        keepAMinute();

        assertThat(visitor.get("/api/history/runs").body())
                .contains("\"name\":\"bench\"")
                .contains("\"ended\":null,\"messages\":60,\"lost\":0");
        assertThat(visitor.get("/api/history/topics?topic=plain/+/dht22").body())
                .contains("\"topic\":\"plain/thermo-plain/dht22\",\"messages\":60,")
                .contains("\"numbers\":[\"humidity\",\"temperature\"]");
        assertThat(visitor.get("/api/history/topics?topic=secure/%23").body())
                .isEqualTo("{\"topics\":[],\"leftOut\":0}");
    }

    @Test
    void messagesAreTheLatestOfWhatWasAskedFor() throws Exception {
        keepAMinute();

        String body =
                visitor.get(
                                "/api/history/messages?limit=2&device=thermo-plain&transport=plain"
                                        + "&topic=plain/%2B/dht22&to=2026-01-01T00:00:30Z")
                        .body();

        assertThat(body)
                .contains("\"at\":\"2026-01-01T00:00:28Z\",\"run\":\"bench\"")
                .contains("\"at\":\"2026-01-01T00:00:29Z\"")
                .contains("\"encoding\":\"text\",\"payload\":\"{\\\"temperature\\\":28,")
                .doesNotContain("00:00:27Z")
                .doesNotContain("00:00:30Z");
        assertThat(visitor.get("/api/history/messages?transport=tls").body())
                .isEqualTo("{\"messages\":[],\"leftOut\":0}");
    }

    @Test
    void seriesAreThinnedOutToThePixelsAskedFor() throws Exception {
        keepAMinute();

        Visitor.Reply reply =
                visitor.get(
                        "/api/history/series?topic=plain/%23&path=temperature&pixels=6"
                                + "&from=2026-01-01T00:00:01Z&to=2026-01-01T00:00:31Z");

        // five seconds each, on full five seconds: the first stretch has one second less
        assertThat(reply.body())
                .startsWith(
                        "{\"series\":[{\"topic\":\"plain/thermo-plain/dht22\",\"points\":[[1.7672256E12,4.0,0.0,3.0,1.5,3.0],")
                .endsWith("]}],\"gaps\":[]}");
        assertThat(visitor.get("/api/history/series?" + HOUR + "&path=temperature&pixels=1").body())
                .contains("60.0,0.0,59.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages?limit=0",
                "messages?limit=10001",
                "messages?limit=x",
                "messages?from=yesterday",
                "messages?transport=radio",
                "messages?topic=a/%23/b",
                "series?topic=a",
                "series?" + HOUR + "&pixels=4001",
                "series?from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z",
            })
    void aQuestionThatMakesNoSenseIsAnsweredWithWhy(String question) throws Exception {
        keepAMinute();

        Visitor.Reply reply = visitor.get("/api/history/" + question);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("{\"error\":\"");
    }
}

// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The document of the HTTP API beside the API itself.
final class OpenApiTest {
    private static final Path DOCUMENT = Path.of("../docs/reference/openapi.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();

    private BenchPage bench;
    private Visitor visitor;
    private JsonNode document;

    @BeforeEach
    void open() throws IOException {
        Object yaml =
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DOCUMENT));
        document = JSON.valueToTree(yaml);
        bench = BenchPage.open(InstantSource.system());
        visitor = bench.visitor();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyRouteIsInTheDocumentAndNoOther() throws IOException {
        var documented = new TreeSet<String>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                documented.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        var served = new TreeSet<String>();
        JSON.readTree(visitor.get("/nothing").body())
                .get("allowed")
                .forEach(route -> served.add(route.asString()));

        assertThat(served).hasSizeGreaterThan(20).isEqualTo(documented);
    }

    @Test
    void answersAreAsDocumented() throws IOException {
        String thermo = "/api/boards/thermo-plain";
        assertAnswer("Lab", visitor.get("/api/lab"));
        assertAnswer("Boards", visitor.get("/api/boards"));
        assertAnswer("Topics", visitor.get("/api/topics"));
        assertAnswer("OpenedTraffic", visitor.post("/api/traffic", "{}"));
        assertAnswer("TrafficRows", visitor.get("/api/traffic/1/rows?limit=5"));
        assertAnswer("FrameTree", visitor.get("/api/traffic/1/frames/1"));
        assertAnswer("FilterCheck", visitor.get("/api/traffic/filter?text=mqtt."));
        assertAnswer("Published", visitor.post("/api/publish", "{\"topic\":\"plain/a\"}"));
        assertAnswer("Sensor", visitor.post(thermo + "/sensor", "{\"humidity\":50}"));
        assertAnswer(
                "Turn",
                visitor.post(thermo + "/parts/dht22", "{\"control\":\"humidity\",\"value\":50}"));
        assertAnswer("Broken", visitor.get(thermo + "/faults"));
        assertAnswer(
                "Outcome",
                visitor.post(thermo + "/command", "{\"name\":\"led\",\"value\":\"on\"}"));
        assertAnswer("Commands", visitor.get("/api/commands"));
        bench.lab().deny("thermo-plain", "secure/x");
        assertAnswer("Denials", visitor.get("/api/denials"));
        assertAnswer("Identities", visitor.get("/api/identities"));
        assertAnswer("Experiments", visitor.get("/api/experiments"));
        assertAnswer("Experiments", visitor.post("/api/trap", "{\"on\":true}"));
        assertAnswer("Done", visitor.post(thermo + "/restart", ""));
    }

    private void assertAnswer(String schema, Visitor.Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        JsonNode schemas = document.get("components").get("schemas");
        new AnswerShape(schemas).assertFits(schema, JSON.readTree(reply.body()));
    }

    @Test
    void problemsAreAsDocumented() throws IOException {
        JsonNode schemas = document.get("components").get("schemas");
        for (Visitor.Reply reply :
                new Visitor.Reply[] {
                    visitor.get("/api/labs"),
                    visitor.get("/api/lab", "Origin: http://evil.example"),
                    visitor.post("/api/publish", "{}")
                }) {
            assertThat(reply.status()).isBetween(400, 499);
            new AnswerShape(schemas).assertFits("Problem", JSON.readTree(reply.body()));
        }
    }
}

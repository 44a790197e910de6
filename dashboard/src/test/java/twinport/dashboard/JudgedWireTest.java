// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Findings, leaks and cost of a lab whose wire is known: captures of one plain connection, and of
/// TLS 1.2 and 1.3 with a session and its resumption.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JudgedWireTest {
    static final Path CAPTURES = Path.of("../examples/captures");
    private static final JsonMapper JSON = JsonMapper.shared();

    private BenchPage bench;
    private JsonNode schemas;

    @BeforeAll
    void open() throws IOException {
        Object yaml =
                new Load(LoadSettings.builder().build())
                        .loadFromString(
                                Files.readString(Path.of("../docs/reference/openapi.yaml")));
        schemas = JSON.valueToTree(yaml).get("components").get("schemas");
        bench = BenchPage.open(InstantSource.system());
        for (String name : new String[] {"mqtt5-inorder", "tls12-resume", "tls13-client-cert"}) {
            bench.lab().wire(CAPTURES.resolve(name + ".pcap"));
        }
    }

    @AfterAll
    void close() {
        bench.close();
    }

    private JsonNode ask(String path, String schema) throws IOException {
        Visitor.Reply reply = bench.visitor().get(path);
        assertThat(reply.status()).isEqualTo(200);
        JsonNode answer = JSON.readTree(reply.body());
        new AnswerShape(schemas).assertFits(schema, answer);
        return answer;
    }

    private static Optional<JsonNode> find(JsonNode list, String key, String value) {
        return list.valueStream().filter(one -> one.get(key).asString().equals(value)).findFirst();
    }

    @Test
    void whatWasSaidInClearFailsWithItsFrameAndSaysWhyAndWhatToDo() throws IOException {
        JsonNode answer = ask("/api/findings", "Findings");
        JsonNode clear = find(answer.get("findings"), "id", "PLN-01").orElseThrow();

        assertThat(clear.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(clear.get("side").asString()).isEqualTo("PLAIN");
        assertThat(clear.get("evidence").get(0).get("frame").asLong()).isEqualTo(4);
        JsonNode explained = answer.get("checks").get("PLN-01");
        assertThat(explained.get("why").asString()).isNotBlank();
        assertThat(explained.get("remedies").has("Arduino")).isTrue();
        assertThat(answer.get("connections").asInt()).isEqualTo(4);
        assertThat(answer.get("judged").asBoolean()).isTrue();
    }

    @Test
    void whatNobodyLookedAtIsNotObservedAndOfNoSide() throws IOException {
        JsonNode answer = ask("/api/findings", "Findings");
        JsonNode never = find(answer.get("findings"), "id", "AUT-01").orElseThrow();

        assertThat(never.get("verdict").asString()).isEqualTo("NOT OBSERVED");
        assertThat(never.get("side").isNull()).isTrue();
        assertThat(answer.get("findings").valueStream().map(one -> one.get("verdict").asString()))
                .contains("FAIL", "PASS", "NOT OBSERVED")
                .startsWith("FAIL")
                .endsWith("NOT OBSERVED");
    }

    @Test
    void aTlsConnectionTellsLengthsAndNamesAndHowSureThatIs() throws IOException {
        JsonNode answer = ask("/api/leaks", "Leaks");
        JsonNode named =
                answer.get("connections")
                        .valueStream()
                        .filter(one -> one.get("version").asString().equals("TLS 1.3"))
                        .findFirst()
                        .orElseThrow();

        assertThat(answer.get("connections")).hasSize(3);
        assertThat(find(named.get("knows"), "about", "name").orElseThrow().get("text").asString())
                .contains("broker.lab");
        JsonNode login =
                answer.get("connections")
                        .valueStream()
                        .flatMap(one -> find(one.get("knows"), "about", "login").stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(login.get("sure").asString())
                .isEqualTo("if the client writes as clients of its kind do");
        assertThat(named.get("last")).isNotEmpty();
        assertThat(named.get("last").get(0).get("frame").asLong()).isPositive();
    }

    @Test
    void noTopicAndNoPayloadOfTheTlsSideIsInWhatLeaks() throws IOException {
        // tls12-resume and tls13-client-cert publish "hey" to "lab/ssl2"
        String all = ask("/api/leaks", "Leaks").toString();

        assertThat(all).doesNotContain("lab/ssl2").doesNotContain("hey");
    }

    @Test
    void aMessageCostsItsPacketInClearAndASealMoreInTls() throws IOException {
        JsonNode answer = ask("/api/cost", "Cost");
        JsonNode plain = find(answer.get("messages"), "transport", "PLAIN").orElseThrow();

        assertThat(plain.get("wireBytes")).isEqualTo(plain.get("mqttBytes"));
        assertThat(plain.get("wireBytes").get("n").asInt()).isEqualTo(3);
        for (JsonNode one : answer.get("messages")) {
            if (one.get("transport").asString().equals("TLS")) {
                double seal =
                        one.get("wireBytes").get("median").asDouble()
                                - one.get("mqttBytes").get("median").asDouble();
                // RFC 5288 section 3; RFC 8446 section 5.2
                boolean newer = one.get("suite").asString().startsWith("TLS_AES");
                assertThat(seal).isEqualTo(newer ? 22 : 29);
            }
        }
    }

    @Test
    void aResumedHandshakeThatWasSeenIsMeasured() throws IOException {
        JsonNode answer = ask("/api/cost", "Cost");
        var resumed =
                answer.get("handshakes")
                        .valueStream()
                        .filter(one -> one.get("resumed").asBoolean())
                        .toList();

        assertThat(resumed).hasSize(1);
        assertThat(answer.get("changes").valueStream().map(one -> one.get("basis").asString()))
                .contains("computed");
    }

    @Test
    void aHandshakeIsMeasuredWhileItsConnectionStands() throws IOException {
        // tls13-client-cert ends without the connection's end
        JsonNode open =
                ask("/api/leaks", "Leaks")
                        .get("connections")
                        .valueStream()
                        .filter(one -> one.get("open").asBoolean())
                        .findFirst()
                        .orElseThrow();

        assertThat(open.get("version").asString()).isEqualTo("TLS 1.3");
        assertThat(find(ask("/api/cost", "Cost").get("handshakes"), "version", "TLS 1.3"))
                .isPresent();
    }

    @Test
    void commandsThatWereAnsweredHaveASpread() throws Exception {
        Map<String, Integer> asked = Map.of("thermo-plain", 3, "thermo-tls", 2);
        for (var board : asked.entrySet()) {
            for (int i = 0; i < board.getValue(); i++) {
                bench.visitor()
                        .post(
                                "/api/boards/" + board.getKey() + "/command",
                                "{\"name\":\"led\",\"value\":\"on\"}");
            }
        }
        bench.lab().heardAll();
        JsonNode trips = ask("/api/cost", "Cost").get("roundTrips");

        for (var board : asked.entrySet()) {
            JsonNode one = find(trips, "board", board.getKey()).orElseThrow();
            assertThat(one.get("millis").get("n").asInt()).isEqualTo(board.getValue());
            assertThat(one.get("millis").get("least").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(one.get("millis").get("median").asDouble());
        }
        assertThat(find(trips, "board", "viewer-tls").orElseThrow().get("millis").isNull())
                .isTrue();
    }

    @Test
    void aLabWithoutATapSaysThatNobodySawItsWire() throws IOException {
        try (var other = BenchPage.open(InstantSource.system())) {
            other.lab().removeTap();
            for (String path : Stream.of("findings", "leaks", "cost").toList()) {
                JsonNode answer = JSON.readTree(other.visitor().get("/api/" + path).body());
                assertThat(answer.get("reason").asString()).contains("without --no-tap");
            }
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The HTTP API, asked by hand over real sockets.
final class DashboardTest {
    private static final String THERMO = "/api/boards/thermo-plain/";

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
    void theLabIsThereAsJson() throws IOException {
        Visitor.Reply reply = visitor.get("/api/lab");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body())
                .startsWith("{\"name\":\"four-boards\",\"startedAt\":\"20")
                .contains("\"id\":\"viewer-tls\"")
                .contains("\"transport\":\"TLS\"");
    }

    @Test
    void aMovedSensorIsMovedAndWhatIsLeftOutStays() throws IOException {
        Visitor.Reply reply = visitor.post(THERMO + "sensor", "{\"temperature\":31.5}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"temperature\":31.5,\"humidity\":45.8}");
        assertThat(lab.status("thermo-plain").celsius()).isEqualTo(31.5);
        assertThat(lab.status("thermo-plain").humidityPercent()).isEqualTo(45.8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"temperature\":80.1}",
                "{\"humidity\":-1}",
                "{\"temperature\":\"NaN\"}",
                "{}",
                "{\"temperatur\":1}",
                "{\"humidity\":1,\"humidity\":2}",
                "{\"humidity\":1} {}",
                "[]",
                "null",
                "",
                "{\"humidity\":"
            })
    void aSensorValueThatCannotBeIsRefusedWithTheReason(String body) throws IOException {
        Visitor.Reply reply = visitor.post(THERMO + "sensor", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("{\"error\":\"");
        assertThat(lab.status("thermo-plain").humidityPercent()).isEqualTo(45.8);
    }

    @Test
    void aControlOfAPartIsTurned() throws IOException {
        Visitor.Reply reply =
                visitor.post(THERMO + "parts/dht22", "{\"control\":\"humidity\",\"value\":61.5}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(lab.status("thermo-plain").humidityPercent()).isEqualTo(61.5);
        assertThat(visitor.get("/api/lab").body())
                .contains("\"type\":\"dht22\",\"pins\":{\"data\":\"15\"}")
                .contains("{\"name\":\"humidity\",\"value\":61.5,\"least\":0.0,\"most\":100.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"control\":\"humidity\"}",
                "{\"value\":1}",
                "{\"control\":\"presure\",\"value\":1}",
                "{\"control\":\"humidity\",\"value\":101}",
                "[]"
            })
    void aControlThatCannotBeTurnedIsRefusedWithTheReason(String body) throws IOException {
        Visitor.Reply reply = visitor.post(THERMO + "parts/dht22", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("{\"error\":\"");
        assertThat(visitor.post(THERMO + "parts/led2", body).status()).isEqualTo(400);
    }

    @Test
    void brokenJsonIsReportedWithItsPlace() throws IOException {
        assertThat(visitor.post(THERMO + "sensor", "{\n\"humidity\" 5}").body())
                .contains("line 2, column");
    }

    @Test
    void aCommandIsAnsweredWithItsRoundTripTime() throws IOException {
        Visitor.Reply reply =
                visitor.post(THERMO + "command", "{\"name\":\"led\",\"value\":\"on\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains("\"ok\":true", "\"value\":\"on\"")
                .containsPattern("\"roundTripMillis\":[0-9]+\\.");
        assertThat(lab.status("thermo-plain").led()).isTrue();
    }

    @Test
    void aBoardThatIsStoppedDoesNotAnswer() throws IOException {
        assertThat(visitor.post(THERMO + "stop", "").status()).isEqualTo(200);

        Visitor.Reply reply =
                visitor.post(THERMO + "command", "{\"name\":\"led\",\"value\":\"on\"}");

        assertThat(lab.status("thermo-plain").state()).isEqualTo("stopped");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("\"ok\":false", "no answer", "\"roundTripMillis\":null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"led/x", "#", "+", "", "a\\u0000b", "x0123456789012345678901234567890123"})
    void aCommandNameThatIsMoreThanOneTopicLevelIsRefused(String name) throws IOException {
        String body = "{\"name\":\"" + name + "\",\"value\":\"on\"}";

        assertThat(visitor.post(THERMO + "command", body).status()).isEqualTo(400);
        assertThat(lab.status("thermo-plain").commandsSent()).isZero();
    }

    @Test
    void startAndRestartReachTheBoard() throws IOException {
        visitor.post(THERMO + "stop", "");
        visitor.post(THERMO + "start", "{}");
        assertThat(lab.status("thermo-plain").state()).isEqualTo("running");

        visitor.post(THERMO + "restart", "");
        assertThat(lab.status("thermo-plain").restarts()).isEqualTo(1);
    }

    @Test
    void anUnknownBoardIsAnsweredWithTheKnownOnes() throws IOException {
        Visitor.Reply reply = visitor.post("/api/boards/nobody%2Fx/stop", "");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .contains("no board \\\"nobody/x\\\"", "thermo-plain, viewer-plain");
    }

    @Test
    void serialTextIsPlainText() throws IOException {
        lab.step();

        Visitor.Reply reply = visitor.get(THERMO + "serial");

        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.body()).isEqualTo("published 23.5 °C, 45.8 %\n");
    }

    @Test
    void anUnknownPathIsAnsweredWithWhatThereIs() throws IOException {
        Visitor.Reply reply = visitor.get("/api/labs");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains("\"GET /api/lab\"", "/api/boards/{id}/command");
    }

    @Test
    void aWrongMethodIsAnsweredWithTheRightOnes() throws IOException {
        Visitor.Reply reply = visitor.get(THERMO + "stop");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
        assertThat(reply.body()).contains("\"allowed\":[\"POST\"]");
    }

    @Test
    void aMethodNobodyKnowsIsAnsweredToo() throws IOException {
        List<String> headers = List.of("Host: " + visitor.host());

        assertThat(visitor.ask("BREW", "/api/lab", "", headers).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "text/json"})
    void aPostThatAFormCouldSendIsRefused(String type) throws IOException {
        List<String> headers = List.of("Host: " + visitor.host(), "Content-Type: " + type);

        assertThat(visitor.ask("POST", THERMO + "stop", "{}", headers).status()).isEqualTo(415);
        assertThat(lab.status("thermo-plain").state()).isEqualTo("running");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws IOException {
        String body = "{\"name\":\"led\",\"value\":\"" + "x".repeat(Call.BODY_MAX) + "\"}";

        assertThat(visitor.post(THERMO + "command", body).status()).isEqualTo(413);
    }

    @Test
    void aPortThatIsTakenIsReportedWithAHint() {
        var second = new Dashboard(lab, DashboardSettings.onLoopback(visitor.port()));

        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        DashboardException.class, e -> assertThat(e.hint()).contains("--http-port"))
                .hasMessageContaining(visitor.host());
    }

    @Test
    void aClosedPageFreesItsPort() throws IOException {
        bench.page().close();
        bench.page().start();

        assertThat(visitor.get("/api/lab").status()).isEqualTo(200);
    }
}

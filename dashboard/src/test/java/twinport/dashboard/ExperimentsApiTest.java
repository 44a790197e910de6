// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExperimentsApiTest {
    private BenchPage bench;

    @BeforeEach
    void open() throws IOException {
        bench = BenchPage.open(InstantSource.system());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private JsonNode state() throws IOException {
        return JsonMapper.shared().readTree(bench.visitor().get("/api/experiments").body());
    }

    @Test
    void theTrapIsOffUntilSomebodySwitchesItOnAndWhoIsKnown() throws IOException {
        assertThat(state().at("/trap/on").asBoolean()).isFalse();

        Visitor.Reply reply = bench.visitor().post("/api/trap", "{\"on\":true}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(state().at("/trap/on").asBoolean()).isTrue();
        assertThat(bench.lab().experiments().changedBy()).containsExactly("HTTP from 127.0.0.1");
        bench.visitor().post("/api/trap", "{\"on\":false}");
        assertThat(state().at("/trap/on").asBoolean()).isFalse();
    }

    @Test
    void aCertificateWithAFlawIsShownByItsWord() throws IOException {
        Visitor.Reply reply =
                bench.visitor().post("/api/certificates/server/flaw", "{\"flaw\":\"expired\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(state().at("/certificate/certificate").asString()).isEqualTo("expired");
        assertThat(state().at("/certificate/wrong").asBoolean()).isTrue();
    }

    @Test
    void anUnknownFlawNamesThoseThatThereAre() throws IOException {
        Visitor.Reply reply =
                bench.visitor().post("/api/certificates/server/flaw", "{\"flaw\":\"ugly\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("unknown-ca").contains("good");
    }

    @Test
    void onHasToBeSaid() throws IOException {
        assertThat(bench.visitor().post("/api/trap", "{}").status()).isEqualTo(400);
    }

    @Test
    void whatThisLabCannotDoIsAConflictThatSaysWhy() throws IOException {
        bench.lab().experiments().forbid("this lab has no TLS side");

        Visitor.Reply reply = bench.visitor().post("/api/trap", "{\"on\":true}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body()).contains("this lab has no TLS side");
    }

    @Test
    void aForeignPageCannotSwitch() throws IOException {
        Visitor.Reply reply =
                bench.visitor().post("/api/trap", "{\"on\":true}", "Origin: http://evil.example");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(state().at("/trap/on").asBoolean()).isFalse();
    }
}

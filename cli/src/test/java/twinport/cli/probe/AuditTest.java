// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.cli.Peers;

/// `twinport audit` against a stock Mosquitto: what it must find, and what it must not say.
@Timeout(60)
final class AuditTest {
    @TempDir private Path folder;

    @Test
    void aStockMosquittoThatUndoesTlsIsFoundOut() throws Exception {
        int plain = FreePorts.next();
        int tls = FreePorts.next();
        Path report = folder.resolve("report.json");
        try (Peers.Broker broker = Peers.openMosquitto(folder, plain, tls)) {
            Peers.Said said =
                    Peers.twinport(
                            "audit",
                            "localhost",
                            "--plain-port",
                            plain,
                            "--tls-port",
                            tls,
                            "--report",
                            report);
            assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(1);
            assertThat(said.out()).contains("was handed to the plain port");
            assertThat(broker.log()).contains("twinport-audit");
        }
        Map<String, String> verdicts = verdicts(report);
        assertThat(verdicts)
                .containsEntry("PLN-06", "FAIL")
                .containsEntry("IDN-01", "FAIL")
                .containsEntry("IDN-06", "FAIL")
                .containsEntry("TLS-04", "FAIL")
                .containsEntry("CRT-03", "FAIL")
                .containsEntry("OPS-08", "WARN")
                .containsEntry("TLS-01", "PASS")
                .containsEntry("TLS-02", "PASS")
                .containsEntry("TLS-03", "PASS")
                .containsEntry("TLS-13", "PASS")
                .containsEntry("CRT-01", "PASS")
                .containsEntry("IDN-08", "INFO")
                .containsEntry("CRT-13", "NOT OBSERVED")
                .containsEntry("IDN-07", "NOT OBSERVED")
                .containsEntry("AUT-01", "NOT OBSERVED");
    }

    @Test
    void whereNothingListensTheAuditSaysSoAndEndsWith3() {
        int port = FreePorts.next();
        Peers.Said said = Peers.twinport("audit", "127.0.0.1:" + port);
        assertThat(said.exitCode()).isEqualTo(3);
        assertThat(said.err()).contains("no port of 127.0.0.1 could be reached").contains("hint:");
    }

    @Test
    void whenItsConnectionsAreUsedUpTheRestIsNotObserved() throws Exception {
        int plain = FreePorts.next();
        int tls = FreePorts.next();
        Path report = folder.resolve("report.json");
        try (Peers.Broker broker = Peers.openMosquitto(folder, plain, tls)) {
            Peers.Said said =
                    Peers.twinport(
                            "audit",
                            "localhost:" + tls,
                            "--connections",
                            20,
                            "--report",
                            report,
                            "--fail-on",
                            "never");
            assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
            assertThat(said.out()).contains("all 20 connections that the audit may make are used");
            // two of them are this test's own, which waited for the ports
            assertThat(broker.log().split("New connection", -1).length - 1)
                    .isLessThanOrEqualTo(20 + 2);
        }
        assertThat(verdicts(report)).containsEntry("TLS-01", "NOT OBSERVED");
    }

    @Test
    void wrongArgumentsAreNamedWithWhatIsAllowed() {
        assertThat(Peers.twinport("audit", "a:b:c").err())
                .contains("this is no HOST[:PORT]: a:b:c");
        assertThat(Peers.twinport("audit", "127.0.0.1:99999").err())
                .contains("ports are 1 to 65535");
        assertThat(Peers.twinport("audit", "127.0.0.1", "--report", "x.pdf").err())
                .contains("no format has the suffix");
        assertThat(Peers.twinport("audit", "127.0.0.1", "--fail-on", "bad").err())
                .contains("no severity is called bad");
    }

    /// The worst verdict of each check.
    static Map<String, String> verdicts(Path report) throws Exception {
        Map<String, String> verdicts = new TreeMap<>();
        JsonNode root = JsonMapper.shared().readTree(Files.readString(report));
        for (JsonNode each : root.path("findings")) {
            verdicts.merge(
                    each.path("id").asString(),
                    each.path("verdict").asString(),
                    (a, b) -> "FAIL".equals(a) || "WARN".equals(a) ? a : b);
        }
        return verdicts;
    }
}

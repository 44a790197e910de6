// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The default lab, analysed and audited by our own commands: nothing is found that its baseline
/// does not know.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultLabJudgedTest {
    private Path folder;
    private RunningLab lab;
    private KnownFindings analysed;
    private KnownFindings audited;

    /// Analysed before the audit begins, whose connections are in the capture too.
    @BeforeAll
    void runTheLab(@TempDir Path scratch) throws Exception {
        folder = scratch;
        lab = RunningLab.start(folder, "--keylog", "--for", "8s");
        assertThat(lab.exitCode()).describedAs(lab.output()).isZero();
        analysed = KnownFindings.ofCapture(folder, lab);
        lab.close();
        lab = RunningLab.start(folder, "--keylog");
        audited = KnownFindings.ofBroker(folder, lab);
        lab.interrupt();
        lab.exitCode();
    }

    @AfterAll
    void end() {
        lab.close();
    }

    @Test
    void theCaptureShowsNothingBeyondTheBaseline() {
        assertThat(analysed.beyond()).isEmpty();
    }

    @Test
    void theAuditFindsNothingBeyondTheBaseline() {
        assertThat(audited.beyond()).isEmpty();
    }

    @Test
    void everyLineOfTheBaselineIsNeeded() throws Exception {
        Set<String> used = new TreeSet<>(analysed.used());
        used.addAll(audited.used());
        assertThat(used).isEqualTo(KnownFindings.reasons());
    }

    /// docs/explanation/what-leaks.md tells these.
    @Test
    void lengthsTellReadingsFromStatusAndSubscription() throws Exception {
        assertThat(KnownFindings.findings(folder.resolve("analyze.json")))
                .filteredOn(each -> each.path("id").asString().equals("LEAK-01"))
                .extracting(each -> each.path("said").asString())
                .hasSize(2)
                .allMatch(said -> said.contains("63 bytes (") && said.contains("30 bytes ("))
                .allMatch(said -> said.contains("34 bytes ("));
    }

    @Test
    void whoResumesASessionThatBeganWithACertificateIsNotAnonymous() throws Exception {
        Path report = folder.resolve("audited.json");
        Peers.twinport(
                "analyze", lab.capture(), "--findings", "--report", report, "--fail-on", "never");

        String tls = "127.0.0.1:" + lab.tlsPort();
        assertThat(KnownFindings.findings(report))
                .noneMatch(each -> is(each, "IDN-01", "FAIL", tls))
                .anyMatch(each -> is(each, "TLS-13", "INFO", tls));
    }

    private static boolean is(JsonNode finding, String id, String verdict, String server) {
        return finding.path("id").asString().equals(id)
                && finding.path("verdict").asString().equals(verdict)
                && finding.path("subject").asString().endsWith(server);
    }
}

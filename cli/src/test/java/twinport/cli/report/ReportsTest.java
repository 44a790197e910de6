// SPDX-License-Identifier: MIT
package twinport.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import twinport.cli.Failure;
import twinport.cli.Peers;
import twinport.cli.Terminal;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Outcome;
import twinport.findings.check.Rules;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;

/// The same findings in every format.
final class ReportsTest {
    @TempDir private Path folder;

    private static List<Finding> findings(String text) {
        return new Rules<SourceFacts>(
                        java.util.Map.of(
                                "PLN-01",
                                facts ->
                                        List.of(
                                                new Outcome(
                                                        Verdict.FAIL,
                                                        text,
                                                        "said " + text,
                                                        new Evidence.Bytes(7, 54, 12, text),
                                                        new Evidence.Line("a b/" + text, 3, text))),
                                "TLS-01",
                                facts ->
                                        List.of(
                                                new Outcome(
                                                        Verdict.PASS,
                                                        "host:8883",
                                                        "fine",
                                                        new Evidence.Transcript(
                                                                "hello", List.of(text))))))
                .judge(Catalogue.read(), new SourceFacts(text, java.time.Instant.EPOCH, List.of()));
    }

    private record Told(int exitCode, String out) {}

    private Told tell(String text, ReportFormat format, Object... options) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ReportOptions report = new ReportOptions();
        new CommandLine(new Holder(report))
                .parseArgs(
                        java.util.Arrays.stream(options)
                                .map(Object::toString)
                                .toArray(String[]::new));
        int exitCode =
                report.tell(
                        new Terminal(out, out, false, false),
                        new ReportOptions.Head(
                                "twinport lint",
                                "0.1.0",
                                text,
                                Instant.parse("2026-01-02T03:04:05Z")),
                        findings(text),
                        List.of("a note with " + text),
                        format,
                        List.of());
        return new Told(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    @CommandLine.Command
    private record Holder(@CommandLine.Mixin ReportOptions report) {}

    @Test
    void jsonHasWhatIsPublished() throws Exception {
        JsonNode root = JsonMapper.shared().readTree(tell("main.py", ReportFormat.JSON).out());
        JsonNode first = root.path("findings").get(0);
        assertThat(first.path("id").asString()).isEqualTo("PLN-01");
        assertThat(first.path("verdict").asString()).isEqualTo("FAIL");
        assertThat(first.path("severity").asString()).isEqualTo("high");
        assertThat(first.path("evidence").get(0).path("frame").asInt()).isEqualTo(7);
        JsonNode schema =
                JsonMapper.shared()
                        .readTree(
                                Files.readString(Path.of("../docs/reference/report.schema.json")));
        assertThat(Schema.faults(schema, root)).isEmpty();
    }

    @Test
    void whatIsNotObservedIsNeverAPass() throws Exception {
        JsonNode root = JsonMapper.shared().readTree(tell("x", ReportFormat.JSON).out());
        for (JsonNode each : root.path("findings")) {
            if (!List.of("PLN-01", "TLS-01").contains(each.path("id").asString())) {
                assertThat(each.path("verdict").asString()).isEqualTo("NOT OBSERVED");
            }
        }
        String junit = tell("x", ReportFormat.JUNIT).out();
        assertThat(junit).contains("<skipped message=\"not observed");
        JsonNode sarif = JsonMapper.shared().readTree(tell("x", ReportFormat.SARIF).out());
        assertThat(sarif.path("runs").get(0).path("results").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "]]><x/>",
                "| a | `b` |",
                "\u001b[31mred\u0007",
                "\u202eabc",
                "\u0000\u0001",
                "&amp;\"'"
            })
    void hostileTextIsTextInEveryFormat(String text) throws Exception {
        String html = tell(text, ReportFormat.HTML).out();
        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("<x/>")
                .doesNotContain("\u202e")
                .doesNotContain("\u001b");
        String junit = tell(text, ReportFormat.JUNIT).out();
        assertThat(
                        DocumentBuilderFactory.newDefaultInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader(junit)))
                                .getElementsByTagName("x")
                                .getLength())
                .isZero();
        JsonMapper.shared().readTree(tell(text, ReportFormat.JSON).out());
        JsonMapper.shared().readTree(tell(text, ReportFormat.SARIF).out());
        assertThat(tell(text, ReportFormat.TEXT).out())
                .doesNotContain("\u001b")
                .doesNotContain("\u0007")
                .doesNotContain("\u202e");
        String markdown = tell(text, ReportFormat.MD).out();
        assertThat(markdown).doesNotContain("\u001b");
        assertThat(markdown.lines().filter(line -> !line.startsWith("    ")))
                .as("what is not in a code block")
                .noneMatch(line -> line.replace("\\<", "").contains("<script"));
    }

    /// The schema that OASIS published with the standard.
    private static com.networknt.schema.Schema sarifSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ReportsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(in);
        }
    }

    @Test
    void sarifIsWhatTheStandardAsksFor() throws Exception {
        JsonNode root = JsonMapper.shared().readTree(tell("main.py", ReportFormat.SARIF).out());
        assertThat(sarifSchema().validate(root)).isEmpty();
        ((ObjectNode) root.path("runs").get(0).path("results").get(0)).put("level", "awful");
        assertThat(sarifSchema().validate(root)).isNotEmpty();
        root = JsonMapper.shared().readTree(tell("main.py", ReportFormat.SARIF).out());
        JsonNode run = root.path("runs").get(0);
        JsonNode result = run.path("results").get(0);
        assertThat(
                        run.path("tool")
                                .path("driver")
                                .path("rules")
                                .get(result.path("ruleIndex").asInt())
                                .path("id"))
                .isEqualTo(result.path("ruleId"));
        assertThat(
                        result.path("locations")
                                .get(0)
                                .path("physicalLocation")
                                .path("artifactLocation")
                                .path("uri")
                                .asString())
                .isEqualTo("a%20b/main.py");
    }

    @Test
    void theThresholdDecidesTheExitCode() {
        assertThat(tell("x", ReportFormat.TEXT).exitCode()).isEqualTo(1);
        assertThat(tell("x", ReportFormat.TEXT, "--fail-on", "critical").exitCode()).isZero();
        assertThat(tell("x", ReportFormat.TEXT, "--fail-on", "low").exitCode()).isEqualTo(1);
        assertThat(tell("x", ReportFormat.TEXT, "--fail-on", "never").exitCode()).isZero();
    }

    @Test
    void whatTheBaselineAcceptsIsShownAndFailsNothing() throws Exception {
        Path baseline =
                Files.writeString(
                        folder.resolve("known.yaml"),
                        "accepted:\n  - id: PLN-01\n    subject: ma*\n    reason: it is the lesson\n");
        Told told = tell("main.py", ReportFormat.TEXT, "--baseline", baseline);
        assertThat(told.exitCode()).isZero();
        assertThat(told.out()).contains("FAIL high  PLN-01").contains("accepted: it is the lesson");
        assertThat(tell("other.py", ReportFormat.TEXT, "--baseline", baseline).exitCode())
                .isEqualTo(1);
    }

    @Test
    void aWrongBaselineIsRefusedWithItsPlaces() throws Exception {
        Path baseline =
                Files.writeString(
                        folder.resolve("known.yaml"), "accepted:\n  - id: PLN\n    because: x\n");
        assertThatThrownBy(() -> tell("x", ReportFormat.TEXT, "--baseline", baseline))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("known.yaml:2:9")
                .hasMessageContaining("known.yaml:3:5");
    }

    @Test
    void aDifferenceTellsWhatBecameWorseAndBetter() throws Exception {
        Path bad = folder.resolve("bad.json");
        Path good = folder.resolve("good.json");
        Files.writeString(bad, tell("x", ReportFormat.JSON).out());
        Files.writeString(
                good,
                Files.readString(bad)
                        .replaceFirst("\"verdict\" : \"FAIL\"", "\"verdict\" : \"PASS\""));
        assertThat(Peers.twinport("diff", bad, good).out())
                .contains("better  PLN-01  x: FAIL -> PASS");
        assertThat(Peers.twinport("diff", bad, good).exitCode()).isZero();
        assertThat(Peers.twinport("diff", good, bad).exitCode()).isEqualTo(1);
        assertThat(Peers.twinport("diff", bad, bad).out()).isEqualTo("nothing changed\n");
        assertThat(
                        Peers.twinport(
                                        "diff",
                                        bad,
                                        Files.writeString(folder.resolve("no.json"), "[1"))
                                .exitCode())
                .isEqualTo(6);
    }

    @Test
    void everyCheckIsExplainedAndAnUnknownOneNamesItsNeighbours() {
        List<String> unexplained = new ArrayList<>();
        Catalogue.read()
                .checks()
                .forEach(check -> {
                    if (!Peers.twinport("explain", check.id()).out().contains("rests on")) {
                        unexplained.add(check.id());
                    }
                });
        assertThat(unexplained).isEmpty();
        Peers.Said said = Peers.twinport("explain", "TLS-99");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("no check is called TLS-99").contains("near it are TLS-0");
        assertThat(Peers.twinport("explain", "leak").out())
                .contains("LEAK-01")
                .doesNotContain("PLN-01");
    }
}

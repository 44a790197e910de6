// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import twinport.findings.check.Check;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.findings.report.FindingsReport;
import twinport.findings.report.FindingsReport.Entry;

/// A report in SARIF 2.1.0 (OASIS standard, sections in comments): what code hosts show beside the
/// source. What was not observed is no result; it stands among the notifications.
final class ReportSarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private ReportSarif() {}

    static String write(FindingsReport report) {
        List<Check> rules = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        Set<String> unseen = new LinkedHashSet<>();
        for (Entry entry : report.entries()) {
            Check check = entry.finding().check();
            if (entry.finding().verdict() == Verdict.NOT_OBSERVED) {
                unseen.add(check.id());
                continue;
            }
            if (!rules.contains(check)) {
                rules.add(check);
            }
            results.add(result(report, entry, rules.indexOf(check)));
        }
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Twinport");
        driver.put("version", report.version());
        driver.put("rules", rules.stream().map(ReportSarif::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("invocations", List.of(invocation(report, unseen)));
        run.put("results", results);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", SCHEMA);
        root.put("version", "2.1.0");
        root.put("runs", List.of(run));
        return ReportJson.MAPPER.writeValueAsString(root) + "\n";
    }

    /// §3.20: the run as such went well, whatever it found.
    private static Map<String, Object> invocation(FindingsReport report, Set<String> unseen) {
        List<Object> notifications = new ArrayList<>();
        if (!unseen.isEmpty()) {
            notifications.add(
                    notification("not observed, which is not passed: " + String.join(" ", unseen)));
        }
        report.notes().forEach(note -> notifications.add(notification(note)));
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", true);
        invocation.put("endTimeUtc", report.when().toString());
        invocation.put("toolExecutionNotifications", notifications);
        return invocation;
    }

    private static Map<String, Object> notification(String text) {
        return Map.of("level", "note", "message", Map.of("text", text));
    }

    /// §3.49.
    private static Map<String, Object> rule(Check check) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", check.id());
        rule.put("shortDescription", Map.of("text", check.title()));
        rule.put(
                "fullDescription",
                Map.of("text", check.why().isEmpty() ? check.rule() : check.why()));
        rule.put("help", Map.of("text", help(check)));
        rule.put("defaultConfiguration", Map.of("level", level(Verdict.FAIL, check.severity())));
        rule.put(
                "properties",
                Map.of("security-severity", score(check.severity()), "tags", tags(check)));
        return rule;
    }

    private static List<String> tags(Check check) {
        List<String> tags = new ArrayList<>(List.of("security"));
        check.sources().forEach(source -> tags.add(source.toString()));
        return tags.stream().distinct().toList();
    }

    private static String help(Check check) {
        StringBuilder help = new StringBuilder(check.rule());
        check.remedies().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each ->
                        help.append("\n\n")
                                .append(each.getKey().heading())
                                .append(":\n")
                                .append(each.getValue()));
        return help.toString();
    }

    /// §3.27.
    private static Map<String, Object> result(FindingsReport report, Entry entry, int rule) {
        Finding finding = entry.finding();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.check().id());
        result.put("ruleIndex", rule);
        result.put(
                "kind",
                switch (finding.verdict()) {
                    case FAIL, WARN -> "fail";
                    case PASS -> "pass";
                    case INFO -> "informational";
                    case NOT_OBSERVED -> "notApplicable";
                });
        result.put("level", level(finding.verdict(), finding.severity()));
        result.put(
                "message",
                Map.of(
                        "text",
                        finding.subject().isEmpty()
                                ? finding.said()
                                : finding.subject() + ": " + finding.said()));
        result.put("locations", locations(report, finding));
        result.put(
                "partialFingerprints",
                Map.of("subject/v1", finding.check().id() + ":" + finding.subject()));
        List<String> lines =
                finding.evidence().stream()
                        .flatMap(each -> ReportText.lines(each).stream())
                        .toList();
        result.put(
                "properties",
                Map.of(
                        "verdict",
                        finding.verdict().words(),
                        "severity",
                        finding.severity().word(),
                        "evidence",
                        lines));
        entry.accepted()
                .ifPresent(reason ->
                        result.put(
                                "suppressions",
                                List.of(Map.of("kind", "external", "justification", reason))));
        return result;
    }

    /// Lines of files where there are any; else what was looked at, by its name.
    private static List<Object> locations(FindingsReport report, Finding finding) {
        List<Object> locations = new ArrayList<>();
        for (Evidence evidence : finding.evidence()) {
            if (evidence instanceof Evidence.Line(String file, int line, String text)) {
                Map<String, Object> region = new LinkedHashMap<>();
                region.put("startLine", line);
                region.put("snippet", Map.of("text", text));
                locations.add(
                        Map.of(
                                "physicalLocation",
                                Map.of(
                                        "artifactLocation",
                                        Map.of("uri", uri(file)),
                                        "region",
                                        region)));
            }
        }
        if (locations.isEmpty()) {
            String name = finding.subject().isEmpty() ? report.subject() : finding.subject();
            locations.add(Map.of("logicalLocations", List.of(Map.of("fullyQualifiedName", name))));
        }
        return locations;
    }

    /// A relative reference (RFC 3986 §4.2): all that is no plain character is encoded.
    static String uri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte each : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format("%%%02X", each & 0xFF));
        }
        return uri.toString();
    }

    private static String level(Verdict verdict, Severity severity) {
        return switch (verdict) {
            case FAIL -> severity.atLeast(Severity.HIGH) ? "error" : "warning";
            case WARN -> "warning";
            case INFO, PASS, NOT_OBSERVED -> "none";
        };
    }

    /// The middle of each band of CVSS 3.1 §5.
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
            case INFO -> "0.0";
        };
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import twinport.findings.check.Check;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.report.FindingsReport;
import twinport.findings.report.FindingsReport.Entry;

/// A report as JSON; docs/reference/report.schema.json is its schema.
final class ReportJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportJson() {}

    static String write(FindingsReport report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("tool", report.tool());
        root.put("version", report.version());
        root.put("subject", report.subject());
        root.put("when", report.when().toString());
        root.put(
                "counts",
                report.counts().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.getKey().words(),
                                        Map.Entry::getValue,
                                        (a, b) -> a,
                                        LinkedHashMap::new)));
        root.put("notes", report.notes());
        root.put("findings", report.entries().stream().map(ReportJson::finding).toList());
        root.put("coverage", report.coverage().stream().map(ReportJson::coverage).toList());
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static Map<String, Object> finding(Entry entry) {
        Finding finding = entry.finding();
        Check check = finding.check();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", check.id());
        out.put("verdict", finding.verdict().words());
        out.put("severity", finding.severity().word());
        out.put("title", check.title());
        out.put("subject", finding.subject());
        out.put("said", finding.said());
        out.put("evidence", finding.evidence().stream().map(ReportJson::evidence).toList());
        out.put("source", check.sources().stream().map(Object::toString).toList());
        Map<String, String> remedy = new LinkedHashMap<>();
        for (Check.Target target : Check.Target.values()) {
            String text = check.remedies().get(target);
            if (text != null) {
                remedy.put(target.heading(), text);
            }
        }
        out.put("remedy", remedy);
        entry.accepted().ifPresent(reason -> out.put("accepted", reason));
        return out;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> out = new LinkedHashMap<>();
        switch (evidence) {
            case Evidence.Bytes(long frame, int offset, int length, String what) -> {
                out.put("kind", "bytes");
                out.put("frame", frame);
                out.put("offset", offset);
                out.put("length", length);
                out.put("what", what);
            }
            case Evidence.Line(String file, int line, String text) -> {
                out.put("kind", "line");
                out.put("file", file);
                out.put("line", line);
                out.put("text", text);
            }
            case Evidence.Transcript(String title, List<String> steps) -> {
                out.put("kind", "transcript");
                out.put("title", title);
                out.put("steps", steps);
            }
            case Evidence.Setting(String where, String what) -> {
                out.put("kind", "setting");
                out.put("where", where);
                out.put("what", what);
            }
        }
        return out;
    }

    private static Map<String, Object> coverage(FindingsReport.Coverage coverage) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("document", coverage.document());
        out.put("observable", coverage.observable());
        out.put("clauses", coverage.all());
        out.put("failed", new ArrayList<>(coverage.failed()));
        return out;
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import twinport.findings.check.Check;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.findings.report.FindingsReport;
import twinport.findings.report.FindingsReport.Entry;

/// A report as one HTML file: no script, no request to anywhere, made to be printed too.
final class ReportHtml {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --fail: #b3261e; --warn: #8a5a00; --pass: #1b6e2f; --info: #3a5a8c; --rule: #8884; }
            @media (prefers-color-scheme: dark) { :root { --fail: #ff8a80; --warn: #ffc966; --pass: #7fd693; --info: #9dbcf0; } }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin: 0; }
            table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
            .FAIL { color: var(--fail); font-weight: 600; } .WARN { color: var(--warn); font-weight: 600; } .PASS { color: var(--pass); } .INFO { color: var(--info); }
            article { border: 1px solid var(--rule); border-radius: .4rem; padding: .8rem 1rem; margin: 1rem 0; break-inside: avoid; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #8881; padding: .6rem; border-radius: .3rem; font-size: .85rem; }
            .counts { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; } .counts b { font-size: 1.4rem; }
            dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0; white-space: pre-wrap; }
            .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; } svg { width: 100%; height: auto; } svg text { fill: currentColor; font: 10px system-ui, sans-serif; }
            @media print { body { max-width: none; margin: 0; } article { border-color: #999; } details > * { display: block; } }
            """;

    private final StringBuilder out = new StringBuilder();

    private ReportHtml() {}

    /// @param figures HTML of our own that goes before the findings, for example charts
    static String write(FindingsReport report, List<String> figures) {
        ReportHtml html = new ReportHtml();
        html.page(report, figures);
        return html.out.toString();
    }

    private void page(FindingsReport report, List<String> figures) {
        String title = report.tool() + ": " + report.subject();
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<title>")
                .append(text(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n");
        out.append("<h1>")
                .append(text(title))
                .append("</h1>\n<p>")
                .append(report.when())
                .append(", Twinport ")
                .append(text(report.version()))
                .append("</p>\n<ul class=\"counts\">");
        report.counts()
                .forEach((verdict, count) ->
                        out.append("<li class=\"")
                                .append(verdict)
                                .append("\"><b>")
                                .append(count)
                                .append("</b> ")
                                .append(verdict.words())
                                .append("</li>"));
        out.append("</ul>\n");
        report.notes().forEach(note -> out.append("<p>").append(text(note)).append("</p>\n"));
        figures.forEach(out::append);
        section("What is wrong", report.entries().stream().filter(Entry::isFailOrWarn).toList());
        rows(
                "What was seen",
                report.entries().stream()
                        .filter(e ->
                                e.finding().verdict() == Verdict.INFO
                                        || e.finding().verdict() == Verdict.PASS)
                        .toList());
        unseen(report);
        coverage(report);
        out.append("</body></html>\n");
    }

    private void section(String heading, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.append("<h2>").append(heading).append("</h2>\n");
        entries.stream()
                .sorted((a, b) -> a.finding().severity().compareTo(b.finding().severity()))
                .forEach(this::article);
    }

    private void article(Entry entry) {
        Finding finding = entry.finding();
        Check check = finding.check();
        out.append("<article id=\"")
                .append(check.id())
                .append("\"><h3><span class=\"")
                .append(finding.verdict())
                .append("\">")
                .append(finding.verdict().words())
                .append(' ')
                .append(finding.severity().word())
                .append("</span> ")
                .append(check.id())
                .append(": ")
                .append(text(check.title()))
                .append("</h3>\n<p>")
                .append(text(finding.subject()))
                .append(finding.subject().isEmpty() ? "" : ": ")
                .append(text(finding.said()))
                .append("</p>\n");
        entry.accepted()
                .ifPresent(reason ->
                        out.append("<p><b>Accepted:</b> ").append(text(reason)).append("</p>\n"));
        if (!check.why().isEmpty()) {
            out.append("<p>").append(text(check.why())).append("</p>\n");
        }
        List<String> lines =
                finding.evidence().stream()
                        .flatMap(each -> ReportText.lines(each).stream())
                        .toList();
        out.append("<pre>")
                .append(text(String.join("\n", lines)))
                .append("</pre>\n<p>")
                .append(
                        text(
                                check.sources().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining("; "))))
                .append("</p>\n");
        remedies(check);
        out.append("</article>\n");
    }

    private void remedies(Check check) {
        if (check.remedies().isEmpty()) {
            return;
        }
        out.append("<dl>");
        for (Check.Target target : Check.Target.values()) {
            String remedy = check.remedies().get(target);
            if (remedy != null) {
                out.append("<dt>")
                        .append(target.heading())
                        .append("</dt><dd>")
                        .append(text(remedy))
                        .append("</dd>");
            }
        }
        out.append("</dl>\n");
    }

    private void rows(String heading, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.append("<h2>")
                .append(heading)
                .append(
                        "</h2>\n<table><thead><tr><th>Verdict</th><th>Check</th><th>Subject</th><th>Finding</th></tr></thead><tbody>\n");
        for (Entry entry : entries) {
            Finding finding = entry.finding();
            out.append("<tr><td class=\"")
                    .append(finding.verdict())
                    .append("\">")
                    .append(finding.verdict().words())
                    .append("</td><td>")
                    .append(finding.check().id())
                    .append(": ")
                    .append(text(finding.check().title()))
                    .append("</td><td>")
                    .append(text(finding.subject()))
                    .append("</td><td>")
                    .append(text(finding.said()))
                    .append("</td></tr>\n");
        }
        out.append("</tbody></table>\n");
    }

    private void unseen(FindingsReport report) {
        Map<String, String> unseen = new LinkedHashMap<>();
        report.entries().stream()
                .filter(e -> e.finding().verdict() == Verdict.NOT_OBSERVED)
                .forEach(e ->
                        unseen.putIfAbsent(
                                e.finding().check().id(),
                                e.finding().check().title() + ": " + e.finding().said()));
        if (unseen.isEmpty()) {
            return;
        }
        out.append("<h2>Not observed</h2>\n<p>Neither passed nor failed.</p><ul>\n");
        unseen.forEach((id, said) ->
                out.append("<li>").append(id).append(' ').append(text(said)).append("</li>\n"));
        out.append("</ul>\n");
    }

    private void coverage(FindingsReport report) {
        out.append(
                        "<h2>Clauses</h2>\n<p>What could be looked at from here. This is no statement of conformity.</p>\n")
                .append(
                        "<table><thead><tr><th>Document</th><th>Observable</th><th>Found wanting</th></tr></thead><tbody>\n");
        for (FindingsReport.Coverage each : report.coverage()) {
            List<String> links = new ArrayList<>();
            each.failed().forEach(id -> links.add("<a href=\"#" + id + "\">" + id + "</a>"));
            out.append("<tr><td>")
                    .append(text(each.document()))
                    .append("</td><td>")
                    .append(each.observable())
                    .append(" of ")
                    .append(each.all())
                    .append("</td><td>")
                    .append(String.join(" ", links))
                    .append("</td></tr>\n");
        }
        out.append("</tbody></table>\n");
    }

    /// Text from outside as text: nothing in it is markup, and no character steers its direction.
    static String text(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> safe.append("&amp;");
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '"' -> safe.append("&quot;");
                        case '\'' -> safe.append("&#39;");
                        default -> {
                            boolean steers =
                                    (c < 0x20 && c != '\n')
                                            || (c >= 0x7f && c < 0xa0)
                                            || (c >= 0x202a && c <= 0x202e)
                                            || (c >= 0x2066 && c <= 0x2069);
                            safe.appendCodePoint(steers ? 0xfffd : c);
                        }
                    }
                });
        return safe.toString();
    }
}

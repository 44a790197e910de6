// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import twinport.lab.scenario.ScenarioReport.Outcome;
import twinport.lab.scenario.ScenarioReport.StepResult;

/// A report in the form that build servers read (the XML of Ant's and Maven's JUnit reports): the
/// scenario is a test suite, each step a test case. A step that failed is a `failure`, a time limit
/// an `error`, what was not played `skipped`.
public final class JUnitReport {
    private final ScenarioReport report;
    private final StringBuilder out = new StringBuilder();

    private JUnitReport(ScenarioReport report) {
        this.report = report;
    }

    public static String of(ScenarioReport report) {
        return new JUnitReport(report).write();
    }

    private String write() {
        String suite = report.scenario().name();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite");
        attribute("name", suite);
        attribute("tests", String.valueOf(report.steps().size()));
        attribute("failures", count(Outcome.Failed.class));
        attribute("errors", count(Outcome.TimedOut.class));
        attribute("skipped", count(Outcome.Skipped.class));
        attribute("time", seconds(report.time().wall()));
        out.append(">\n    <properties>\n");
        property("clock", report.time().clock());
        property("boards' time in seconds", seconds(report.time().boards()));
        property("leapt over in seconds", seconds(report.time().leaps().time()));
        property("leaps", String.valueOf(report.time().leaps().count()));
        out.append("    </properties>\n");
        report.steps().forEach(this::step);
        serial();
        out.append("  </testsuite>\n</testsuites>\n");
        return out.toString();
    }

    private String count(Class<? extends Outcome> kind) {
        return String.valueOf(
                report.steps().stream().filter(step -> kind.isInstance(step.outcome())).count());
    }

    private void step(StepResult result) {
        Step step = result.step();
        out.append("    <testcase");
        attribute("name", step.number() + " " + step.title());
        attribute("classname", report.scenario().name());
        attribute("file", report.scenario().source().toString());
        attribute("line", String.valueOf(step.line()));
        attribute("time", seconds(result.boards()));
        switch (result.outcome()) {
            case Outcome.Held _ -> out.append("/>\n");
            case Outcome.Failed(String why) -> wrong("failure", "step failed", why);
            case Outcome.TimedOut(String why) -> wrong("error", "time limit", why);
            case Outcome.Skipped _ -> out.append(">\n      <skipped/>\n    </testcase>\n");
        }
    }

    private void wrong(String element, String type, String why) {
        out.append(">\n      <").append(element);
        attribute("message", why);
        attribute("type", type);
        out.append("/>\n    </testcase>\n");
    }

    /// The last lines only: the whole log has a file of its own.
    private void serial() {
        out.append("    <system-out>");
        for (Map.Entry<String, ? extends Iterable<String>> board : report.lastWords().entrySet()) {
            for (String line : board.getValue()) {
                text(board.getKey() + ": " + line + "\n");
            }
        }
        out.append("</system-out>\n");
    }

    private void property(String name, String value) {
        out.append("      <property");
        attribute("name", name);
        attribute("value", value);
        out.append("/>\n");
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        text(value);
        out.append('"');
    }

    /// XML 1.0 has no other control characters than these three (section 2.2).
    private void text(String text) {
        text.codePoints()
                .map(each -> isXml(each) ? each : 0xFFFD)
                .forEach(each -> {
                    switch (each) {
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '&' -> out.append("&amp;");
                        case '"' -> out.append("&quot;");
                        case '\n' -> out.append("&#10;");
                        case '\r' -> out.append("&#13;");
                        case '\t' -> out.append("&#9;");
                        default -> out.appendCodePoint(each);
                    }
                });
    }

    private static boolean isXml(int point) {
        boolean lower = point >= 0x20 && point <= 0xD7FF;
        boolean upper = point >= 0xE000 && point != 0xFFFE && point != 0xFFFF;
        return lower || upper || point == '\n' || point == '\r' || point == '\t';
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }
}

// SPDX-License-Identifier: MIT
package twinport.findings.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/reference/checks.md is made from the code: this test writes it anew when it is started with
/// `-Dtwinport.write-documents`, and compares it otherwise.
final class ChecksDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "checks.md");

    private static final String HEAD =
            """
            # Checks

            What `twinport analyze FILE --findings`, `audit`, `impostor` and `lint` look for. "A broker's settings"
            means those of a running broker, of which no rule is there yet; `lint` reads its files ("source"). This page
            is made from the code; `twinport explain ID` prints one check.

            Verdicts: **FAIL** and **WARN** always come with evidence. **PASS** means that it was looked at and
            found right. **INFO** tells what is neither. **NOT OBSERVED** means that nothing of the kind was seen,
            or that it cannot be seen from there: it never counts as passed. A capture can show that something is
            wrong; it can rarely show that all is right.

            "Shown by" is the truth table: what must give the verdict, and what must not. Each line is a test.

            """;

    @Test
    void theReferenceIsThatOfTheCode() throws Exception {
        List<TruthRow> rows = TruthTableTest.rows();
        String wanted =
                HEAD
                        + Catalogue.read().checks().stream()
                                .map(check -> section(check, rows))
                                .collect(Collectors.joining("\n"));
        if (System.getProperty("twinport.write-documents") != null) {
            Files.writeString(DOCUMENT, wanted);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(wanted);
    }

    private static String section(Check check, List<TruthRow> rows) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(check.id()).append(": ").append(check.title()).append("\n\n");
        if (!check.why().isEmpty()) {
            text.append(check.why()).append("\n\n");
        }
        line(text, "observed", check.observed());
        line(text, "rule", check.rule());
        line(text, "severity", check.severity().word());
        line(
                text,
                "judged from",
                check.modes().stream()
                        .sorted()
                        .map(ChecksDocumentTest::words)
                        .collect(Collectors.joining(", ")));
        line(
                text,
                "rests on",
                check.sources().stream().map(Object::toString).collect(Collectors.joining("; ")));
        rows.stream()
                .filter(row -> row.id().equals(check.id()))
                .forEach(row ->
                        line(
                                text,
                                "shown by",
                                row.verdict().words() + ": " + row.bad() + "; not: " + row.good()));
        for (Check.Target target : Check.Target.values()) {
            String remedy = check.remedies().get(target);
            if (remedy != null) {
                text.append("\n**").append(target.heading()).append(".** ");
                text.append(remedy).append('\n');
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("- ").append(name).append(": ").append(value).append('\n');
    }

    private static String words(Mode mode) {
        return switch (mode) {
            case CAPTURE -> "a capture";
            case OPENED_CAPTURE -> "a capture with keys";
            case PROBE -> "a probe";
            case BROKER -> "a broker's settings";
            case SOURCE -> "source";
        };
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.findings.report.FindingsReport;
import twinport.findings.report.FindingsReport.Entry;

/// A report as JUnit XML: what was not observed is skipped, never passed.
final class ReportJunit {
    private ReportJunit() {}

    static String write(FindingsReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, report);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, FindingsReport report)
            throws XMLStreamException {
        List<Entry> entries = report.entries();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", clean(report.tool() + " " + report.subject()));
        xml.writeAttribute("tests", String.valueOf(entries.size()));
        xml.writeAttribute(
                "failures", String.valueOf(entries.stream().filter(Entry::isBad).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "skipped", String.valueOf(entries.stream().filter(ReportJunit::skipped).count()));
        xml.writeAttribute("timestamp", report.when().toString());
        for (Entry entry : entries) {
            xml.writeCharacters("\n  ");
            testCase(xml, entry);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static boolean skipped(Entry entry) {
        return entry.finding().verdict() == Verdict.NOT_OBSERVED
                || (entry.accepted().isPresent() && entry.isFailOrWarn());
    }

    private static void testCase(XMLStreamWriter xml, Entry entry) throws XMLStreamException {
        Finding finding = entry.finding();
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "twinport." + finding.check().group());
        xml.writeAttribute(
                "name",
                clean(
                        finding.check().id()
                                + " "
                                + finding.check().title()
                                + (finding.subject().isEmpty() ? "" : ", " + finding.subject())));
        if (skipped(entry)) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute(
                    "message",
                    clean(
                            entry.accepted()
                                    .map(reason -> "accepted: " + reason)
                                    .orElse("not observed: " + finding.said())));
        } else if (entry.isBad()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", finding.verdict().words() + " " + finding.severity().word());
            xml.writeAttribute("message", clean(finding.said()));
            xml.writeCharacters(
                    clean(
                            String.join(
                                    "\n",
                                    finding.evidence().stream()
                                            .flatMap(each -> ReportText.lines(each).stream())
                                            .toList())));
            xml.writeEndElement();
        } else {
            xml.writeStartElement("system-out");
            xml.writeCharacters(clean(finding.verdict().words() + ": " + finding.said()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /// XML 1.0 §2.2 has no other characters.
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        clean.appendCodePoint(
                                c == 0x9
                                                || c == 0xA
                                                || (c >= 0x20 && c <= 0xD7FF)
                                                || (c >= 0xE000 && c <= 0xFFFD)
                                                || c >= 0x10000
                                        ? c
                                        : 0xFFFD));
        return clean.toString();
    }
}

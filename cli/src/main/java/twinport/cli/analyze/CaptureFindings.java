// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import twinport.cli.ProgramVersion;
import twinport.cli.Terminal;
import twinport.cli.report.ReportFormat;
import twinport.cli.report.ReportOptions;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Finding;
import twinport.findings.check.capture.CaptureFactsReader;
import twinport.findings.check.capture.CaptureRules;
import twinport.wire.pcap.CaptureBlock;

/// What the checks of the catalogue say of a capture.
final class CaptureFindings implements CaptureOutput {
    private final CaptureFactsReader reader;

    CaptureFindings(String named) {
        this.reader = new CaptureFactsReader(name(named));
    }

    private static String name(String named) {
        Path last = named.equals(CaptureInput.STANDARD_INPUT) ? null : Path.of(named).getFileName();
        return last == null ? "standard input" : last.toString();
    }

    @Override
    public void accept(CaptureBlock block) {
        reader.accept(block);
    }

    @Override
    public void finish() {}

    /// Tells the findings once the capture is read. The answer is the exit code.
    int tell(Terminal terminal, ReportOptions options, ReportFormat format, InstantSource clock) {
        CaptureFacts facts = reader.finish();
        List<Finding> findings = CaptureRules.all().judge(Catalogue.read(), facts);
        List<String> notes = new ArrayList<>(facts.left());
        boolean sealed = facts.connections().stream().anyMatch(each -> each.tls() != null);
        boolean opened = facts.connections().stream().anyMatch(CaptureFacts.Connection::decrypted);
        if (sealed && !opened) {
            notes.add(
                    "nothing was decrypted: checks that look into TLS need --keylog, or a capture with its secrets");
        }
        return options.tell(
                terminal,
                new ReportOptions.Head(
                        "analyze", ProgramVersion.number(), facts.subject(), clock.instant()),
                findings,
                notes,
                format,
                List.of());
    }
}

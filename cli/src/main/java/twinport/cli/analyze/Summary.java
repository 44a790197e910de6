// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import twinport.cli.ExposureText;
import twinport.cli.Terminal;
import twinport.findings.report.Exposure;
import twinport.findings.report.ExposureReader;
import twinport.wire.field.Row;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;

/// What the capture exposes, summed up.
final class Summary implements CaptureOutput {
    private final Terminal terminal;
    private final boolean json;
    private final ExposureReader reader;
    private final Row row = new Row();

    Summary(Terminal terminal, boolean json, RowFilter filter) {
        this.terminal = terminal;
        this.json = json;
        this.reader =
                filter.isOpen()
                        ? new ExposureReader()
                        : new ExposureReader(
                                observation -> row.take(observation) && filter.wants(row));
    }

    @Override
    public void accept(CaptureBlock block) {
        if (block instanceof Frame frame) {
            row.begin(frame.epochNanos());
        }
        reader.accept(block);
    }

    @Override
    public void finish() {
        Exposure exposure = reader.finish();
        if (json) {
            terminal.json(exposure);
        } else {
            new ExposureText(terminal).print(exposure);
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.util.List;
import twinport.wire.field.Field;
import twinport.wire.field.FrameUnits;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.pcap.CaptureBlock;

/// One row a frame, as Wireshark's list: whatever it holds, and each unit that it completed.
final class FrameRows implements CaptureOutput {
    private final RowWriter writer;
    private final List<Field> fields;
    private final RowFilter filter;
    private final long limit;
    private final FrameUnits frames = new FrameUnits(this::complete);
    private long rows;

    FrameRows(RowWriter writer, List<Field> fields, RowFilter filter, long limit) {
        this.writer = writer;
        this.fields = List.copyOf(fields);
        this.filter = filter;
        this.limit = limit;
    }

    @Override
    public void accept(CaptureBlock block) {
        frames.accept(block);
    }

    @Override
    public boolean wantsMore() {
        return rows < limit;
    }

    private void complete(FrameUnits read) {
        if (rows < limit && filter.wants(read.frame())) {
            write(read);
            rows++;
        }
    }

    private void write(FrameUnits read) {
        writer.startRow();
        for (Field field : fields) {
            writer.cell();
            switch (field.name()) {
                case "twinport.protocol" -> writer.text(read.protocol());
                case "twinport.info" -> writer.text(read.info());
                default -> values(field, read);
            }
        }
        writer.endRow();
    }

    /// What every unit has stands in the frame too; other fields are of its units.
    private void values(Field field, FrameUnits read) {
        if (field.everywhere()) {
            field.source().put(read.frame(), writer);
            return;
        }
        for (Row each : read.units()) {
            field.source().put(each, writer);
        }
    }

    @Override
    public void pause() {
        writer.flush();
    }

    @Override
    public void finish() {
        frames.end();
        writer.finish();
    }
}

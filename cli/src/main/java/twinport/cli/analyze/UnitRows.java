// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.field.Field;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Unit;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Handoff;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// One row a unit: an MQTT packet, a TLS record, handshake message or alert. Never several in one
/// row. Rows are written as they are read, so that a capture of any size fits.
final class UnitRows implements CaptureOutput {
    private final RowWriter writer;
    private final RowFilter filter;
    private final Set<Unit> units;
    private final long limit;
    private final Row row = new Row();
    private final @Nullable Handoff handoff;
    private final Reader reader;
    private boolean begun;

    /// Counted by the thread that writes.
    private long rows;

    /// @param limit rows that are written
    /// @param streamed whether rows must come out while more is waited for; else another thread
    ///   writes them
    UnitRows(
            RowWriter writer,
            List<Field> fields,
            Set<Unit> units,
            RowFilter filter,
            long limit,
            boolean streamed) {
        this.writer = writer;
        this.filter = filter;
        this.units = EnumSet.copyOf(units);
        this.limit = limit;
        boolean headers = filter.needsFrames() || fields.stream().anyMatch(Field::frames);
        // headers are those of the frame at hand, and a limit ends the reading at once
        boolean alone = streamed || headers || limit < Long.MAX_VALUE;
        this.handoff = alone ? null : new Handoff(this::observed);
        this.reader = new Reader(handoff == null ? this::observed : handoff);
        if (headers) {
            reader.tellFrames(_ -> {});
            row.facts(reader.facts());
        }
    }

    /// The units that these fields are of: those of the fields that only some units have, where one
    /// protocol has them; then those of our own fields.
    static Set<Unit> unitsOf(List<Field> fields) {
        Set<Unit> units = EnumSet.noneOf(Unit.class);
        for (Field field : fields) {
            if (!field.everywhere() && !field.name().startsWith("twinport.")) {
                units.addAll(field.units());
            }
        }
        for (Field field : fields) {
            if (units.isEmpty() && !field.everywhere()) {
                units.addAll(field.units());
            }
        }
        return units;
    }

    @Override
    public void accept(CaptureBlock block) {
        if (!begun && block instanceof Frame frame) {
            begun = true;
            row.begin(frame.epochNanos());
        }
        reader.accept(block);
    }

    @Override
    public boolean wantsMore() {
        return handoff != null || rows < limit;
    }

    private void observed(Observation observation) {
        if (row.take(observation)
                && units.contains(row.unit())
                && rows < limit
                && filter.wants(row)) {
            writer.write(row);
            rows++;
        }
    }

    @Override
    public void pause() {
        writer.flush();
    }

    @Override
    public void finish() {
        reader.end();
        if (handoff != null) {
            handoff.close();
        }
        writer.finish();
    }
}

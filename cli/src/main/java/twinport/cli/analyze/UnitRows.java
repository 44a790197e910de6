// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import twinport.wire.field.Field;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Unit;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
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
    private final Reader reader = new Reader(this::observed);
    private boolean begun;
    private long rows;

    /// @param limit rows that are written
    UnitRows(RowWriter writer, List<Field> fields, Set<Unit> units, RowFilter filter, long limit) {
        this.writer = writer;
        this.filter = filter;
        this.units = EnumSet.copyOf(units);
        this.limit = limit;
        if (filter.needsFrames() || fields.stream().anyMatch(Field::frames)) {
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
        return rows < limit;
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
        writer.finish();
    }
}

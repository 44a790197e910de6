// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.field.Field;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Unit;
import twinport.wire.field.Words;
import twinport.wire.flow.FrameFacts;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Reader;

/// One row a frame, as Wireshark's list: whatever it holds, and each unit that it completed.
final class FrameRows implements CaptureOutput {
    /// Units of one frame that are told in words; further ones are counted.
    static final int UNITS_TOLD = 16;

    /// Units of one frame that fields and filter see.
    static final int UNITS_MAX = 1024;

    private final RowWriter writer;
    private final List<Field> fields;
    private final RowFilter filter;
    private final long limit;
    private final Row frame = new Row();
    private final Row unit = new Row();
    private final List<Row> units = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Reader reader = new Reader(this::observed);
    private long leftOut;
    private long rows;

    FrameRows(RowWriter writer, List<Field> fields, RowFilter filter, long limit) {
        this.writer = writer;
        this.fields = List.copyOf(fields);
        this.filter = filter;
        this.limit = limit;
        reader.tellFrames(this::complete);
        unit.facts(reader.facts());
    }

    @Override
    public void accept(CaptureBlock block) {
        if (block instanceof Frame read) {
            frame.begin(read.epochNanos());
            unit.begin(read.epochNanos());
        }
        reader.accept(block);
    }

    @Override
    public boolean wantsMore() {
        return rows < limit;
    }

    private void observed(Observation observation) {
        if (unit.take(observation)) {
            if (units.size() < UNITS_MAX) {
                units.add(unit.copy());
            } else {
                leftOut++;
            }
            return;
        }
        switch (observation) {
            case Observation.Malformed malformed -> note("malformed: " + malformed.what());
            case Observation.Gap gap -> note(gap.bytes() + " bytes are missing before it");
            case Observation.Resynchronised again ->
                    note("read again after " + again.skipped() + " unusable bytes");
            case Observation.Undecryptable sealed -> note("stays sealed: " + sealed.reason());
            default -> {}
        }
    }

    private void note(String note) {
        if (notes.size() < UNITS_TOLD) {
            notes.add(note);
        }
    }

    private void complete(FrameFacts facts) {
        frame.take(facts);
        for (int i = 0; i + 1 < units.size(); i++) {
            units.get(i).next(units.get(i + 1));
        }
        frame.next(units.isEmpty() ? null : units.getFirst());
        if (rows < limit && filter.wants(frame)) {
            write();
            rows++;
        }
        units.clear();
        notes.clear();
        leftOut = 0;
    }

    private void write() {
        writer.startRow();
        for (Field field : fields) {
            writer.cell();
            switch (field.name()) {
                case "twinport.protocol" -> writer.text(protocol());
                case "twinport.info" -> writer.text(info());
                default -> values(field);
            }
        }
        writer.endRow();
    }

    /// What every unit has stands in the frame too; other fields are of its units.
    private void values(Field field) {
        if (field.everywhere()) {
            field.source().put(frame, writer);
            return;
        }
        for (Row each : units) {
            field.source().put(each, writer);
        }
    }

    /// MQTT, if there is any, stands within the rest.
    private String protocol() {
        Row innermost = null;
        for (Row each : units) {
            boolean further = innermost == null || each.unit() == Unit.MQTT;
            innermost = further ? each : innermost;
        }
        return Words.protocol(innermost == null ? frame : innermost);
    }

    private String info() {
        List<String> told = new ArrayList<>();
        for (Row each : units) {
            if (told.size() == UNITS_TOLD) {
                break;
            }
            String words = words(each);
            if (words != null) {
                told.add(words);
            }
        }
        long more = units.size() + leftOut - UNITS_TOLD;
        if (more > 0) {
            told.add("and " + more + " more units");
        }
        told.addAll(notes);
        return told.isEmpty() ? Words.info(frame) : String.join("; ", told);
    }

    /// Null for what another unit of the frame says better: the record around a message.
    private @Nullable String words(Row each) {
        Observation.TlsRecordSeen record = each.record();
        boolean around =
                record != null
                        && units.stream()
                                .anyMatch(other ->
                                        other.unit() != Unit.RECORD
                                                && opened(other) == record.sealed());
        if (around) {
            return null;
        }
        String late = each.frame() == frame.frame() ? "" : "(of frame " + each.frame() + ") ";
        return late + Words.info(each);
    }

    private static boolean opened(Row row) {
        return row.protection() == Protection.DECRYPTED;
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

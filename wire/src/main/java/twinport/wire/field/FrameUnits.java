// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.FrameFacts;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Reader;

/// A capture frame by frame, as Wireshark's list has it: each frame with the units that it
/// completed. One object is used over and over; what it gives holds until the next frame.
public final class FrameUnits {
    /// Units of one frame that are told in words; further ones are counted.
    private static final int UNITS_TOLD = 16;

    /// Units of one frame that fields and filter see.
    private static final int UNITS_MAX = 1024;

    private final Row frame = new Row();
    private final Row unit = new Row();
    private final List<Row> units = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Reader reader = new Reader(this::observed);
    private final Consumer<FrameUnits> sink;
    private long leftOut;

    /// @param sink is given this at the end of each frame
    public FrameUnits(Consumer<FrameUnits> sink) {
        this.sink = sink;
        reader.tellFrames(this::complete);
        unit.facts(reader.facts());
    }

    public void accept(CaptureBlock block) {
        if (block instanceof Frame read) {
            frame.begin(read.epochNanos());
            unit.begin(read.epochNanos());
        }
        reader.accept(block);
    }

    /// No block comes any more.
    public void end() {
        reader.end();
    }

    private void observed(Observation observation) {
        if (unit.take(observation)) {
            if (units.size() < UNITS_MAX) {
                units.add(unit.copy());
                observations.add(observation);
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
        sink.accept(this);
        units.clear();
        observations.clear();
        notes.clear();
        leftOut = 0;
    }

    /// The frame, with its units chained behind it.
    public Row frame() {
        return frame;
    }

    /// At most 1024, in the order in which they became complete.
    public List<Row> units() {
        return units;
    }

    /// What each of the units was read from.
    public List<Observation> observations() {
        return observations;
    }

    /// What else there is to say of the frame: damage, gaps, why something stays sealed.
    public List<String> notes() {
        return notes;
    }

    /// MQTT, if there is any, stands within the rest.
    public String protocol() {
        Row innermost = null;
        for (Row each : units) {
            boolean further = innermost == null || each.unit() == Unit.MQTT;
            innermost = further ? each : innermost;
        }
        return Words.protocol(innermost == null ? frame : innermost);
    }

    /// All of it on one line. Text from the capture stands in it as it came.
    public String info() {
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
}

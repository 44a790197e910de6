// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.cli.Terminal;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// A table that is known when the capture is over, one row a thing that was met in it.
abstract class Table implements CaptureOutput {
    /// Texts joined in one cell.
    static final int JOINED_MAX = 5;

    final RowWriter writer;
    final Row row = new Row();
    private final Terminal terminal;
    private final RowFilter filter;
    private final long limit;
    private final Reader reader = new Reader(this::observed);
    private long leftOut;

    Table(RowWriter writer, RowFilter filter, long limit, Terminal terminal) {
        this.writer = writer;
        this.filter = filter;
        this.limit = limit;
        this.terminal = terminal;
        if (filter.needsFrames()) {
            reader.tellFrames(_ -> {});
            row.facts(reader.facts());
        }
    }

    @Override
    public final void accept(CaptureBlock block) {
        if (block instanceof Frame frame) {
            row.begin(frame.epochNanos());
        }
        reader.accept(block);
    }

    private void observed(Observation observation) {
        if (row.take(observation)) {
            if (filter.wants(row)) {
                unit(observation);
            }
        } else {
            other(observation);
        }
    }

    /// A unit that the filter wants; [#row] is its row.
    abstract void unit(Observation observation);

    /// Everything that is no unit.
    void other(Observation observation) {}

    /// Whether only what has a wanted unit is shown.
    final boolean filtered() {
        return !filter.isOpen();
    }

    /// One more thing was met than the bound allows.
    final void leaveOut() {
        leftOut++;
    }

    /// Writes the rows, and says what is not among them.
    final <T> void write(Collection<T> things, String what, int bound) {
        Iterator<T> each = things.iterator();
        for (long i = 0; each.hasNext() && i < limit; i++) {
            writer.startRow();
            cells(each.next());
            writer.endRow();
        }
        writer.finish();
        if (things.size() > limit) {
            terminal.warn((things.size() - limit) + " more " + what + "; --limit shows more");
        }
        if (leftOut > 0) {
            terminal.warn(
                    "only the first "
                            + bound
                            + " "
                            + what
                            + " are counted; the rest is left out ("
                            + leftOut
                            + " units)");
        }
    }

    /// Writes the cells of one thing.
    abstract void cells(Object thing);

    @Override
    public final void finish() {
        reader.end();
        end();
    }

    /// All was read.
    abstract void end();

    // ---- cells

    final void number(long value) {
        writer.cell();
        writer.number(value);
    }

    final void text(@Nullable String value) {
        writer.cell();
        if (value != null) {
            writer.text(value);
        }
    }

    final void flag(boolean value) {
        writer.cell();
        writer.flag(value);
    }

    final void nanos(long value) {
        writer.cell();
        writer.nanos(value);
    }

    /// The first of many, and how many more there are.
    final void texts(Collection<String> values, long all) {
        writer.cell();
        values.stream()
                .limit(JOINED_MAX)
                .forEach(value -> writer.text(Objects.requireNonNull(value)));
        long shown = Math.min(values.size(), JOINED_MAX);
        if (all > shown) {
            writer.text("and " + (all - shown) + " more");
        }
    }
}

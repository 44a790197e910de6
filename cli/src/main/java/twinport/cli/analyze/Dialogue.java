// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.wire.field.Column;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Type;
import twinport.wire.field.Unit;
import twinport.wire.field.Words;
import twinport.wire.flow.Direction;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Reader;

/// One conversation as a dialogue: who said what, and when since it began. What is sealed is shown
/// as such, and what is missing as a gap.
final class Dialogue implements CaptureOutput {
    static final List<Column> COLUMNS =
            List.of(
                    new Column("since_start", Type.TIME),
                    new Column("frame", Type.NUMBER),
                    new Column("who", Type.TEXT),
                    new Column("how", Type.TEXT),
                    new Column("what", Type.TEXT));

    private final RowWriter writer;
    private final RowFilter filter;
    private final long wanted;
    private final long limit;
    private final Row row = new Row();
    private final Reader reader = new Reader(this::observed);
    private final Set<Direction> opened = EnumSet.noneOf(Direction.class);
    private @Nullable Row waiting;
    private boolean found;
    private boolean over;
    private long start;
    private long rows;

    /// @param wanted number of the conversation
    Dialogue(RowWriter.Format format, OutputStream out, RowFilter filter, long wanted, long limit) {
        this.writer = RowWriter.ofColumns(format, COLUMNS, out);
        this.filter = filter;
        this.wanted = wanted;
        this.limit = limit;
        if (filter.needsFrames()) {
            reader.tellFrames(_ -> {});
            row.facts(reader.facts());
        }
    }

    @Override
    public void accept(CaptureBlock block) {
        reader.accept(block);
    }

    @Override
    public boolean wantsMore() {
        return !over && rows < limit;
    }

    private void observed(Observation observation) {
        if (row.take(observation)) {
            if (isWanted(row.conversation())) {
                unit();
            }
            return;
        }
        sayWaiting();
        switch (observation) {
            case Observation.ConversationOpened opened -> opened(opened);
            case Observation.Gap gap when isWanted(gap.conversation()) ->
                    say(
                            gap.epochNanos(),
                            gap.frame(),
                            gap.direction(),
                            "gap",
                            gap.bytes() + " bytes are missing from the capture");
            case Observation.Malformed wrong when isWanted(wrong.conversation()) ->
                    say(
                            wrong.epochNanos(),
                            wrong.frame(),
                            wrong.direction(),
                            "malformed",
                            wrong.what() + " (" + wrong.rule() + ")");
            case Observation.Undecryptable sealed when isWanted(sealed.conversation()) ->
                    say(
                            sealed.epochNanos(),
                            sealed.frame(),
                            sealed.direction(),
                            "sealed",
                            "stays sealed: " + sealed.reason());
            case Observation.Resynchronised again when isWanted(again.conversation()) ->
                    say(
                            again.epochNanos(),
                            again.frame(),
                            again.direction(),
                            "gap",
                            "read again after " + again.skipped() + " unusable bytes");
            case Observation.ConversationClosed closed when isWanted(closed.conversation()) -> {
                over = true;
                String ending = closed.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                say(closed.epochNanos(), closed.frame(), null, "end", ending);
            }
            default -> {}
        }
    }

    /// A sealed record waits for what follows: if that was in it, the record says nothing more.
    private void unit() {
        if (row.protection() == Protection.DECRYPTED) {
            opened.add(row.direction());
            if (waiting != null && waiting.direction() == row.direction()) {
                waiting = null;
            }
        }
        sayWaiting();
        Observation.TlsRecordSeen record = row.record();
        if (record == null) {
            sayRow(row);
        } else if (record.sealed() && !opened.contains(row.direction())) {
            waiting = row.copy();
        }
    }

    private void sayWaiting() {
        Row record = waiting;
        waiting = null;
        if (record != null) {
            sayRow(record);
        }
    }

    private void sayRow(Row unit) {
        if (filter.wants(unit)) {
            say(unit.epochNanos(), unit.frame(), unit.direction(), how(unit), Words.what(unit));
        }
    }

    private void opened(Observation.ConversationOpened opened) {
        Conversation conversation = opened.conversation();
        if (isWanted(conversation)) {
            found = true;
            start = opened.epochNanos();
            say(
                    start,
                    opened.frame(),
                    null,
                    "begin",
                    conversation.client()
                            + " to "
                            + conversation.server()
                            + (conversation.fromStart() ? "" : ", its beginning is missing"));
        }
    }

    private boolean isWanted(@Nullable Conversation conversation) {
        return conversation != null && conversation.id() == wanted;
    }

    private static String how(Row row) {
        if (row.unit() == Unit.RECORD) {
            return "sealed";
        }
        return row.protection() == Protection.DECRYPTED ? "decrypted" : "readable";
    }

    private void say(
            long nanos, long frame, @Nullable Direction direction, String how, String what) {
        if (rows >= limit) {
            return;
        }
        rows++;
        writer.startRow();
        writer.cell();
        writer.nanos(nanos - start);
        writer.cell();
        writer.number(frame);
        writer.cell();
        if (direction != null) {
            writer.text(direction == Direction.FROM_CLIENT ? "client" : "server");
        }
        writer.cell();
        writer.text(how);
        writer.cell();
        writer.text(what);
        writer.endRow();
    }

    @Override
    public void pause() {
        writer.flush();
    }

    @Override
    public void finish() {
        reader.end();
        if (!found) {
            throw new Failure(
                    Exit.USAGE,
                    "the capture has no conversation " + wanted,
                    "--conversations lists them");
        }
        writer.finish();
    }
}

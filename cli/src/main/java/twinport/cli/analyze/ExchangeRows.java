// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import twinport.wire.field.Column;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Type;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.ReasonCode;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Conversation;
import twinport.wire.read.Exchange;
import twinport.wire.read.Exchanges;
import twinport.wire.read.Reader;

/// One row an exchange: a message with QoS 1 or 2 and its acknowledgements, a request and its
/// answer, or a packet that answers nothing. A row comes when the exchange is over.
final class ExchangeRows implements CaptureOutput {
    private static final double NANOS_A_MILLISECOND = 1e6;

    static final List<Column> COLUMNS =
            List.of(
                    new Column("frame", Type.NUMBER),
                    new Column("time", Type.TIME),
                    new Column("conversation", Type.NUMBER),
                    new Column("sender", Type.TEXT),
                    new Column("exchange", Type.TEXT),
                    new Column("packet_id", Type.NUMBER),
                    new Column("topic", Type.TEXT),
                    new Column("result", Type.TEXT),
                    new Column("reason", Type.TEXT),
                    new Column("duplicates", Type.NUMBER),
                    new Column("latency_ms", Type.TEXT));

    private final RowWriter writer;
    private final long limit;
    private final Exchanges exchanges = new Exchanges(this::told);
    private final Reader reader = new Reader(exchanges::accept);
    private long rows;

    ExchangeRows(RowWriter.Format format, OutputStream out, long limit) {
        this.writer = RowWriter.ofColumns(format, COLUMNS, out);
        this.limit = limit;
    }

    @Override
    public void accept(CaptureBlock block) {
        reader.accept(block);
    }

    @Override
    public boolean wantsMore() {
        return rows < limit;
    }

    @Override
    public void pause() {
        writer.flush();
    }

    @Override
    public void finish() {
        reader.end();
        exchanges.end();
        writer.finish();
    }

    private void told(Exchange exchange) {
        if (rows >= limit) {
            return;
        }
        rows++;
        writer.startRow();
        switch (exchange) {
            case Exchange.Delivery delivery -> delivery(delivery);
            case Exchange.Answer answer -> answer(answer);
            case Exchange.Unexpected unexpected ->
                    row(
                            unexpected.frame(),
                            unexpected.epochNanos(),
                            unexpected.conversation(),
                            unexpected.direction(),
                            unexpected.type().name(),
                            unexpected.packetId(),
                            null,
                            (unexpected.certain() ? "unexpected: " : "perhaps unexpected: ")
                                    + words(unexpected.why()),
                            null,
                            0,
                            -1);
            case Exchange.OverReceiveMaximum over ->
                    row(
                            over.frame(),
                            over.epochNanos(),
                            over.conversation(),
                            over.direction(),
                            "PUBLISH",
                            over.packetId(),
                            null,
                            "over the receive maximum of " + over.maximum(),
                            null,
                            0,
                            -1);
        }
        writer.endRow();
    }

    private void delivery(Exchange.Delivery delivery) {
        Exchange.Missing missing = delivery.missing();
        row(
                delivery.frame(),
                delivery.epochNanos(),
                delivery.conversation(),
                delivery.direction(),
                "PUBLISH QoS " + delivery.qos(),
                delivery.packetId(),
                delivery.topic(),
                missing == null
                        ? words(delivery.state())
                        : words(delivery.state()) + ", then nothing: " + words(missing),
                reason(delivery.reason()),
                delivery.duplicates(),
                delivery.latencyNanos());
    }

    private void answer(Exchange.Answer answer) {
        Exchange.Missing missing = answer.missing();
        row(
                answer.frame(),
                answer.epochNanos(),
                answer.conversation(),
                answer.direction(),
                answer.request().name(),
                answer.packetId(),
                null,
                missing == null ? "answered" : "no answer: " + words(missing),
                String.join(
                        " ",
                        answer.reasons().stream().map(ExchangeRows::reason).distinct().toList()),
                0,
                answer.latencyNanos());
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String reason(@Nullable ReasonCode reason) {
        return reason == null ? "" : reason.name();
    }

    private void row(
            long frame,
            long epochNanos,
            Conversation conversation,
            Direction direction,
            String what,
            int packetId,
            @Nullable String topic,
            String result,
            @Nullable String reason,
            int duplicates,
            long latencyNanos) {
        number(frame);
        writer.cell();
        writer.nanos(epochNanos);
        number(conversation.id());
        text(conversation.sender(direction).toString());
        text(what);
        number(packetId);
        text(topic == null ? "" : topic);
        text(result);
        text(reason == null ? "" : reason);
        number(duplicates);
        text(
                latencyNanos < 0
                        ? ""
                        : String.format(Locale.ROOT, "%.3f", latencyNanos / NANOS_A_MILLISECOND));
    }

    private void number(long value) {
        writer.cell();
        writer.number(value);
    }

    private void text(String value) {
        writer.cell();
        if (!value.isEmpty()) {
            writer.text(value);
        }
    }
}

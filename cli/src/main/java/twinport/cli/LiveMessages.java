// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// What passes while a capture runs, read by the reader that `analyze` uses: counted, and on demand
/// one row a message.
///
/// [#accept] is called by the capture's thread; the counts may be asked for by any.
final class LiveMessages {
    private static final List<String> SHOWN =
            List.of(
                    "frame.number",
                    "frame.time_epoch",
                    "ip.src",
                    "tcp.srcport",
                    "ip.dst",
                    "tcp.dstport",
                    "mqtt.msgtype",
                    "mqtt.topic",
                    "mqtt.msg");

    private final @Nullable RowWriter rows;
    private final Row row = new Row();
    private final Reader reader = new Reader(this::observed);
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong sealed = new AtomicLong();

    /// @param showRows whether each message is printed as it is complete
    LiveMessages(Terminal terminal, boolean showRows) {
        List<Field> fields = SHOWN.stream().map(name -> Fields.named(name).orElseThrow()).toList();
        this.rows =
                showRows ? RowWriter.ofFields(RowWriter.Format.TEXT, fields, terminal.out()) : null;
    }

    void accept(CaptureBlock block) {
        reader.accept(block);
    }

    /// The capture is over.
    void finish() {
        reader.end();
    }

    private void observed(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen _ -> {
                messages.incrementAndGet();
                if (rows != null && row.take(observation)) {
                    rows.write(row);
                    rows.flush(); // somebody looks on
                }
            }
            case Observation.ConversationOpened _ -> connections.incrementAndGet();
            case Observation.TlsRecordSeen record when record.sealedApplication() ->
                    sealed.incrementAndGet();
            default -> {}
        }
    }

    long messages() {
        return messages.get();
    }

    /// As `3 connections, 20 MQTT packets readable, 7 TLS records sealed`.
    String text() {
        return connections
                + " connections, "
                + messages
                + " MQTT packets readable, "
                + sealed
                + " TLS records sealed";
    }
}

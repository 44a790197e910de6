// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// What passes while a capture runs, read by the reader that `analyze` uses: counted, and on demand
/// one row a message.
///
/// [#accept] is called by the capture's thread; the counts may be asked for by any.
final class LiveMessages {
    private final Terminal terminal;
    private final @Nullable MessageRows rows;
    private final Reader reader = new Reader(this::observed);
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong sealed = new AtomicLong();

    /// @param showRows whether each message is printed as it is complete
    LiveMessages(Terminal terminal, boolean showRows) {
        this.terminal = terminal;
        this.rows = showRows ? new MessageRows(terminal, List.of(), MessageRows.Format.TEXT) : null;
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
                if (rows != null) {
                    rows.observed(observation);
                    terminal.out().flush(); // somebody looks on
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

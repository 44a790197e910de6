// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;
import java.util.Optional;
import twinport.broker.BrokerEvent;
import twinport.broker.Message;
import twinport.lab.history.Gap;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryStatus;
import twinport.lab.history.HistoryWriter;
import twinport.lab.history.MessageProperties;

/// What a lab keeps of its messages; nothing where it runs without a history.
final class Memory implements AutoCloseable {
    private final Optional<HistoryWriter> writer;
    private volatile Instant lastHeard;

    Memory(Optional<HistoryWriter> writer, Instant start) {
        this.writer = writer;
        this.lastHeard = start;
    }

    /// Keeps a message. Never waits.
    void heard(Message message) {
        lastHeard = message.at();
        writer.ifPresent(history -> history.offer(kept(message)));
    }

    private static HistoryMessage kept(Message message) {
        return new HistoryMessage(
                nanos(message.at()),
                message.sender().side().isEmpty(),
                message.sender().identity(),
                message.sender().clientId(),
                transport(message),
                message.topic(),
                message.qos(),
                message.retain(),
                MessageProperties.json(message.properties()),
                message.payload());
    }

    /// How it came; what the lab itself sends belongs to the side that its topic is of.
    static Transport transport(Message message) {
        return message.sender()
                .side()
                .map(side ->
                        switch (side) {
                            case PLAIN -> Transport.PLAIN;
                            case TLS -> Transport.TLS;
                        })
                .orElse(message.topic().startsWith("secure/") ? Transport.TLS : Transport.PLAIN);
    }

    /// Notes what the lab's own sink missed: it is missing here too.
    void missed(BrokerEvent.Overflowed event) {
        Gap gap = new Gap(nanos(lastHeard), nanos(event.at()), event.lost());
        writer.ifPresent(history -> history.missed(gap));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    HistoryStatus status() {
        return writer.map(HistoryWriter::status).orElse(HistoryStatus.NONE);
    }

    /// Opens it to read; the caller closes it.
    History open() throws HistoryException {
        if (writer.isEmpty()) {
            throw new HistoryException(
                    "this lab keeps no history", "start it without --history off");
        }
        return History.open(writer.get().database());
    }

    @Override
    public void close() {
        writer.ifPresent(HistoryWriter::close);
    }
}

// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import twinport.broker.BrokerEvent;
import twinport.lab.commands.CommandRecord;
import twinport.lab.history.HistoryStatus;

/// Something that happened in the lab, in the order the lab saw it.
public sealed interface LabEvent {
    /// State, LED, sensor or counters of a board changed.
    record BoardChanged(BoardStatus board) implements LabEvent {}

    /// @param text as the firmware wrote it; not necessarily whole lines
    record SerialText(Instant at, String board, String text) implements LabEvent {}

    record MessageSeen(OwnerMessage message) implements LabEvent {}

    record WireSeen(WireView view) implements LabEvent {}

    record CommandAnswered(CommandOutcome outcome) implements LabEvent {}

    /// Something more is known of a command, anybody's.
    record CommandNoted(CommandRecord command) implements LabEvent {}

    /// @param clientId as the client calls itself
    /// @param side `PLAIN` or `TLS`
    /// @param action `publish` or `subscribe`
    /// @param rule what its rights say, which of them is nearest, and who may
    record Denied(
            Instant at,
            String identity,
            String clientId,
            String side,
            String action,
            String topic,
            String rule)
            implements LabEvent {
        static Denied of(BrokerEvent.Denied denied) {
            return new Denied(
                    denied.at(),
                    denied.identity(),
                    denied.clientId(),
                    denied.side().name(),
                    denied.action().name().toLowerCase(Locale.ROOT),
                    denied.topic(),
                    denied.rule());
        }
    }

    /// A client that was not let in.
    record Refused(Instant at, String client, String reason) implements LabEvent {
        static Refused of(BrokerEvent.Refused refused) {
            String peer =
                    refused.peer()
                            .map(p -> p.getAddress().getHostAddress() + ":" + p.getPort())
                            .orElse("unknown address");
            String client = refused.who().isEmpty() ? peer : refused.who() + " (" + peer + ")";
            return new Refused(refused.at(), client, refused.why());
        }
    }

    /// A client did not get a message that it should have got; told once a second at most.
    ///
    /// @param dropped how many did not reach their clients in the whole run, this one among them
    record Dropped(Instant at, String client, String topic, int qos, String reason, long dropped)
            implements LabEvent {}

    /// Something was made wrong on purpose or put right, or a board came to a broker that shows
    /// another certificate.
    record ExperimentsChanged(Experiments.State state) implements LabEvent {}

    /// Counters of capture, ports and history, at most a few times a second.
    ///
    /// @param dropped messages that did not reach a client that should have got them
    record Counted(CaptureStatus capture, List<PortView> ports, HistoryStatus history, long dropped)
            implements LabEvent {}
}

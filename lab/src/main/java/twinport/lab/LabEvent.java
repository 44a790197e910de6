// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;

/// Something that happened in the lab, in the order the lab saw it.
public sealed interface LabEvent {
    /// State, LED, sensor or counters of a board changed.
    record BoardChanged(BoardStatus board) implements LabEvent {}

    /// @param text as the firmware wrote it; not necessarily whole lines
    record SerialText(Instant at, String board, String text) implements LabEvent {}

    record MessageSeen(OwnerMessage message) implements LabEvent {}

    record WireSeen(WireView view) implements LabEvent {}

    record CommandAnswered(CommandOutcome outcome) implements LabEvent {}

    /// @param action `publish` or `subscribe`
    record Denied(Instant at, String identity, String action, String topic, String rule)
            implements LabEvent {}

    /// A client that was not let in.
    record Refused(Instant at, String client, String reason) implements LabEvent {}

    /// Counters of capture and ports, at most a few times a second.
    record Counted(CaptureStatus capture, java.util.List<PortView> ports) implements LabEvent {}
}

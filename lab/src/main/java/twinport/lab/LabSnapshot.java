// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;
import java.util.List;
import twinport.lab.history.HistoryStatus;

/// The whole lab at one moment: what a page that has just opened needs.
///
/// @param dropped messages that did not reach a client that should have got them
/// @param messages the last ones, oldest first, at most 200
/// @param wire the last ones, oldest first, at most 200
public record LabSnapshot(
        String name,
        Instant startedAt,
        List<BoardStatus> boards,
        List<PortView> ports,
        CaptureStatus capture,
        HistoryStatus history,
        long dropped,
        Experiments.State experiments,
        List<OwnerMessage> messages,
        List<WireView> wire) {}

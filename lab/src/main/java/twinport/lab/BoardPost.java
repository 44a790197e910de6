// SPDX-License-Identifier: MIT
package twinport.lab;

import twinport.board.Board;
import twinport.board.BoardState;
import twinport.lab.commands.CommandLedger;
import twinport.lab.file.LabFile.BoardEntry;

/// A board and its place in the lab.
record BoardPost(BoardEntry entry, Board board) {
    private static final int LED_PIN = 2;

    BoardStatus status(CommandLedger commands) {
        var counters = board.counters();
        return new BoardStatus(
                entry.id(),
                board.firmware().kind(),
                entry.transport(),
                entry.site(),
                entry.watch().isPresent() ? "viewer" : "thermo",
                describe(board.state()),
                board.bench().parts().stream().map(PartView::of).toList(),
                board.pins().read(LED_PIN),
                board.sensor().celsius(),
                board.sensor().humidityPercent(),
                counters.published(),
                counters.received(),
                commands.sent(entry.id()),
                commands.answered(entry.id()),
                counters.restarts(),
                counters.tlsCosts().stream().map(TlsView::of).toList());
    }

    static boolean isLed(int pin) {
        return pin == LED_PIN;
    }

    private static String describe(BoardState state) {
        return switch (state) {
            case BoardState.Off _ -> "off";
            case BoardState.Starting _ -> "starting";
            case BoardState.Running _ -> "running";
            case BoardState.Asleep _ -> "asleep";
            case BoardState.Stopped _ -> "stopped";
            case BoardState.Crashed crashed -> "crashed: " + crashed.reason();
        };
    }
}

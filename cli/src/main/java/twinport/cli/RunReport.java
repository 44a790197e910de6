// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import twinport.findings.report.Exposure;
import twinport.findings.report.ExposureReader;
import twinport.lab.BoardStatus;
import twinport.lab.Lab;
import twinport.lab.LabReport;
import twinport.lab.Transport;
import twinport.lab.history.HistoryStatus;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;

/// Sums up a run whose boards and tap have ended, and says why it is not good, if it is not.
final class RunReport {
    private RunReport() {}

    /// @param commanded whether the lab commanded its boards by itself
    static LabReport of(Lab lab, boolean commanded) {
        List<String> failures = new ArrayList<>();
        var boards = lab.boards();
        for (BoardStatus board : boards) {
            judge(board, failures);
        }
        if (commanded && boards.stream().mapToLong(BoardStatus::commandsSent).sum() == 0) {
            failures.add("no command was sent");
        }
        long dropped = lab.counts().dropped();
        if (dropped > 0) {
            failures.add(dropped + " messages did not reach a client that should have got them");
        }
        lab.captureFailure().ifPresent(failures::add);
        var capture = capture(lab, failures);
        return new LabReport(
                lab.snapshot().name(),
                boards.stream().map(RunReport::line).toList(),
                capture,
                history(lab, failures),
                dropped,
                failures);
    }

    private static void judge(BoardStatus board, List<String> failures) {
        if (board.published() + board.received() == 0) {
            failures.add(board.id() + " neither published nor received a message");
        }
        if (board.commandsAnswered() < board.commandsSent()) {
            failures.add(
                    board.id()
                            + " answered "
                            + board.commandsAnswered()
                            + " of "
                            + board.commandsSent()
                            + " commands");
        }
    }

    private static LabReport.Board line(BoardStatus board) {
        return new LabReport.Board(
                board.id(),
                board.language(),
                board.transport() == Transport.TLS ? "tls" : "plain",
                board.state(),
                board.published(),
                board.received(),
                board.commandsSent(),
                board.commandsAnswered(),
                board.restarts(),
                board.tls());
    }

    private static LabReport.History history(Lab lab, List<String> failures) {
        HistoryStatus kept = lab.historyStatus();
        if (kept.lost() > 0) {
            failures.add(kept.lost() + " messages are not in the history");
        }
        return new LabReport.History(kept.place(), kept.run(), kept.stored(), kept.lost());
    }

    private static LabReport.Capture capture(Lab lab, List<String> failures) {
        List<Path> files = lab.captureFiles();
        if (files.isEmpty()) {
            return new LabReport.Capture("", 0, Map.of());
        }
        String path = files.getLast().toString();
        try {
            Exposure exposure = read(files);
            if (exposure.faultsInAll() > 0) {
                var first = exposure.faults().getFirst();
                failures.add(
                        "the capture does not read back: " + first.where() + ": " + first.what());
            }
            if (exposure.frames() == 0) {
                failures.add("the capture is empty");
            }
            Map<String, LabReport.Port> ports = new TreeMap<>();
            exposure.ports()
                    .forEach((port, seen) ->
                            ports.put(
                                    String.valueOf(port),
                                    new LabReport.Port(seen.readable(), seen.sealed())));
            return new LabReport.Capture(path, exposure.frames(), ports);
        } catch (IOException e) {
            failures.add("the capture does not read back: " + e.getMessage());
            return new LabReport.Capture(path, 0, Map.of());
        }
    }

    /// As an eavesdropper without keys reads it.
    private static Exposure read(List<Path> files) throws IOException {
        var reader = new ExposureReader();
        for (Path file : files) {
            try (var capture = CaptureFile.open(file)) {
                capture.forEach(block -> {
                    if (!(block instanceof CaptureBlock.Secrets)) {
                        reader.accept(block);
                    }
                });
            }
        }
        return reader.finish();
    }
}

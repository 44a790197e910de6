// SPDX-License-Identifier: MIT
package twinport.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import twinport.lab.BoardStatus;
import twinport.lab.Lab;
import twinport.lab.PortView;
import twinport.lab.Transport;
import twinport.lab.history.HistoryStatus;

/// The compact live status of `up`: a few lines that are drawn over once a second.
final class StatusScreen implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Lab lab;
    private final Thread thread;
    private int linesDrawn;

    /// @param headless draws nothing
    StatusScreen(Terminal terminal, Lab lab, boolean headless) {
        this.terminal = terminal;
        this.lab = lab;
        this.thread = Thread.ofVirtual().name("status").unstarted(headless ? () -> {} : this::draw);
    }

    void start() {
        thread.start();
    }

    private void draw() {
        try {
            while (true) {
                terminal.out().print(frame());
                terminal.out().flush();
                TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String frame() {
        var text = new StringBuilder();
        if (linesDrawn > 0) {
            text.append("\u001b[").append(linesDrawn).append('A');
        }
        linesDrawn = 0;
        line(text, "");
        for (BoardStatus board : lab.boards()) {
            line(text, describe(board));
        }
        var snapshot = lab.snapshot();
        for (PortView port : snapshot.ports()) {
            line(text, describe(port));
        }
        var capture = snapshot.capture();
        line(
                text,
                "capture "
                        + capture.frames()
                        + " frames, "
                        + capture.bytes() / 1024
                        + " kB"
                        + (capture.keyLog() ? "  KEY LOG ON" : "")
                        + "   Ctrl-C ends");
        if (snapshot.dropped() > 0) {
            line(text, terminal.bad(snapshot.dropped() + " messages did not reach their client"));
        }
        if (!snapshot.history().place().isEmpty()) {
            line(text, describe(snapshot.history()));
        }
        return text.toString();
    }

    private void line(StringBuilder text, String content) {
        text.append("\u001b[2K").append(content).append('\n');
        linesDrawn++;
    }

    private String describe(BoardStatus board) {
        return String.format(
                Locale.ROOT,
                "%-14s %-5s %-18s %s  sent %5d  got %5d  %s",
                board.id(),
                board.transport() == Transport.TLS ? "TLS" : "plain",
                board.language(),
                board.led() ? terminal.good("LED on ") : "LED off",
                board.published(),
                board.received(),
                board.state().equals("running")
                        ? terminal.good(board.state())
                        : terminal.bad(board.state()));
    }

    private String describe(HistoryStatus history) {
        String lost = history.lost() + " lost";
        return "history "
                + history.stored()
                + " stored, "
                + history.waiting()
                + " waiting, "
                + (history.lost() > 0 ? terminal.bad(lost) : lost)
                + (history.trouble().isEmpty() ? "" : "  " + terminal.bad(history.trouble()));
    }

    private String describe(PortView port) {
        return String.format(
                Locale.ROOT,
                "port %-5d  an eavesdropper reads %s messages, sees %s sealed records",
                port.port(),
                port.readable() > 0
                        ? terminal.bad(String.valueOf(port.readable()))
                        : terminal.good("0"),
                port.sealed());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

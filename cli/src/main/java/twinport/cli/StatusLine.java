// SPDX-License-Identifier: MIT
package twinport.cli;

/// One line on a terminal that is written over; elsewhere nothing.
final class StatusLine {
    private static final String CLEAR = "\r\u001b[2K";

    private final Terminal terminal;
    private final boolean shown;
    private boolean drawn;

    StatusLine(Terminal terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown && terminal.isTerminal();
    }

    void show(String text) {
        if (shown) {
            terminal.err().print(CLEAR + text);
            terminal.err().flush();
            drawn = true;
        }
    }

    /// Leaves the line empty.
    void clear() {
        if (drawn) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            drawn = false;
        }
    }
}

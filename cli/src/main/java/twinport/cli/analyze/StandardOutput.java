// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// Standard output that says when nobody reads it any more.
final class StandardOutput extends OutputStream {
    /// Whoever read the output has closed it, as `head` does.
    static final class Closed extends IOException {
        private static final long serialVersionUID = 1;

        Closed() {
            super("the output was closed");
        }
    }

    private final PrintStream out;

    StandardOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int oneByte) throws IOException {
        out.write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        check();
    }

    /// Also flushes.
    private void check() throws Closed {
        if (out.checkError()) {
            throw new Closed();
        }
    }
}

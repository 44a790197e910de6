// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// What a command did: exit code, bytes on standard output, text on standard error.
@SuppressWarnings("ArrayRecordComponent")
record Run(int exitCode, byte[] bytes, String error) {

    static Run of(String command, String... words) {
        return with(new byte[0], command, words);
    }

    static Run with(byte[] input, String command, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Object object = command(command, input, new PrintStream(out), new PrintStream(err));
        CommandLine line = new CommandLine(object).setExpandAtFiles(false);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        int code = line.execute(words);
        return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private static Object command(String name, byte[] input, PrintStream out, PrintStream err) {
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        return switch (name) {
            case "pub" -> new PubCommand(in, out, err);
            case "sub" -> new SubCommand(in, out, err);
            case "rr" -> new RrCommand(in, out, err);
            default -> throw new IllegalArgumentException(name);
        };
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

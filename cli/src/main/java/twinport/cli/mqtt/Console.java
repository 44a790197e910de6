// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.InputStream;
import java.io.PrintStream;
import twinport.cli.mqtt.session.MqttFailure;

/// The three streams of a command. Payloads go to `out` as bytes; everything said goes to `err`.
record Console(InputStream in, PrintStream out, PrintStream err) {

    /// Says what happened and what to do, in two lines.
    ///
    /// @return the exit code
    int report(MqttFailure failure, boolean quiet) {
        // A wrong command line is said even with --quiet, as mosquitto does.
        if (!quiet || failure.kind() == MqttFailure.Kind.USAGE) {
            err.println("twinport: error: " + printable(failure.what()));
            err.println("twinport: hint: " + printable(failure.hint()));
            err.flush();
        }
        return failure.kind().exitCode();
    }

    void note(String line) {
        err.println("twinport: " + printable(line));
        err.flush();
    }

    /// What a broker says may end up in a message: control characters do not reach the terminal.
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.List;

/// What a verdict rests on. Never holds a password or a key: what is secret is masked before.
public sealed interface Evidence {

    /// Bytes of a capture.
    ///
    /// @param frame its number, from 1
    /// @param offset of the first byte in the frame, from 0
    /// @param length in bytes; 0 stands for the whole frame
    /// @param what they show
    record Bytes(long frame, int offset, int length, String what) implements Evidence {}

    /// A line of a source or configuration file.
    ///
    /// @param file as it was given, relative where the search began in a folder
    /// @param line from 1
    /// @param text of the line, secrets masked
    record Line(String file, int line, String text) implements Evidence {}

    /// What a probe sent and got, one step a line.
    record Transcript(String title, List<String> steps) implements Evidence {
        public Transcript {
            steps = List.copyOf(steps);
        }
    }

    /// A setting or an event of a broker.
    ///
    /// @param where for example `listener 1883` or `role viewer`
    record Setting(String where, String what) implements Evidence {}
}

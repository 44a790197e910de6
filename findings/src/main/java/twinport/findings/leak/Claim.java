// SPDX-License-Identifier: MIT
package twinport.findings.leak;

import java.util.List;
import twinport.findings.check.CaptureFacts.Sealed;
import twinport.findings.check.CaptureFacts.TextField;
import twinport.wire.flow.Direction;

/// A length that somebody without keys knows.
///
/// @param least at least so many bytes
/// @param most at most so many
/// @param records they are told from, at least one
public record Claim(What what, int least, int most, Sure sure, List<Sealed> records) {
    public Claim {
        records = List.copyOf(records);
    }

    /// Of what.
    public sealed interface What {
        /// Everything a record holds.
        record Content() implements What {}

        /// The CONNECT packet.
        record Login() implements What {}

        /// A field that was written by itself.
        ///
        /// @param or what else it may be; the same field where there is no doubt
        record Field(TextField field, TextField or) implements What {
            public String words() {
                return field == or ? field.words() : field.words() + " or " + or.words();
            }
        }
    }

    /// How sure it is.
    public enum Sure {
        /// Cipher suite and record leave no doubt.
        CERTAIN("for sure"),
        /// The protocol lets a sender pad; few do.
        UNLESS_PADDED("unless it was padded"),
        /// It also supposes that the client writes as clients of the kind do.
        BY_HABIT("if the client writes as clients of its kind do");

        private final String words;

        Sure(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public Direction direction() {
        return records.getFirst().direction();
    }

    /// For example `58` or `33 to 48`.
    public String bytes() {
        return least == most ? Integer.toString(most) : least + " to " + most;
    }

    public boolean allows(int length) {
        return length >= least && length <= most;
    }
}

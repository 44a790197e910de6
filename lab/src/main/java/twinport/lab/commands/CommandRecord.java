// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One command, whoever sent it, and all that was heard of it.
///
/// @param id by which its answer is known; empty where the message had none
/// @param at when the broker took it
/// @param board the second level of its topic
/// @param name the last level of its topic
/// @param value as sent, shortened; empty where there was none
/// @param by the identity that published it: `lab`, or a client's
/// @param clientId of that client; empty for the lab
/// @param side by which it came; empty for the lab
/// @param answer what the board said, null without an answer
/// @param roundTripMillis from publish to the first answer, null without one
/// @param repeats how often the same id came again on this topic: a replay, or a sender that
///   repeats itself
/// @param notes what else was heard, oldest first
public record CommandRecord(
        String id,
        Instant at,
        String topic,
        String board,
        String name,
        String value,
        String by,
        String clientId,
        String side,
        State state,
        @Nullable String answer,
        @Nullable Double roundTripMillis,
        int repeats,
        List<Note> notes) {
    public CommandRecord {
        notes = List.copyOf(notes);
    }

    public enum State {
        /// No answer yet, and there is still time.
        WAITING,
        /// The board did it, in its own word.
        DONE,
        /// The board answered that it did not.
        REFUSED,
        /// No answer in time. Whether the board got the command is not known.
        UNANSWERED
    }

    /// @param by the identity that sent it
    public record Note(Instant at, Kind kind, String by, String said) {}

    public enum Kind {
        /// An answer after its time.
        LATE,
        /// A second answer.
        DUPLICATE,
        /// An answer from another identity than the board's; it counts for nothing.
        FORGED,
        /// The same id again.
        REPEATED,
        /// The answer came from a client without credentials, so that it may be anybody's.
        UNVERIFIED
    }
}

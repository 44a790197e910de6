// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command and what became of it.
///
/// @param id the lab's own, unique in a run
/// @param ok the board's own word; false also when no answer came
/// @param value what the board answered, null without an answer
/// @param error why it failed, null if it did not
/// @param roundTripMillis from publish to answer, in milliseconds; null without an answer
public record CommandOutcome(
        String id,
        Instant sentAt,
        String board,
        String name,
        String sent,
        boolean ok,
        @Nullable String value,
        @Nullable String error,
        @Nullable Double roundTripMillis) {}

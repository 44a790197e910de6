// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.util.List;

/// A topic as the history knows it, over the runs that were asked for.
///
/// @param bytes of all payloads
/// @param firstMinute minutes since 1970 of the earliest message
/// @param lastMinute minutes since 1970 of the latest
/// @param paths where its JSON payloads have numbers
public record TopicInfo(
        String topic,
        long messages,
        long bytes,
        long firstMinute,
        long lastMinute,
        List<String> paths) {
    public TopicInfo {
        paths = List.copyOf(paths);
    }
}

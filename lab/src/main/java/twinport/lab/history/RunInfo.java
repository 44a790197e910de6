// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.util.OptionalLong;

/// A run as the history knows it. Times are nanoseconds since 1970.
///
/// @param ended empty while it runs, and when it was killed
/// @param messages how many are kept
/// @param lost how many the store could not take in time
public record RunInfo(
        long id,
        String name,
        String lab,
        long started,
        OptionalLong ended,
        long messages,
        long lost) {}

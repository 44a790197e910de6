// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;

/// Bad days of one board, on purpose: docs/reference/faults.md.
public interface BoardFaults {
    /// What is broken now, in the words that broke it.
    List<String> active();

    /// Breaks something.
    ///
    /// @throws IllegalArgumentException with what is allowed
    void apply(String fault);

    /// Mends a part, a thing such as `wifi`, or `all`.
    ///
    /// @throws IllegalArgumentException no such part
    void mend(String target);
}

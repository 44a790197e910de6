// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// What a check came to. Only what was looked at can pass: everything else is NOT_OBSERVED.
public enum Verdict {
    PASS,
    FAIL,
    WARN,
    INFO,
    NOT_OBSERVED;

    /// In words, as reports print it: `NOT OBSERVED` with a space.
    public String words() {
        return name().replace('_', ' ');
    }
}

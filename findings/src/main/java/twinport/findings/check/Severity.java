// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.Locale;

/// How bad a finding is, the worst first.
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW,
    INFO;

    /// As reports and options write it: `critical`, `high` ...
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}

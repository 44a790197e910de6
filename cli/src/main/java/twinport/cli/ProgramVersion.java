// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.Optional;

/// The version of this program.
public final class ProgramVersion {
    private ProgramVersion() {}

    /// As the jar says, for example `0.1.0`.
    public static String number() {
        return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("(not built as a jar)");
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

/// Any bytes as TLS records: a [Talk].
public final class TlsTarget {
    private TlsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Checks.saysTheSameInAnySegments(Talk.of(input), new byte[0]);
    }
}

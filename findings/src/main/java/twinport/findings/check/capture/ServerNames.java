// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.List;
import java.util.Locale;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Evidence;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.ShownCertificate;

/// Whether the name a client asks for stands in the certificate it gets.
final class ServerNames {
    private ServerNames() {}

    /// @param name that the client asked for
    static void judge(Connection connection, Tls tls, String name, Evidence hello, Gathered found) {
        HandshakeMessage.Certificates shown = tls.facts().serverCertificates();
        if (shown == null
                || shown.chain().isEmpty()
                || !(shown.read().getFirst() instanceof ShownCertificate.Read leaf)) {
            found.add(
                    Verdict.INFO,
                    connection.ends(),
                    "the client asks for " + name + "; the certificate was not seen",
                    hello);
            return;
        }
        if (stands(name, leaf.alternativeNames())) {
            found.add(
                    Verdict.PASS,
                    connection.ends(),
                    "the certificate is for " + name + ", which the client asked for",
                    hello);
        } else {
            found.add(
                    Verdict.FAIL,
                    connection.ends(),
                    "the client asks for "
                            + name
                            + ", the certificate is for "
                            + (leaf.alternativeNames().isEmpty()
                                    ? "no name at all (no SAN)"
                                    : String.join(", ", leaf.alternativeNames())),
                    Severity.HIGH,
                    hello);
        }
    }

    /// RFC 9525 §6.3: a wildcard stands for one whole leftmost label.
    static boolean stands(String name, List<String> alternativeNames) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (String each : alternativeNames) {
            if (!each.startsWith("DNS:")) {
                continue;
            }
            String pattern = each.substring("DNS:".length()).toLowerCase(Locale.ROOT);
            int dot = wanted.indexOf('.');
            if (pattern.equals(wanted)
                    || (pattern.startsWith("*.")
                            && dot > 0
                            && pattern.substring(1).equals(wanted.substring(dot)))) {
                return true;
            }
        }
        return false;
    }
}

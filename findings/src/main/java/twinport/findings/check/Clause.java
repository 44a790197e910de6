// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// A place in a document that a check rests on.
///
/// @param document for example `RFC 9325`, `ETSI EN 303 645`, `OWASP ISVS`, `MQTT 5.0`; `Twinport`
///   for a rule of our own
/// @param section as the document numbers it, for example `3.1.1`; may be empty
public record Clause(String document, String section) {
    @Override
    public String toString() {
        return section.isEmpty() ? document : document + " " + section;
    }
}

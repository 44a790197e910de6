// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.List;

/// The lesser parts of a ClientHello.
///
/// @param ssl2Form it came in the form of SSL 2.0 (RFC 5246 appendix E.2)
/// @param compressionMethods 0 is none
/// @param pointFormats of elliptic curves (RFC 8422 §5.1.2)
/// @param keyShareGroups groups for which a key share is sent, GREASE included
/// @param pskModes how the client would use pre-shared keys: 0 alone, 1 with a key exchange
/// @param pskIdentities how many pre-shared keys or tickets are offered (TLS 1.3)
/// @param ticketBytes of the ticket offered (RFC 5077): -1 without the extension, 0 asks for one
/// @param recordSizeLimit (RFC 8449); -1 without the extension
/// @param maxFragmentLength in bytes (RFC 6066 §4); -1 without the extension
public record HelloDetails(
        boolean ssl2Form,
        List<Integer> compressionMethods,
        List<Integer> pointFormats,
        List<Integer> keyShareGroups,
        List<Integer> pskModes,
        int pskIdentities,
        int ticketBytes,
        int recordSizeLimit,
        int maxFragmentLength) {
    public HelloDetails {
        compressionMethods = List.copyOf(compressionMethods);
        pointFormats = List.copyOf(pointFormats);
        keyShareGroups = List.copyOf(keyShareGroups);
        pskModes = List.copyOf(pskModes);
    }
}

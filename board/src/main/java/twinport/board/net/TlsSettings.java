// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.util.List;

/// What firmware configures for one TLS connection. Certificates and keys are bytes as the firmware
/// has them, PEM or DER; empty means none given.
///
/// @param serverName the name to send (SNI) and, when `verify` is on, to find in the server's
///   certificate; empty means neither
/// @param verify check the server's chain against `ca` (and the name)
/// @param ca one or more trusted certificates
/// @param certificate the client's own certificate, issuer certificates may follow
/// @param key its private key: PKCS#8, SEC 1 (`EC PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`)
/// @param protocols the versions offered, names as in JSSE
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record TlsSettings(
        String serverName,
        boolean verify,
        byte[] ca,
        byte[] certificate,
        byte[] key,
        List<String> protocols) {

    /// What a board offers unless told otherwise.
    public static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final byte[] NONE = {};

    public TlsSettings {
        ca = ca.clone();
        certificate = certificate.clone();
        key = key.clone();
        protocols = List.copyOf(protocols);
    }

    /// The server is checked against `ca`.
    public static TlsSettings verified(String serverName, byte[] ca) {
        return new TlsSettings(serverName, true, ca, NONE, NONE, DEFAULT_PROTOCOLS);
    }

    /// Anybody may answer: what `setInsecure()` and `CERT_NONE` mean.
    public static TlsSettings unverified(String serverName) {
        return new TlsSettings(serverName, false, NONE, NONE, NONE, DEFAULT_PROTOCOLS);
    }

    /// The same with a client certificate.
    public TlsSettings withClient(byte[] certificate, byte[] key) {
        return new TlsSettings(serverName, verify, ca, certificate, key, protocols);
    }
}

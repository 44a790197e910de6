// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.time.Instant;
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
/// @param port how the port's mbedTLS is built
/// @param protocols the versions offered, names as in JSSE
/// @param today what the board's own clock says, by which a port that looks at dates judges
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record TlsSettings(
        String serverName,
        boolean verify,
        byte[] ca,
        byte[] certificate,
        byte[] key,
        MbedTls port,
        List<String> protocols,
        Instant today) {

    private static final byte[] NONE = {};

    public TlsSettings {
        ca = ca.clone();
        certificate = certificate.clone();
        key = key.clone();
        protocols = List.copyOf(protocols);
    }

    /// With the versions that the port offers.
    public TlsSettings(
            String serverName,
            boolean verify,
            byte[] ca,
            byte[] certificate,
            byte[] key,
            MbedTls port,
            Instant today) {
        this(serverName, verify, ca, certificate, key, port, port.protocols(), today);
    }

    /// The server is checked against `ca`, by a port that looks at no dates.
    public static TlsSettings verified(String serverName, byte[] ca) {
        return new TlsSettings(serverName, true, ca, NONE, NONE, MbedTls.ARDUINO, Instant.EPOCH);
    }

    /// Anybody may answer: what `setInsecure()` and `CERT_NONE` mean.
    public static TlsSettings unverified(String serverName) {
        return new TlsSettings(serverName, false, NONE, NONE, NONE, MbedTls.ARDUINO, Instant.EPOCH);
    }

    /// The number ([TlsError]) for which a certificate, or the key to it if there is one, cannot be
    /// read; 0 if they can. The key is looked at first, as MicroPython does.
    public static int unreadable(byte[] certificate, byte[] key) {
        try {
            if (key.length > 0) {
                Pem.privateKey(key);
            }
            Pem.certificates(certificate);
            return 0;
        } catch (NetworkException e) {
            return e.errno();
        }
    }

    /// The same with a client certificate.
    public TlsSettings withClient(byte[] newCertificate, byte[] newKey) {
        return new TlsSettings(
                serverName, verify, ca, newCertificate, newKey, port, protocols, today);
    }

    /// The same with other versions offered.
    public TlsSettings withProtocols(String... versions) {
        return new TlsSettings(
                serverName, verify, ca, certificate, key, port, List.of(versions), today);
    }

    /// The same on another port, at this time.
    public TlsSettings on(MbedTls other, Instant now) {
        return new TlsSettings(serverName, verify, ca, certificate, key, other, protocols, now);
    }
}

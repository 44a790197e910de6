// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSession;

/// Follows what TLS takes on one connection. It outlives the connection without holding it.
public final class TlsMeasure {
    private final MbedTls port;
    private final RecordTally tally;
    private final RecordTally.Count handshake;
    private final List<Integer> serverCertificates;
    private final List<Integer> ownCertificates;
    private final String version;
    private final String suite;

    /// Made when the handshake is over.
    TlsMeasure(
            SSLSession session,
            MbedTls port,
            RecordTally tally,
            List<X509Certificate> server,
            List<X509Certificate> own) {
        this.port = port;
        this.tally = tally;
        this.handshake = tally.count();
        this.serverCertificates = sizes(server);
        this.ownCertificates = sizes(own);
        this.version = session.getProtocol();
        this.suite = session.getCipherSuite();
    }

    /// Whether the server said that it ends, rather than being cut off.
    boolean peerTookLeave() {
        return tally.peerTookLeave();
    }

    /// What it took until now.
    ///
    /// @param duration of the handshake
    public TlsCost cost(Duration duration) {
        RecordTally.Count now = tally.count();
        return new TlsCost(
                port,
                version,
                suite,
                duration,
                handshake.flights(),
                handshake.recordsSent(),
                handshake.recordsReceived(),
                handshake.bytesSent(),
                handshake.bytesReceived(),
                serverCertificates,
                ownCertificates,
                now.largestSent(),
                now.largestReceived());
    }

    private static List<Integer> sizes(List<X509Certificate> chain) {
        return chain.stream().map(TlsMeasure::size).toList();
    }

    private static int size(X509Certificate certificate) {
        try {
            return certificate.getEncoded().length;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no bytes", e);
        }
    }
}

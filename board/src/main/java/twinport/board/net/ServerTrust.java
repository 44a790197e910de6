// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// What a board thinks of the servers it meets: either it checks them ([ChainCheck]), or it accepts
/// all, which is what firmware asks for with `setInsecure()` or `CERT_NONE`. Showing what that
/// costs is one of the lab's lessons. Remembers the chain that it saw.
final class ServerTrust extends X509ExtendedTrustManager {
    private interface Judge {
        void judge(List<X509Certificate> chain) throws CertificateException;
    }

    private final Judge judge;
    private volatile List<X509Certificate> seen = List.of();
    private volatile IntConsumer alert = _ -> {};

    private ServerTrust(Judge judge) {
        this.judge = judge;
    }

    static ServerTrust inAnybody() {
        return new ServerTrust(_ -> {});
    }

    static ServerTrust by(ChainCheck check) {
        return new ServerTrust(chain -> {
            Set<Flaw> flaws = check.flaws(chain);
            if (!flaws.isEmpty()) {
                throw new Distrust(flaws);
            }
        });
    }

    /// Nobody can be trusted: mbedTLS with `VERIFY_REQUIRED` and no CA.
    static ServerTrust inNobody() {
        return new ServerTrust(_ -> {
            throw new CertificateException("no CA certificate was given");
        });
    }

    /// Tells the alert for a chain that does not pass, before the handshake ends for it.
    void onAlert(IntConsumer sink) {
        alert = sink;
    }

    /// The chain that the server showed; empty before it did.
    List<X509Certificate> chain() {
        return seen;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        seen = List.of(chain);
        try {
            judge.judge(seen);
        } catch (Distrust e) {
            alert.accept(e.alert());
            throw e;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new UnsupportedOperationException("a board is no TLS server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        throw new UnsupportedOperationException("a board is no TLS server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException("a board is no TLS server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

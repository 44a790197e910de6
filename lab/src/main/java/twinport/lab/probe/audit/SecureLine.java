// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import twinport.lab.probe.TappedSocket;

/// Real TLS connections to the server, by this JVM. Every certificate is taken, for it is looked at
/// and judged; who sends a password asks [#trusted] first.
final class SecureLine {
    private final Line line;
    private final Optional<String> serverName;
    private final SSLContext context;
    private final Onlooker onlooker;
    private final OwnCertificate own;

    /// @param keys of the client's certificate; none for a client without
    /// @param authority judges the chain; empty without a CA
    SecureLine(
            Line line,
            Optional<String> serverName,
            List<KeyManager> keys,
            Optional<X509ExtendedTrustManager> authority)
            throws GeneralSecurityException {
        this.line = line;
        this.serverName = serverName;
        this.onlooker = new Onlooker(authority);
        this.context = SSLContext.getInstance("TLS");
        this.own =
                new OwnCertificate(
                        keys.stream()
                                .filter(X509ExtendedKeyManager.class::isInstance)
                                .map(X509ExtendedKeyManager.class::cast)
                                .findFirst());
        context.init(new KeyManager[] {own}, new TrustManager[] {onlooker}, new SecureRandom());
    }

    /// A connection, its handshake done.
    ///
    /// @throws IOException when the handshake fails or no connection is left
    Secured connect() throws IOException {
        TappedSocket below = line.connect();
        try {
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            below,
                                            line.server().getHostString(),
                                            line.server().getPort(),
                                            true);
            SSLParameters parameters = socket.getSSLParameters();
            serverName.ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Secured(socket, below);
        } catch (IOException e) {
            below.close();
            throw new HandshakeFailed(e, below.heard().steps());
        }
    }

    record Secured(Socket socket, TappedSocket below) {}

    /// A handshake that failed, with what was said until then.
    static final class HandshakeFailed extends IOException {
        private static final long serialVersionUID = 1;
        private final transient List<String> steps;

        HandshakeFailed(IOException cause, List<String> steps) {
            super(cause.getMessage(), cause);
            this.steps = steps;
        }

        List<String> steps() {
            return steps;
        }
    }

    /// The chain of the last connection; empty before the first.
    List<X509Certificate> chain() {
        return onlooker.chain;
    }

    /// Whether the chain of the last connection leads to the CA given; empty without one.
    Optional<Boolean> trusted() {
        return onlooker.trusted;
    }

    /// Whether the server asked for a client certificate.
    boolean asked() {
        return own.asked;
    }

    /// Shows the client's certificate, if there is one, and notices that it was asked for.
    private static final class OwnCertificate extends X509ExtendedKeyManager {
        private final Optional<X509ExtendedKeyManager> keys;
        private volatile boolean asked;

        OwnCertificate(Optional<X509ExtendedKeyManager> keys) {
            this.keys = keys;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
            asked = true;
            return keys.map(each -> each.chooseClientAlias(kinds, issuers, socket)).orElse(null);
        }

        @Override
        public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
            return keys.map(each -> each.getClientAliases(kind, issuers)).orElse(null);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return keys.map(each -> each.getCertificateChain(alias)).orElse(null);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return keys.map(each -> each.getPrivateKey(alias)).orElse(null);
        }

        @Override
        public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    private static final class Onlooker extends X509ExtendedTrustManager {
        private final Optional<X509ExtendedTrustManager> authority;
        private volatile List<X509Certificate> chain = List.of();
        private volatile Optional<Boolean> trusted = Optional.empty();

        Onlooker(Optional<X509ExtendedTrustManager> authority) {
            this.authority = authority;
        }

        private void look(X509Certificate[] shown, String kind) {
            chain = List.of(shown);
            trusted =
                    authority.map(judge -> {
                        try {
                            judge.checkServerTrusted(shown, kind);
                            return true;
                        } catch (CertificateException e) {
                            return false;
                        }
                    });
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String kind, Socket socket) {
            look(shown, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String kind, SSLEngine engine) {
            look(shown, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String kind) {
            look(shown, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String kind, Socket socket)
                throws CertificateException {
            throw new CertificateException("an audit is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String kind, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("an audit is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String kind)
                throws CertificateException {
            throw new CertificateException("an audit is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import twinport.pki.Credentials;

/// Shows one certificate whatever is wrong with it: the JDK's own key managers would not.
final class ShownCertificate extends X509ExtendedKeyManager {
    private static final String ALIAS = "shown";

    private final Credentials credentials;

    private ShownCertificate(Credentials credentials) {
        this.credentials = credentials;
    }

    /// A context of its own, so that no session of another row is taken up again.
    static SSLContext context(Credentials credentials, SecureRandom random)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new ShownCertificate(credentials)}, new TrustManager[0], random);
        return context;
    }

    private @Nullable String alias(String kind) {
        String algorithm = credentials.key().getAlgorithm();
        return kind.equals(algorithm) || kind.startsWith(algorithm + "_") ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(kind);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(kind);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return alias(kind) == null ? null : new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credentials.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credentials.key();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }
}

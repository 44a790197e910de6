// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed server that tests talk to; both sides of a test use the same.
public record TestIdentity(KeyStore store) {
    public static TestIdentity create() throws GeneralSecurityException, IOException {
        return new TestIdentity(ThrowawayIdentity.keyStore("localhost"));
    }

    /// Through whatever provider is first: the key log's, while one is installed.
    public SSLContext context() throws GeneralSecurityException {
        return initialise(SSLContext.getInstance("TLS"));
    }

    /// JSSE's own, as a process without a key log would have it.
    public SSLContext foreignContext() throws GeneralSecurityException {
        return initialise(SSLContext.getInstance("TLS", KeyLog.JDK_TLS));
    }

    public String pem() throws GeneralSecurityException {
        Certificate certificate = store.getCertificate("trusted");
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private SSLContext initialise(SSLContext context) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, ThrowawayIdentity.PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}

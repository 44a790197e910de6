// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import twinport.pki.CertificateAuthority;
import twinport.pki.Credentials;
import twinport.pki.KeyStores;
import twinport.pki.SubjectNames;

/// The contexts of both ends of synthesised TLS connections. The server's is made through the key
/// log, the client's is the JDK's own, so that each secret is noted once.
record Identity(SSLContext server, SSLContext client) {
    private static final String PASSWORD = "of one run";

    static Identity create() throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("twinport-benchmark-ca");
        CertificateAuthority authority =
                CertificateAuthority.open(folder, InstantSource.system(), new SecureRandom());
        Credentials credentials =
                authority.server(new SubjectNames(Set.of("broker.lab"), Set.of()));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStores.keyStore(credentials, PASSWORD), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore trusted = KeyStores.trustStore(List.of(authority.certificate()));
        trust.init(trusted);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, new SecureRandom());
        SSLContext client = SSLContext.getInstance("TLS", "SunJSSE");
        client.init(null, trust.getTrustManagers(), new SecureRandom());
        return new Identity(server, client);
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom we trust and who we are.
///
/// @param identity null: no client certificate is shown
/// @param anyHostName the chain is checked, the name in it is not
public record TlsMaterial(
        TrustManagerFactory trust,
        @Nullable KeyManagerFactory identity,
        List<String> protocols,
        boolean anyHostName) {

    private static final char[] NO_PASSWORD = {};

    /// What the flags say: paths of PEM files.
    ///
    /// @param authorities null: the certificate authorities that this Java trusts
    public record Sources(
            @Nullable Path authorities,
            @Nullable Path certificate,
            @Nullable Path key,
            List<String> protocols,
            boolean anyHostName) {}

    public static TlsMaterial load(Sources sources) throws MqttFailure {
        try {
            return new TlsMaterial(
                    trust(sources.authorities),
                    identity(sources.certificate, sources.key),
                    List.copyOf(sources.protocols),
                    sources.anyHostName);
        } catch (GeneralSecurityException | IOException e) {
            throw new MqttFailure(
                    MqttFailure.Kind.TLS,
                    "the keys cannot be used: " + e.getMessage(),
                    "see that --cert and --key belong together",
                    e);
        }
    }

    private static TrustManagerFactory trust(@Nullable Path authorities)
            throws MqttFailure, GeneralSecurityException, IOException {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authorities == null) {
            trust.init((KeyStore) null);
            return trust;
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate authority : PemFile.read("--cafile", authorities).certificates()) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        trust.init(store);
        return trust;
    }

    private static @Nullable KeyManagerFactory identity(
            @Nullable Path certificate, @Nullable Path key)
            throws MqttFailure, GeneralSecurityException, IOException {
        if (certificate == null || key == null) {
            return null;
        }
        List<X509Certificate> chain = PemFile.read("--cert", certificate).certificates();
        PrivateKey secret = PemFile.read("--key", key).privateKey();
        if (!secret.getAlgorithm().equals(chain.getFirst().getPublicKey().getAlgorithm())) {
            throw new MqttFailure(
                    MqttFailure.Kind.TLS,
                    "--key %s is a key for %s, --cert %s is for %s"
                            .formatted(
                                    key,
                                    secret.getAlgorithm(),
                                    certificate,
                                    chain.getFirst().getPublicKey().getAlgorithm()),
                    "give the key that this certificate was made for");
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("client", secret, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory identity =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identity.init(store, NO_PASSWORD);
        return identity;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store;
        try {
            store = KeyStore.getInstance("PKCS12");
        } catch (KeyStoreException e) {
            throw new IllegalStateException("every Java has PKCS12", e);
        }
        store.load(null, null);
        return store;
    }
}

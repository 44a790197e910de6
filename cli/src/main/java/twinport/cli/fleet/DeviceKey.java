// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import twinport.pki.Credentials;

/// One key and its certificate for TLS, without a key store around them: a store derives a key from
/// a password in thousands of rounds, for every device.
final class DeviceKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "device";

    private final Credentials credentials;

    private DeviceKey(Credentials credentials) {
        this.credentials = credentials;
    }

    static KeyManagerFactory factory(Credentials credentials) {
        return new Factory(new DeviceKey(credentials));
    }

    private static final class Factory extends KeyManagerFactory {
        Factory(DeviceKey key) {
            super(new Spi(key), Security.getProviders()[0], ALIAS);
        }
    }

    private static final class Spi extends KeyManagerFactorySpi {
        private final DeviceKey key;

        Spi(DeviceKey key) {
            this.key = key;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
            // the key is here already
        }

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {
            // the key is here already
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {key};
        }
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(types);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(types);
    }

    private @Nullable String alias(String... types) {
        for (String type : types) {
            if (type.startsWith(credentials.key().getAlgorithm())) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null; // a device is no server
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credentials.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credentials.key();
    }
}

// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/// Keys and certificates in the form that the JDK's TLS wants.
public final class KeyStores {
    private static final String TYPE = "PKCS12";

    private KeyStores() {}

    /// A store with one key and its chain.
    public static KeyStore keyStore(Credentials credentials, String password) {
        Certificate[] chain = credentials.chain().toArray(Certificate[]::new);
        return fill(store ->
                store.setKeyEntry("key", credentials.key(), password.toCharArray(), chain));
    }

    /// A store of the certificates that are trusted.
    public static KeyStore trustStore(List<X509Certificate> trusted) {
        return fill(store -> {
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca" + i, trusted.get(i));
            }
        });
    }

    /// The store as a PKCS#12 file's bytes.
    public static byte[] bytes(KeyStore store, String password) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            store.store(out, password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot write " + TYPE, e);
        }
        return out.toByteArray();
    }

    private interface Filling {
        void into(KeyStore store) throws GeneralSecurityException;
    }

    private static KeyStore fill(Filling filling) {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            filling.into(store);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a " + TYPE + " store", e);
        }
    }
}

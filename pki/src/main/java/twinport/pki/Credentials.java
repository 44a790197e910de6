// SPDX-License-Identifier: MIT
package twinport.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and the certificates that speak for it, its own first, then those that issued it
/// (without the root).
public record Credentials(PrivateKey key, List<X509Certificate> chain) {
    public Credentials {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate is no credential");
        }
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// The certificates as PEM, in order.
    public String certificatePem() {
        return Pem.certificates(chain);
    }

    /// The key as PEM (PKCS#8, not encrypted): a secret.
    public String keyPem() {
        return Pem.key(key);
    }

    /// Not the key.
    @Override
    public String toString() {
        return "Credentials[" + certificate().getSubjectX500Principal() + "]";
    }
}

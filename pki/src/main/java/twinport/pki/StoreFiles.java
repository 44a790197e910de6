// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/// The two PKCS#12 files that a broker's TLS reads, and their password.
///
/// @param keyStore the broker's key and chain
/// @param trustStore the CAs that client certificates must come from
public record StoreFiles(Path keyStore, Path trustStore, String password) {
    private static final int PASSWORD_BYTES = 16;

    /// Names the files and draws a password; writes nothing yet.
    public static StoreFiles in(Path folder, SecureRandom random) {
        byte[] secret = new byte[PASSWORD_BYTES];
        random.nextBytes(secret);
        return new StoreFiles(
                folder.resolve("server.p12"),
                folder.resolve("trust.p12"),
                HexFormat.of().formatHex(secret));
    }

    /// Writes both files, each in one step.
    public void write(Credentials server, List<X509Certificate> trusted) throws IOException {
        PrivateFiles.write(trustStore, KeyStores.bytes(KeyStores.trustStore(trusted), password));
        PrivateFiles.write(
                keyStore, KeyStores.bytes(KeyStores.keyStore(server, password), password));
    }

    /// Not the password.
    @Override
    public String toString() {
        return "StoreFiles[" + keyStore + ", " + trustStore + "]";
    }
}

// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import javax.crypto.KDFParameters;
import org.jspecify.annotations.Nullable;

/// Stands before the JDK's own providers. JSSE asks for its key derivations without naming a
/// provider, so it gets ours, which do the same work through the JDK's and note what came out.
final class KeyLogProvider extends Provider {
    static final String NAME = "TwinportKeyLog";

    private static final long serialVersionUID = 1;
    private static final List<String> CONTEXTS = List.of("TLS", "TLSv1.2", "TLSv1.3");
    private static final List<String> KDFS = List.of("HKDF-SHA256", "HKDF-SHA384");

    /// JSSE's names; pinned by a test, since they are nobody's public API.
    private static final List<String> MASTER_SECRETS =
            List.of("SunTlsMasterSecret", "SunTls12MasterSecret", "SunTlsExtendedMasterSecret");

    KeyLogProvider(KeyLog keyLog) {
        super(NAME, "1", "notes TLS secrets for a capture");
        for (String name : CONTEXTS) {
            offer("SSLContext", name, _ -> new NotingContext(keyLog, name));
        }
        for (String name : KDFS) {
            offer("KDF", name, parameters -> new NotingHkdf(keyLog, name, parameters));
        }
        for (String name : MASTER_SECRETS) {
            offer("KeyGenerator", name, _ -> new NotingMasterSecret(keyLog, name));
        }
    }

    private interface Maker {
        Object make(@Nullable KDFParameters parameters) throws GeneralSecurityException;
    }

    private void offer(String type, String algorithm, Maker maker) {
        putService(
                new Service(this, type, algorithm, KeyLogProvider.class.getName(), null, null) {
                    @Override
                    public Object newInstance(@Nullable Object parameter)
                            throws NoSuchAlgorithmException {
                        try {
                            return maker.make((KDFParameters) parameter);
                        } catch (NoSuchAlgorithmException e) {
                            throw e;
                        } catch (GeneralSecurityException e) {
                            throw new NoSuchAlgorithmException(e);
                        }
                    }
                });
    }
}

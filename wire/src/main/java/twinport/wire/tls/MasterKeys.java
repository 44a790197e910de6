// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;

/// The keys of TLS 1.2 and older, out of the master secret (RFC 5246 section 6.3).
final class MasterKeys {
    private MasterKeys() {}

    /// What opens this direction's records; null when the hellos or the secret are not known.
    static @Nullable RecordOpener opener(TlsSession session, Direction direction) {
        var client = session.clientHello();
        var server = session.serverHello();
        if (client == null || server == null) {
            return null;
        }
        CipherSuite suite = CipherSuite.of(server.suite());
        byte[] master = session.secrets().find(SecretLog.MASTER, client.random());
        if (master == null) {
            master = session.secrets().findSession(server.sessionId());
        }
        if (master == null
                || suite.mode() == CipherSuite.Mode.OTHER
                || suite.mode() == CipherSuite.Mode.NONE) {
            return null;
        }
        try {
            return RecordOpener.ofMaster(
                    suite,
                    server.version(),
                    master,
                    server.random(),
                    client.random(),
                    direction == Direction.FROM_CLIENT,
                    server.extensions().contains(HandshakeMessage.ENCRYPT_THEN_MAC));
        } catch (GeneralSecurityException e) {
            session.undecryptable(direction, "this Java cannot open " + suite + ": " + e);
            return null;
        }
    }
}

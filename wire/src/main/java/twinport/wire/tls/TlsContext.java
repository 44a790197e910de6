// SPDX-License-Identifier: MIT
package twinport.wire.tls;

/// What the TLS connections of one reader share: the secrets known, the sessions that may be
/// resumed, and the place where records are opened. For one thread.
public final class TlsContext {
    private final SecretLog secrets;
    private final ResumableSessions resumable = new ResumableSessions();
    private final SharedChains chains = new SharedChains();
    private final RecordBuffers buffers = new RecordBuffers();

    /// @param secrets may grow while connections go on
    public TlsContext(SecretLog secrets) {
        this.secrets = secrets;
    }

    public SecretLog secrets() {
        return secrets;
    }

    ResumableSessions resumable() {
        return resumable;
    }

    SharedChains chains() {
        return chains;
    }

    RecordBuffers buffers() {
        return buffers;
    }
}

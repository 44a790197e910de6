// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

/// Where noted secrets go. Called from the threads that do the handshakes.
public interface SecretSink {
    /// From now on secrets come.
    void started();

    /// No more secrets come.
    void stopped();

    /// A secret that was just derived. The sink decides whether it belongs to traffic it knows.
    ///
    /// When this returns the secret is on its way into the capture, before any byte that the
    /// deriving side sends under it.
    ///
    /// @param label as in the NSS key log format: `CLIENT_RANDOM`, `CLIENT_TRAFFIC_SECRET_0` ...
    void secret(String label, byte[] clientRandom, byte[] secret);
}

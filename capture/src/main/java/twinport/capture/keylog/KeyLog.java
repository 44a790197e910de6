// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Notes the TLS secrets of this process while it is installed, for captures that open decrypted.
///
/// It works for every `SSLContext` that is created meanwhile, also inside libraries, and notes what
/// its engines derive (not its sockets, whose secrets the engine at the other end notes). Install
/// it before the broker starts, and only when the user asked for it.
///
/// The list of security providers belongs to the process, so one key log is installed at a time.
///
/// TLS 1.2 resumes sessions without deriving a secret. With session tickets the server would read
/// the old one from the ticket, where no public API shows it; so contexts made while the key log is
/// installed keep sessions in memory instead, and a resumed session's secret is noted again under
/// its new client random.
public final class KeyLog implements AutoCloseable {
    /// To be shown wherever the lab shows its state, as long as keys are logged.
    public static final String BANNER =
            "TLS SECRETS ARE BEING RECORDED: whoever gets this capture reads everything in it";

    /// Sessions whose secret is kept for a resumption.
    static final int MAX_SESSIONS = 4_096;

    /// The JDK's own providers, which do the work.
    static final String JDK_CRYPTO = "SunJCE";

    static final String JDK_TLS = "SunJSSE";

    private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";
    private static final String TLS12_MASTER = "CLIENT_RANDOM";

    private final SecretSink sink;
    private final @Nullable String ticketsBefore = System.getProperty(TICKETS);
    private volatile @Nullable SecretSink probe;
    private volatile boolean active = true;

    /// TLS 1.2 master secrets by session id in hex. Guarded by itself.
    private final Map<String, byte[]> sessions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
                    return size() > MAX_SESSIONS;
                }
            };

    private KeyLog(SecretSink sink) {
        this.sink = sink;
    }

    /// Starts to note secrets.
    ///
    /// @throws KeyLogException when one is installed already
    public static KeyLog install(SecretSink sink) throws KeyLogException {
        KeyLog keyLog = new KeyLog(sink);
        Provider provider = new KeyLogProvider(keyLog);
        if (Security.insertProviderAt(provider, 1) < 0) {
            throw new KeyLogException("a key log is already installed in this process");
        }
        System.setProperty(TICKETS, "false");
        sink.started();
        return keyLog;
    }

    /// Does handshakes with itself, over TLS 1.3 and 1.2, and reads the result as a capture.
    /// Returns when that came out decrypted; leaves no trace in the sink.
    ///
    /// @throws KeyLogException when it did not: this Java derives its secrets in a way we do not
    ///   see
    public void selfCheck() throws KeyLogException {
        new SelfCheck(this).run();
    }

    /// Stops to note secrets, and forgets all.
    @Override
    public void close() {
        if (!active) {
            return;
        }
        active = false;
        Security.removeProvider(KeyLogProvider.NAME);
        if (ticketsBefore == null) {
            System.clearProperty(TICKETS);
        } else {
            System.setProperty(TICKETS, ticketsBefore);
        }
        synchronized (sessions) {
            sessions.clear();
        }
        sink.stopped();
    }

    /// A second listener, which gets every secret; for the check with ourselves.
    void probe(@Nullable SecretSink listener) {
        probe = listener;
    }

    void note(String label, HandshakeNote handshake, byte[] secret) {
        byte[] clientRandom = handshake.clientRandom();
        if (clientRandom == null || !active) {
            return;
        }
        SecretSink listener = probe;
        if (listener != null) {
            listener.secret(label, clientRandom, secret);
        }
        sink.secret(label, clientRandom, secret);
    }

    void noteMaster(HandshakeNote handshake, byte[] master) {
        byte[] id = handshake.sessionId();
        if (id != null && active) {
            synchronized (sessions) {
                sessions.put(HexFormat.of().formatHex(id), master);
            }
        }
        note(TLS12_MASTER, handshake, master);
    }

    /// A ServerHello named a session: if we know it, its secret is that of the new connection too.
    void resumed(HandshakeNote handshake) {
        byte[] id = handshake.sessionId();
        if (id == null) {
            return;
        }
        byte[] master;
        synchronized (sessions) {
            master = sessions.get(HexFormat.of().formatHex(id));
        }
        if (master != null) {
            note(TLS12_MASTER, handshake, master);
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import twinport.broker.BrokerException;

/// Looks at a listening address from outside, as a client does.
final class Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Listener() {}

    static String host(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    /// Fails with words if the address cannot be listened on, before anything is started.
    static void requireFree(InetSocketAddress address) throws BrokerException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw inUse(address, e);
        }
    }

    static BrokerException inUse(InetSocketAddress address, @Nullable Exception cause) {
        String where = host(address) + " port " + address.getPort();
        return new BrokerException(
                "cannot listen on " + where + (cause == null ? "" : ": " + cause.getMessage()),
                "end the program that uses port "
                        + address.getPort()
                        + " (ss -ltnp shows it), or choose another port",
                cause);
    }

    /// Sends a CONNECT that only this process can know and reads the broker's answer to it.
    ///
    /// @return whether a CONNACK came
    static boolean answersMqtt(InetSocketAddress address, String clientId) {
        byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
        byte[] head = {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 5, 0};
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(address, (int) PATIENCE.toMillis());
            byte[] packet = new byte[head.length + 1 + id.length];
            System.arraycopy(head, 0, packet, 0, head.length);
            packet[head.length] = (byte) id.length;
            System.arraycopy(id, 0, packet, head.length + 1, id.length);
            socket.getOutputStream().write(packet);
            InputStream in = socket.getInputStream();
            return in.read() == 0x20;
        } catch (IOException silent) {
            return false;
        }
    }

    /// The certificate that a TLS listener shows, or nothing. The handshake is given up once it is
    /// seen.
    static @Nullable X509Certificate certificate(InetSocketAddress address) {
        Looker looker = new Looker();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(address, (int) PATIENCE.toMillis());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {looker}, null);
            try (SSLSocket tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, host(address), address.getPort(), true)) {
                tls.startHandshake();
            }
        } catch (IOException | GeneralSecurityException givenUp) {
            return looker.seen.get();
        }
        return looker.seen.get();
    }

    /// Remembers the certificate and accepts none, so that no connection comes of it.
    private static final class Looker extends X509ExtendedTrustManager {
        private final AtomicReference<@Nullable X509Certificate> seen = new AtomicReference<>();

        private void look(X509Certificate[] chain) throws CertificateException {
            seen.set(chain[0]);
            throw new CertificateException("only looking");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            look(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

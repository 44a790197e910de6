// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// TLS on an open connection, by JSSE. Each connection has a context of its own, so no session and
/// no key of one board is ever seen by another (the ESP32's libraries do not resume by themselves
/// either).
final class TlsStart {
    private TlsStart() {}

    /// Shakes hands; the connection stays open when that fails (the caller closes it).
    static SSLSocket over(Socket socket, TlsSettings settings, Duration timeout)
            throws IOException {
        int before = socket.getSoTimeout();
        try {
            SSLSocket tls = layered(socket, settings);
            socket.setSoTimeout(Math.toIntExact(Math.max(1, timeout.toMillis())));
            tls.startHandshake();
            socket.setSoTimeout(before);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new NetworkException(Errno.EIO, "TLS cannot start: " + e.getMessage(), e);
        } catch (NetworkException e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static SSLSocket layered(Socket socket, TlsSettings settings)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(ownKeys(settings), trust(settings), null);
        String name = settings.serverName();
        String host = name.isEmpty() ? socket.getInetAddress().getHostAddress() : name;
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
        if (settings.verify() && !name.isEmpty()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        // JSSE by itself sends no name without a dot, such as localhost; mbedTLS does.
        parameters.setServerNames(
                name.isEmpty() || isAddress(name) ? List.of() : List.of(new SNIHostName(name)));
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static boolean isAddress(String name) {
        try {
            return InetAddress.ofLiteral(name).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static KeyManager[] ownKeys(TlsSettings settings) throws NetworkException {
        if (settings.certificate().length == 0 && settings.key().length == 0) {
            return new KeyManager[0];
        }
        List<X509Certificate> chain = Pem.certificates(settings.certificate());
        PrivateKey key = Pem.privateKey(settings.key());
        return new KeyManager[] {new OwnKey(chain, key)};
    }

    private static TrustManager[] trust(TlsSettings settings)
            throws GeneralSecurityException, IOException {
        if (!settings.verify()) {
            return new TrustManager[] {new TrustAnybody()};
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate each : Pem.certificates(settings.ca())) {
            store.setCertificateEntry("ca" + number++, each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// The number mbedTLS would report for what JSSE says.
    static NetworkException failure(IOException e) {
        if (e instanceof NetworkException known) {
            return known;
        }
        String text = String.valueOf(e.getMessage());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new NetworkException(
                        Errno.X509_CERT_VERIFY_FAILED, "the server's certificate: " + text, e);
            }
        }
        return switch (e) {
            case SocketTimeoutException _ ->
                    new NetworkException(Errno.ETIMEDOUT, "no answer in time", e);
            case SSLHandshakeException _ when e.getCause() instanceof EOFException ->
                    new NetworkException(
                            Errno.SSL_CONN_EOF, "the server closed during the handshake", e);
            case SSLException _ when text.contains("alert") ->
                    new NetworkException(
                            Errno.SSL_FATAL_ALERT_MESSAGE, "the server refused: " + text, e);
            case SSLException _ ->
                    new NetworkException(Errno.SSL_INVALID_RECORD, "not TLS: " + text, e);
            default -> new NetworkException(Errno.ECONNRESET, text, e);
        };
    }
}

// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
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

/// TLS on an open connection, by JSSE, with the checks and the failures of the port's mbedTLS. Each
/// connection has a context of its own, so no session and no key of one board is ever seen by
/// another (the ESP32's libraries do not resume by themselves either).
final class TlsStart {
    private static final long MAX_MILLIS = Integer.MAX_VALUE;

    private TlsStart() {}

    /// What stands when the handshake is over.
    record Secured(SSLSocket socket, TlsMeasure measure) {}

    /// Shakes hands; the connection stays open when that fails (the caller closes it).
    static Secured over(Socket socket, TlsSettings settings, BoardNetwork network, Duration timeout)
            throws IOException {
        if (network.scarceMemory()) {
            throw new NetworkException(
                    Errno.SSL_ALLOC_FAILED, "no memory for the record buffers of TLS");
        }
        int before = socket.getSoTimeout();
        try {
            List<X509Certificate> own = ownChain(settings);
            ServerTrust trust = trust(settings, network);
            RecordSocket records = new RecordSocket(socket);
            trust.onAlert(records::alert);
            SSLSocket tls = layered(records, settings, ownKeys(settings, own), trust);
            socket.setSoTimeout(Math.toIntExact(Math.clamp(timeout.toMillis(), 1, MAX_MILLIS)));
            tls.startHandshake();
            socket.setSoTimeout(before);
            records.handshakeEnded();
            var measure =
                    new TlsMeasure(
                            tls.getSession(), settings.port(), records.tally(), trust.chain(), own);
            return new Secured(tls, measure);
        } catch (GeneralSecurityException e) {
            throw new NetworkException(Errno.EIO, "TLS cannot start: " + e.getMessage(), e);
        } catch (NetworkException e) {
            throw e;
        } catch (IOException e) {
            throw refused(e, settings);
        }
    }

    private static SSLSocket layered(
            Socket socket, TlsSettings settings, KeyManager[] keys, ServerTrust trust)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {trust}, null);
        String name = settings.serverName();
        String host = name.isEmpty() ? socket.getInetAddress().getHostAddress() : name;
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
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

    private static List<X509Certificate> ownChain(TlsSettings settings) throws NetworkException {
        return settings.certificate().length == 0 && settings.key().length == 0
                ? List.of()
                : Pem.certificates(settings.certificate());
    }

    private static KeyManager[] ownKeys(TlsSettings settings, List<X509Certificate> chain)
            throws NetworkException {
        if (chain.isEmpty()) {
            return new KeyManager[0];
        }
        PrivateKey key = Pem.privateKey(settings.key());
        return new KeyManager[] {new OwnKey(chain, key)};
    }

    private static ServerTrust trust(TlsSettings settings, BoardNetwork network)
            throws NetworkException {
        if (!settings.verify()) {
            return ServerTrust.inAnybody();
        }
        if (settings.ca().length == 0) {
            return ServerTrust.inNobody();
        }
        List<X509Certificate> own = Pem.certificates(settings.ca());
        List<X509Certificate> instead = network.authorities(settings.serverName());
        List<X509Certificate> trusted = instead.isEmpty() ? own : instead;
        return ServerTrust.by(
                new ChainCheck(trusted, settings.port(), settings.serverName(), settings.today()));
    }

    /// A handshake that failed, with the number that the port gives.
    private static NetworkException refused(IOException e, TlsSettings settings) {
        if (settings.verify() && settings.ca().length == 0 && isAboutCertificate(e)) {
            return new NetworkException(
                    Errno.SSL_CA_CHAIN_REQUIRED, "no CA certificate was given", e);
        }
        NetworkException failure = failure(e);
        // mbedtls_net_recv has a number of its own for a reset; MicroPython gives the socket's.
        return failure.errno() == Errno.ECONNRESET && settings.port() == MbedTls.ARDUINO
                ? new NetworkException(Errno.NET_CONN_RESET, "the server reset the connection", e)
                : failure;
    }

    private static boolean isAboutCertificate(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /// The number mbedTLS would report for what JSSE says.
    static NetworkException failure(IOException e) {
        if (e instanceof NetworkException known) {
            return known;
        }
        String text = String.valueOf(e.getMessage());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Distrust distrust) {
                return new NetworkException(
                        distrust.errno(), String.valueOf(distrust.getMessage()), e);
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

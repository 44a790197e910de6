// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Asks a port which language it speaks, after a connection failed without a word. Sends nothing
/// that is secret and opens no session.
final class PortProbe {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(3).toMillis();

    /// 10 0c 00 04 "MQTT" 04 00 00 3c 00 00: CONNECT 3.1.1 with an empty client id and a kept
    /// session, which a broker must refuse with a CONNACK (MQTT 3.1.1 [MQTT-3.1.3-8]).
    private static final byte[] REFUSABLE_CONNECT = {
        0x10, 0x0C, 0, 4, 'M', 'Q', 'T', 'T', 4, 0, 0, 0x3C, 0, 0
    };

    /// 20 02 00: a CONNACK of two bytes that grants no earlier session.
    private static final byte[] CONNACK = {0x20, 2, 0};

    private PortProbe() {}

    static boolean speaksPlainMqtt(String host, int port) {
        try (Socket socket = open(host, port)) {
            socket.getOutputStream().write(REFUSABLE_CONNECT);
            byte[] answer = socket.getInputStream().readNBytes(CONNACK.length);
            return Arrays.equals(answer, CONNACK);
        } catch (IOException silent) {
            return false;
        }
    }

    /// True when the port shows a certificate or answers with a TLS alert. The handshake is always
    /// broken off: the certificate is looked at by [Onlooker], which accepts none.
    static boolean speaksTls(String host, int port) {
        Onlooker onlooker = new Onlooker();
        try (Socket socket = open(host, port)) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {onlooker}, null);
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true)) {
                tls.startHandshake();
                return true;
            } catch (SSLException e) {
                return onlooker.sawCertificate.get() || Causes.alert(e).isPresent();
            }
        } catch (IOException | GeneralSecurityException silent) {
            return false;
        }
    }

    private static Socket open(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class Onlooker implements X509TrustManager {
        private final AtomicBoolean sawCertificate = new AtomicBoolean();

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("only looking");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            sawCertificate.set(true);
            throw new CertificateException("only looking");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

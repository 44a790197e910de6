// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A TLS server that notes who came and sends back what it gets.
final class TlsServer implements AutoCloseable {
    private static final char[] PASSWORD = "password".toCharArray();

    private final SSLServerSocket server;
    private final BlockingQueue<String> visits = new LinkedBlockingQueue<>(100);

    /// @param store PKCS#12 with its certificate and key
    /// @param trusted PKCS#12 with the CA of client certificates
    TlsServer(Path store, Path trusted, boolean clientCertificate, String protocol)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load(store), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(load(trusted));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Ports.free()));
        server.setEnabledProtocols(new String[] {protocol});
        server.setNeedClientAuth(clientCertificate);
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// The next visitor: `protocol sni subject resumed?`, or why it failed.
    String visit() throws InterruptedException {
        String visit = visits.poll(10, TimeUnit.SECONDS);
        return visit == null ? "nobody came" : visit;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException e) {
                visits.offer("closed");
            }
        }
    }

    private void echo(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            String subject =
                    socket.getNeedClientAuth() ? session.getPeerPrincipal().getName() : "anybody";
            visits.offer(
                    session.getProtocol()
                            + " "
                            + session.getRequestedServerNames()
                            + " "
                            + subject
                            + " "
                            + Arrays.hashCode(session.getId()));
            InputStream in = socket.getInputStream();
            in.transferTo(socket.getOutputStream());
        } catch (IOException e) {
            visits.offer("failed: " + e.getMessage());
        }
    }

    private static KeyStore load(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A TLS server that notes who came and sends back what it gets.
public final class TlsServer implements AutoCloseable {
    private static final char[] PASSWORD = "password".toCharArray();

    private final ServerSocket server;
    private final SSLContext context;
    private final boolean clientCertificate;
    private final String protocol;
    private final Queue<Visitor> standing = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> visits = new LinkedBlockingQueue<>(100);

    /// @param store PKCS#12 with its certificate and key
    /// @param trusted PKCS#12 with the CA of client certificates
    public TlsServer(Path store, Path trusted, boolean clientCertificate, String protocol)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load(store), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(load(trusted));
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        this.clientCertificate = clientCertificate;
        this.protocol = protocol;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Ports.free()));
        Thread.ofVirtual().start(this::serve);
    }

    private record Visitor(Socket tcp, SSLSocket tls) {}

    public int port() {
        return server.getLocalPort();
    }

    /// The next visitor: `protocol sni subject resumed?`, or why it failed.
    String visit() throws InterruptedException {
        String visit = visits.poll(10, TimeUnit.SECONDS);
        return visit == null ? "nobody came" : visit;
    }

    /// Ends every connection that stands: as TLS says, or by the TCP connection alone.
    void endAll(boolean politely) throws IOException, InterruptedException {
        visit();
        for (Visitor each : standing) {
            if (politely) {
                each.tls().close();
            } else {
                each.tcp().shutdownOutput();
            }
        }
        standing.clear();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket tcp = server.accept();
                SSLSocket tls =
                        (SSLSocket) context.getSocketFactory().createSocket(tcp, null, true);
                tls.setEnabledProtocols(new String[] {protocol});
                tls.setNeedClientAuth(clientCertificate);
                standing.add(new Visitor(tcp, tls));
                Thread.ofVirtual().start(() -> echo(tls));
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

// SPDX-License-Identifier: MIT
package twinport.board;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import twinport.board.net.Ports;
import twinport.board.net.TlsServer;

/// Servers that misbehave each in its own way, and two that do not, with the certificates for them:
/// what a board may meet.
public final class Peers implements AutoCloseable {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    private static final String CERTIFICATES =
            """
            set -e
            P='-pkeyopt ec_paramgen_curve:P-256 -nodes -days 2'
            for ca in ca other; do
              openssl req -x509 -newkey ec $P -subj /CN=$ca -keyout $ca.key -out $ca.pem
            done
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\n' > san
            for name in server client; do
              openssl req -newkey ec $P -subj /CN=$name -keyout $name.key -out $name.csr
              openssl x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile san \
                -in $name.csr -out $name.pem
            done
            openssl pkcs12 -export -inkey server.key -in server.pem -out server.p12 \
              -passout pass:password
            openssl pkcs12 -export -nokeys -in ca.pem -out ca.p12 -passout pass:password \
              -jdktrust anyExtendedKeyUsage || "$JAVA_HOME"/bin/keytool -importcert -noprompt \
              -alias ca -file ca.pem -keystore ca.p12 -storetype PKCS12 -storepass password
            """;

    private interface Manner {
        void meet(Socket socket) throws IOException;
    }

    private final Path folder;
    private final List<Closeable> servers = new ArrayList<>();
    private final List<Socket> kept = new ArrayList<>();
    private final Map<String, Integer> ports = new TreeMap<>();

    public Peers(Path folder) throws Exception {
        this.folder = folder;
        makeCertificates();
        serve("echo", socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
        serve("silent", socket -> socket.getInputStream().readAllBytes());
        serve("ends", Socket::shutdownOutput);
        serve(
                "resets",
                socket -> {
                    socket.getInputStream().readNBytes(1);
                    socket.setSoLinger(true, 0);
                    socket.close();
                });
        serve(
                "hangs-up",
                socket -> {
                    socket.getInputStream().readNBytes(5);
                    socket.shutdownOutput();
                });
        serve(
                "http",
                socket -> {
                    byte[] text =
                            "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8);
                    socket.getOutputStream().write(text);
                    socket.getInputStream().readAllBytes();
                });
        secure("tls", false);
        secure("mutual", true);
        ports.put("nobody", Ports.free());
    }

    /// The port of each by its name: `echo`, `silent` (takes all, says nothing), `ends` (orderly,
    /// at once), `resets` (after a byte), `hangs-up` (after five), `http`, `tls` (an echo),
    /// `mutual` (demands a certificate), `nobody`.
    public Map<String, Integer> ports() {
        return Map.copyOf(ports);
    }

    public int[] numbers() {
        return ports.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /// The text of `ca.pem`, `other.pem`, `client.pem`, `client.key`.
    public String pem(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : servers) {
            each.close();
        }
        synchronized (kept) {
            for (Socket each : kept) {
                each.close();
            }
        }
    }

    private void secure(String name, boolean clientCertificate) throws Exception {
        TlsServer server =
                new TlsServer(
                        folder.resolve("server.p12"),
                        folder.resolve("ca.p12"),
                        clientCertificate,
                        "TLSv1.2");
        servers.add(server::close);
        ports.put(name, server.port());
    }

    private void serve(String name, Manner manner) throws IOException {
        ServerSocket server = new ServerSocket(Ports.free(), 10, LOCAL);
        servers.add(server);
        ports.put(name, server.getLocalPort());
        Thread.ofVirtual().start(() -> accept(server, manner));
    }

    private void accept(ServerSocket server, Manner manner) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                synchronized (kept) {
                    kept.add(socket);
                }
                Thread.ofVirtual().start(() -> meet(socket, manner));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void meet(Socket socket, Manner manner) {
        try {
            manner.meet(socket);
        } catch (IOException gone) {
            Thread.onSpinWait(); // the board may go whenever it likes
        }
    }

    private void makeCertificates() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v openssl").start().waitFor() == 0,
                "skipped: this test needs the program openssl");
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", CERTIFICATES)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process run = builder.start();
        if (!run.waitFor(50, TimeUnit.SECONDS) || run.exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.board;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;

/// A real Mosquitto on free local ports: plain, TLS, TLS with client certificates required, and
/// plain with a password required. Its certificates come from the openssl command.
public final class Mosquitto implements AutoCloseable {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;

    private final Path folder;
    private final int plain = freePort();
    private final int tls = freePort();
    private final int mutual = freePort();
    private final int guarded = freePort();
    private Process process;

    public Mosquitto(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Assumptions.assumeTrue(
                onPath("mosquitto") && onPath("openssl"),
                "skipped: this test needs the programs mosquitto and openssl");
        certificates();
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                """
                user root
                per_listener_settings true
                listener %1$d 127.0.0.1
                allow_anonymous true
                listener %2$d 127.0.0.1
                allow_anonymous true
                cafile %5$s/ca.pem
                certfile %5$s/server.pem
                keyfile %5$s/server.key
                listener %3$d 127.0.0.1
                allow_anonymous true
                cafile %5$s/ca.pem
                certfile %5$s/server.pem
                keyfile %5$s/server.key
                require_certificate true
                use_identity_as_username true
                listener %4$d 127.0.0.1
                allow_anonymous false
                """
                        .formatted(plain, tls, mutual, guarded, folder));
        process = start();
    }

    public int plain() {
        return plain;
    }

    public int tls() {
        return tls;
    }

    public int mutual() {
        return mutual;
    }

    public int guarded() {
        return guarded;
    }

    /// The text of one of the PEM files: `ca.pem`, `other-ca.pem`, `client.pem`, `client.key`.
    public String pem(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /// Ends the broker and starts it again on the same ports.
    public void restart() throws IOException, InterruptedException {
        close();
        process = start();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Process start() throws IOException, InterruptedException {
        Process started =
                new ProcessBuilder("mosquitto", "-c", folder.resolve("mosquitto.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("mosquitto.log").toFile())
                        .start();
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        for (int port : List.of(plain, tls, mutual, guarded)) {
            while (!answers(port)) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new IOException(
                            "mosquitto does not listen:\n"
                                    + Files.readString(folder.resolve("mosquitto.log")));
                }
                Thread.onSpinWait();
            }
        }
        return started;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOCAL, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void certificates() throws IOException, InterruptedException {
        authority("ca");
        authority("other-ca");
        Files.writeString(folder.resolve("san"), "subjectAltName=DNS:localhost\n");
        signed("server", "localhost");
        signed("client", "thermo");
    }

    private void authority(String name) throws IOException, InterruptedException {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN="
                        + name
                        + " -keyout "
                        + name
                        + ".key -out "
                        + name
                        + ".pem");
    }

    private void signed(String name, String subject) throws IOException, InterruptedException {
        openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN="
                        + subject
                        + " -keyout "
                        + name
                        + ".key -out "
                        + name
                        + ".csr");
        openssl(
                "x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile san -in "
                        + name
                        + ".csr -out "
                        + name
                        + ".pem");
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        Process run =
                new ProcessBuilder(("openssl " + arguments).split(" "))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("openssl.log").toFile())
                        .start();
        if (!run.waitFor(30, TimeUnit.SECONDS) || run.exitValue() != 0) {
            throw new IOException(Files.readString(folder.resolve("openssl.log")));
        }
    }

    private static boolean onPath(String program) {
        return List.of((System.getenv("PATH") + ":/usr/sbin").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /// A port below the range that systems give to outgoing connections.
    private static int freePort() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int i = 0; i < 100; i++) {
            int port = random.nextInt(FIRST_PORT, LAST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, LOCAL)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}

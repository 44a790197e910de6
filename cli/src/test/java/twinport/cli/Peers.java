// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The program in this process, and brokers beside it, for tests of every package.
public final class Peers {
    private Peers() {}

    /// What a command did.
    public record Said(int exitCode, String out, String err) {}

    /// Runs one command line.
    public static Said twinport(Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode =
                Main.run(
                        new Terminal(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                false),
                        Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Said(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /// A broker that is not ours.
    public record Broker(Process process, Path logFile) implements AutoCloseable {
        public String log() throws IOException {
            return Files.readString(logFile);
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .exceptionally(_ -> process.destroyForcibly())
                    .join();
        }
    }

    /// Mosquitto as Debian has it, open to everybody on both ports, its certificate made by OpenSSL
    /// the way most guides show it: the name in the subject only. Skips the test where it is not
    /// installed.
    public static Broker openMosquitto(Path folder, int plain, int tls) throws Exception {
        Peer.needed("mosquitto");
        Peer.needed("openssl");
        Path key = folder.resolve("server.key");
        Path certificate = folder.resolve("server.pem");
        Peer made =
                Peer.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "60",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString());
        assertThat(made.exitCode()).as(made.output()).isZero();
        Path file = folder.resolve("mosquitto.conf");
        Files.write(
                file,
                List.of(
                        "user " + System.getProperty("user.name"),
                        "allow_anonymous true",
                        "listener " + plain + " 127.0.0.1",
                        "listener " + tls + " 127.0.0.1",
                        "certfile " + certificate,
                        "keyfile " + key));
        return mosquitto(folder, file, plain, tls);
    }

    /// Mosquitto with a configuration of one's own.
    public static Broker mosquitto(Path folder, Path configuration, int... answering)
            throws Exception {
        Path log = folder.resolve("mosquitto.log");
        Process process =
                new ProcessBuilder("mosquitto", "-v", "-c", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Broker broker = new Broker(process, log);
        for (int port : answering) {
            awaitPort(broker, port);
        }
        return broker;
    }

    /// There is no event to wait for when another process opens a port: it is asked until it
    /// answers.
    private static void awaitPort(Broker broker, int port) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException notYet) {
                if (broker.process().waitFor(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw new IllegalStateException("mosquitto did not start: " + broker.log());
    }
}

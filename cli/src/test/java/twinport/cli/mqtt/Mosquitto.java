// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A real mosquitto in a folder of its own, and its command-line clients as counterpart.
final class Mosquitto implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 31_999;
    private static final int PATIENCE_SECONDS = 15;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(FIRST_PORT + (int) (ProcessHandle.current().pid() % 10_000));

    private final Process process;
    private final Path log;

    private Mosquitto(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Skips the test, saying so, where mosquitto or its clients are not installed.
    static void assumeInstalled() {
        for (String program : List.of("mosquitto", "mosquitto_pub", "mosquitto_sub")) {
            Assumptions.assumeTrue(find(program) != null, program + " is not installed: skipped");
        }
    }

    static Mosquitto start(Path folder, int answering, List<String> configuration)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = folder.resolve("mosquitto.conf");
        List<String> lines = new ArrayList<>(List.of("user " + System.getProperty("user.name")));
        lines.addAll(configuration);
        Files.write(file, lines);
        Path log = folder.resolve("mosquitto.log");
        Process process =
                new ProcessBuilder(program("mosquitto"), "-v", "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Mosquitto broker = new Mosquitto(process, log);
        broker.awaitPort(answering);
        return broker;
    }

    /// There is no event to wait for when another process opens a port: it is asked until it
    /// answers.
    private void awaitPort(int port) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw new IllegalStateException("mosquitto did not start: " + Files.readString(log));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    static int freePort() throws IOException {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int span = LAST_PORT - FIRST_PORT;
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement() - FIRST_PORT, span);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // The next one.
            }
        }
        throw new IOException("no free port below 32768");
    }

    /// Runs a program to its end and gives its output as bytes; fails when it fails.
    static byte[] run(byte[] input, String... command) throws IOException, InterruptedException {
        Process process = start(command);
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        return finish(process, command[0]);
    }

    static Process start(String... command) throws IOException {
        String[] resolved = command.clone();
        resolved[0] = program(command[0]);
        return new ProcessBuilder(resolved).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    static byte[] finish(Process process, String name) throws IOException, InterruptedException {
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readAllBytes();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(name).isTrue();
            assertThat(process.exitValue())
                    .as(name + ": " + new String(bytes, StandardCharsets.UTF_8))
                    .isZero();
            return bytes;
        } finally {
            process.destroy();
        }
    }

    private static String program(String name) {
        Path path = find(name);
        return path == null ? name : path.toString();
    }

    private static @Nullable Path find(String name) {
        String search = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        for (String folder : search.split(":", -1)) {
            Path path = Path.of(folder, name);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

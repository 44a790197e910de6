// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A program that runs beside a test, ours or another's; what it says goes to files.
final class Daemon implements AutoCloseable {
    private static final int WAIT_S = 30;
    private static final int POLL_MS = 20;

    private final Process process;
    private final Path out;
    private final Path err;

    private Daemon(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Daemon start(Path folder, String name, List<String> command) throws IOException {
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        process.getOutputStream().close();
        return new Daemon(process, out, err);
    }

    /// Our own program in a process of its own, that is ended by Ctrl-C even where the test's shell
    /// ignores it.
    static List<String> twinport(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                "twinport.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /// A port on loopback below those that the system gives to outgoing connections.
    static int freePort() throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(18_000, 32_000);
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
                return port;
            } catch (IOException _) {
                // taken: the next one
            }
        }
        throw new IOException("no free port");
    }

    /// Another process tells nobody when it has written: its files are looked at until they hold
    /// the text so many times.
    void await(int times, String text) throws IOException, InterruptedException {
        for (int i = 0; i < WAIT_S * 1_000 / POLL_MS; i++) {
            if (said().split(text, -1).length > times) {
                return;
            }
            if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        assertThat(said().split(text, -1).length)
                .as("\"%s\" in:%n%s", text, said())
                .isGreaterThan(times);
    }

    void await(String text) throws IOException, InterruptedException {
        await(1, text);
    }

    String said() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8)
                + Files.readString(err, StandardCharsets.UTF_8);
    }

    /// Sends a signal, as `INT`, and waits for the end.
    int end(String signal) throws Exception {
        assertThat(Peer.run("kill", "-" + signal, Long.toString(process.pid())).exitCode())
                .isZero();
        return exitCode();
    }

    int exitCode() throws Exception {
        assertThat(process.waitFor(WAIT_S, TimeUnit.SECONDS)).as("it ends: %s", said()).isTrue();
        return process.exitValue();
    }

    /// Whether this machine lets the test make a network of its own.
    static boolean isRoot() {
        return System.getProperty("user.name").equals("root")
                && new File("/proc/self/ns/net").exists();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

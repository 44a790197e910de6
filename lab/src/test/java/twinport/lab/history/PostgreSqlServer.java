// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL server of the test's own, on a free port of loopback. It refuses to run as root, so
/// there it runs as the user that its package makes.
final class PostgreSqlServer implements AutoCloseable {
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_767;
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;

    private PostgreSqlServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /// The folder of the programs; empty when no server is installed.
    static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Path::compareTo);
        }
    }

    static PostgreSqlServer start() throws IOException {
        Path programs = programs().orElseThrow();
        Path folder =
                Files.createTempDirectory(
                        "twinport-pg",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var server = new PostgreSqlServer(programs, folder, freePort());
        server.run("initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8", "-N");
        server.begin();
        return server;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    void begin() throws IOException {
        String options =
                "-c listen_addresses=127.0.0.1 -c port="
                        + port
                        + " -c unix_socket_directories="
                        + folder
                        + " -c shared_buffers=32MB";
        run(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options,
                "-w",
                "start");
    }

    /// Stops at once, without a word to its clients.
    void stop() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    String address() {
        return address(port);
    }

    /// By way of another port.
    String address(int door) {
        return "jdbc:postgresql://127.0.0.1:" + door + "/postgres?user=" + USER;
    }

    int port() {
        return port;
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("runuser", "-u", USER, "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        Path log = Files.createTempFile("twinport-pg", ".log");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!endsWell(process)) {
            process.destroyForcibly();
            throw new IOException(program + " failed: " + Files.readString(log));
        }
        Files.delete(log);
    }

    private static boolean endsWell(Process process) {
        try {
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static int freePort() throws IOException {
        for (int port = LOWEST_PORT + (int) (ProcessHandle.current().pid() % 9000); ; port++) {
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                if (port >= HIGHEST_PORT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// `twinport up` in a process of its own, as a user has it, on free ports.
final class RunningLab implements AutoCloseable {
    private static final long LONGEST_WAIT_S = 60;

    private final Path folder;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private RunningLab(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static RunningLab start(Path folder, String... arguments) throws Exception {
        return startAt(folder, 0, arguments);
    }

    /// @param plainPort 0 for any free one
    static RunningLab startAt(Path folder, int plainPort, String... arguments) throws Exception {
        List<String> command = program();
        command.addAll(List.of("up", "--headless", "--data", folder.resolve("data").toString()));
        command.addAll(List.of("--mqtt-port", String.valueOf(plainPort)));
        command.addAll(List.of("--mqtts-port", "0", "--http-port", "0"));
        command.addAll(Arrays.asList(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var lab = new RunningLab(folder, process);
        lab.ready.get(LONGEST_WAIT_S, TimeUnit.SECONDS);
        return lab;
    }

    /// The program as the launcher runs it, from this test's class path. Started in the background
    /// of a script, a process ignores SIGINT and so would all that it starts.
    static List<String> program() {
        return new ArrayList<>(
                List.of(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:-DontCompileHugeMethods",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dtwinport.home=" + Path.of("..").toAbsolutePath().normalize(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "twinport.cli.Main"));
    }

    private void read() {
        try (BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.add(line);
                if (line.equals("twinport: ready")) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            lines.add("reading its output failed: " + e);
        }
        ready.completeExceptionally(
                new AssertionError("the lab ended before it was ready:\n" + output()));
    }

    String output() {
        return String.join("\n", lines);
    }

    private String found(String pattern) {
        var matcher = Pattern.compile(pattern).matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in:\n" + output());
        }
        return matcher.group(1);
    }

    URI page() {
        return URI.create(found("The page: (http://\\S+)"));
    }

    int plainPort() {
        return Integer.parseInt(found("mqtt://127\\.0\\.0\\.1:(\\d+)"));
    }

    int tlsPort() {
        return Integer.parseInt(found("mqtts://localhost:(\\d+)"));
    }

    Path capture() {
        return Path.of(found("capture +(/\\S+\\.pcapng)"));
    }

    Path pki() {
        return folder.resolve("data").resolve("pki");
    }

    String password(String user) throws IOException {
        return Files.readString(folder.resolve("data/identities/" + user + ".password")).strip();
    }

    long pid() {
        return process.pid();
    }

    /// Waits for the end and returns the exit code.
    int exitCode() throws Exception {
        if (!process.waitFor(LONGEST_WAIT_S, TimeUnit.SECONDS)) {
            throw new AssertionError("the lab did not end:\n" + output());
        }
        return process.exitValue();
    }

    /// Ctrl-C.
    void interrupt() throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    }

    /// SIGKILL, and the end of the process.
    void kill() throws Exception {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

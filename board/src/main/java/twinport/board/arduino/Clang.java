// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The C++ compiler of this machine.
///
/// @param program its path
/// @param version the first line it says about itself
public record Clang(Path program, String version) {
    /// What to do on a machine without it.
    public static final String HOW_TO_INSTALL =
            "install clang with its WebAssembly parts; on Debian 12: apt install clang lld wasi-libc"
                    + " libc++-dev-wasm32 libc++abi-14-dev-wasm32 libclang-rt-14-dev-wasm32";

    private static final String PROGRAM = "clang++";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final Pattern VERSION = Pattern.compile("clang version (\\d+(?:\\.\\d+)*)");

    /// What a run said and how it ended.
    record Result(int status, String output) {}

    /// The compiler on a search path such as the environment's `PATH`.
    public static Optional<Clang> on(String path) throws InterruptedException {
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder).resolve(PROGRAM);
            if (!Files.isExecutable(program)) {
                continue;
            }
            try {
                Result said = run(List.of(program.toString(), "--version"), Path.of("."));
                if (said.status() == 0) {
                    return Optional.of(new Clang(program, firstLine(said.output())));
                }
            } catch (SketchException e) {
                System.getLogger(Clang.class.getName())
                        .log(System.Logger.Level.DEBUG, program + " does not run", e);
            }
        }
        return Optional.empty();
    }

    /// The version's number, such as 14.0.6.
    public String number() {
        Matcher matcher = VERSION.matcher(version);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    /// Runs it in a folder; what it says has a limit and so has its time.
    Result compile(List<String> arguments, Path folder)
            throws SketchException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        return run(command, folder);
    }

    private static Result run(List<String> command, Path folder)
            throws SketchException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new SketchException(command.getFirst() + " does not start: " + e.getMessage(), e);
        }
        Thread guard = Thread.ofVirtual().name("clang-time-limit").start(() -> end(process));
        try {
            String output = read(process.getInputStream());
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new SketchException("reading what clang says: " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
            guard.interrupt();
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(InputStream in) throws IOException {
        byte[] kept = in.readNBytes(MAX_OUTPUT);
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return new String(kept, StandardCharsets.UTF_8);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}

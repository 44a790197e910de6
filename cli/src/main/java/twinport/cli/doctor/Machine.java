// SPDX-License-Identifier: MIT
package twinport.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What can be asked of the machine that this runs on.
///
/// @param path where programs are looked for, as in the environment's PATH
record Machine(String path) {
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/sbin");
    private static final List<String> LIBRARIES =
            List.of("/usr/lib", "/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib");
    private static final int LIBRARY_DEPTH = 2;
    private static final long TRIAL_SECONDS = 20;
    private static final Pattern EFFECTIVE = Pattern.compile("CapEff:\\s*([0-9a-fA-F]{1,16})");

    /// capabilities(7).
    private static final int CAP_NET_RAW = 13;

    Optional<Path> program(String name) {
        List<String> folders = new ArrayList<>(List.of(path.split(File.pathSeparator, -1)));
        folders.addAll(MORE_FOLDERS);
        for (String folder : folders) {
            try {
                Path file = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
                    return Optional.of(file);
                }
            } catch (InvalidPathException _) {
                // no folder
            }
        }
        return Optional.empty();
    }

    /// Whether a command ends well; it gets no input and its output is thrown away.
    boolean works(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether a shared library whose name begins so is in one of the usual folders.
    boolean library(String name) {
        for (String folder : LIBRARIES) {
            try (Stream<Path> files =
                    Files.find(
                            Path.of(folder),
                            LIBRARY_DEPTH,
                            (file, _) -> file.getFileName().toString().startsWith(name))) {
                if (files.findAny().isPresent()) {
                    return true;
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                // not there, or not for us: the next one
            }
        }
        return false;
    }

    /// Whether somebody can listen on this port of loopback.
    boolean portIsFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// How many files and sockets this process may have open; empty where that is not told.
    OptionalLong descriptors() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    /// Bytes of memory; empty where that is not told.
    OptionalLong memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getTotalMemorySize())
                : OptionalLong.empty();
    }

    /// Bytes that can still be written where this folder is or would be.
    long room(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.getFileStore(there).getUsableSpace();
    }

    /// Whether this process may read frames off an interface (Linux).
    boolean mayCapture() {
        try {
            Matcher found = EFFECTIVE.matcher(Files.readString(Path.of("/proc/self/status")));
            return found.find()
                    && (Long.parseUnsignedLong(found.group(1), 16) >> CAP_NET_RAW & 1) == 1;
        } catch (IOException e) {
            return false;
        }
    }
}

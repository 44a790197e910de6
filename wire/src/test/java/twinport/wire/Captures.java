// SPDX-License-Identifier: MIT
package twinport.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;
import twinport.wire.tls.SecretLog;

/// The captures the tests read, and the shortest way to read one.
public final class Captures {
    /// Tests run in the folder of their module.
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

    private static final String SHARED = "TWINPORT_CORPUS";

    private Captures() {}

    public static Path folder() {
        return ROOT.resolve("examples/captures");
    }

    public static Path own(String name) {
        return folder().resolve(name);
    }

    /// The captures of other projects, which are not part of this one; empty when they are not
    /// here.
    public static Optional<Path> others() {
        String named = System.getenv(SHARED);
        Path folder = named == null ? ROOT.resolve("../shared/corpus") : Path.of(named);
        return Optional.of(folder.resolve("zeek").normalize()).filter(Files::isDirectory);
    }

    /// All captures of this project.
    public static List<Path> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().contains(".pcap"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The secrets of the `.keys` file beside a capture; none without one.
    public static SecretLog secretsOf(Path capture) {
        SecretLog secrets = new SecretLog();
        Path keys = keysOf(capture);
        try {
            if (Files.exists(keys)) {
                secrets.add(Files.readAllBytes(keys));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets;
    }

    public static Path keysOf(Path capture) {
        String name = capture.getFileName().toString();
        return capture.resolveSibling(name.substring(0, name.indexOf(".pcap")) + ".keys");
    }

    public static List<Observation> read(Path capture, SecretLog secrets) {
        List<Observation> seen = new ArrayList<>();
        Reader reader = new Reader(seen::add, secrets);
        try (CaptureFile file = CaptureFile.open(capture)) {
            file.forEach(reader::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.end();
        return seen;
    }

    public static List<Observation> read(byte[] capture, SecretLog secrets) {
        List<Observation> seen = new ArrayList<>();
        Reader reader = new Reader(seen::add, secrets);
        try (CaptureFile file = CaptureFile.open(new ByteArrayInputStream(capture))) {
            file.forEach(reader::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.end();
        return seen;
    }

    /// The observations of one kind.
    public static <O extends Observation> List<O> only(Class<O> kind, List<Observation> all) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.read.SecretsInserter;

/// `twinport decrypt`: a capture with its secrets inside, or without them.
@Command(
        name = "decrypt",
        description = {
            "Write a capture anew as pcapng with its TLS secrets inside, so that Wireshark opens it"
                    + " decrypted; or, with --strip, without them."
        },
        footer = {
            "",
            "Exit codes: 0 written; 1 written, but no secret is of a session in it; 2 wrong"
                    + " arguments; 6 the capture or the key log can't be read."
        })
final class DecryptCommand implements Callable<Integer> {
    private static final long ALL_SECRETS_BYTES_MAX = 256L << 20;
    private static final int WRITE_BYTES = 1 << 16;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "A pcap or pcapng file, plain or gzip; - for standard input.")
    private @Nullable Path file;

    @Option(
            names = {"-w", "--write"},
            required = true,
            paramLabel = "OUT",
            description = "The pcapng file to write (mode 0600).")
    private @Nullable Path out;

    @Option(names = "--keylog", paramLabel = "FILE", description = "TLS secrets (NSS key log).")
    private @Nullable Path keyLog;

    @Option(
            names = "--all-secrets",
            description = "Put in all of the key log, not only the secrets of sessions seen.")
    private boolean allSecrets;

    @Option(names = "--strip", description = "Leave out all secrets that the capture holds.")
    private boolean strip;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    DecryptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (strip && (keyLog != null || allSecrets)) {
            throw new Failure(
                    Exit.USAGE, "--strip takes secrets out, a key log puts them in", "drop one");
        }
        if (!strip && keyLog == null) {
            throw new Failure(
                    Exit.USAGE,
                    "there are no secrets to put in",
                    "add --keylog FILE; or --strip, to take out those inside");
        }
        Path from = Objects.requireNonNull(file); // picocli demands both
        Path to = Objects.requireNonNull(out);
        refuseOverwriting(from, to);
        var outcome = CaptureInput.with(from, capture -> write(capture, to));
        outcome.faults()
                .forEach(fault ->
                        terminal.warn(
                                from
                                        + ": at byte "
                                        + fault.position()
                                        + ": "
                                        + fault.what()
                                        + " ("
                                        + fault.rule()
                                        + ")"));
        return strip ? stripped(outcome, to) : inserted(outcome, to);
    }

    private int stripped(SecretsInserter.Outcome outcome, Path to) {
        terminal.err().println(to + ": " + outcome.frames() + " frames, no secrets");
        return Exit.FINE;
    }

    private int inserted(SecretsInserter.Outcome outcome, Path to) {
        terminal.err()
                .println(
                        to
                                + ": "
                                + outcome.frames()
                                + " frames; of "
                                + outcome.sessions()
                                + " TLS sessions, "
                                + outcome.opened()
                                + " got secrets"
                                + (outcome.openedBefore() > 0
                                        ? " and " + outcome.openedBefore() + " had theirs"
                                        : ""));
        boolean any = outcome.opened() + outcome.openedBefore() > 0;
        if (any || allSecrets) {
            terminal.warn(to + " holds secrets: who has it reads what was sealed (mode 0600)");
        }
        if (any) {
            return Exit.FINE;
        }
        terminal.error(
                "no secret of " + keyLog + " is of a session in the capture",
                "twinport keys lists the sessions and their client randoms");
        return Exit.NOT_GOOD;
    }

    private static void refuseOverwriting(Path from, Path to) {
        try {
            if (Files.exists(to) && Files.exists(from) && Files.isSameFile(from, to)) {
                throw new Failure(
                        Exit.USAGE, to + " is the capture itself", "write to another file");
            }
        } catch (IOException e) {
            throw unwritable(to, e);
        }
        if (Files.isDirectory(to)) {
            throw new Failure(Exit.USAGE, to + " is a folder", "name a file in it");
        }
    }

    /// Writes beside the place and moves, so that a failure leaves what was there.
    private SecretsInserter.Outcome write(CaptureFile capture, Path to) {
        Path folder = Objects.requireNonNull(to.toAbsolutePath().getParent());
        Path part = null;
        try {
            part = secretFile(folder);
            SecretsInserter.Outcome outcome;
            try (OutputStream stream =
                    new BufferedOutputStream(Files.newOutputStream(part), WRITE_BYTES)) {
                outcome = copy(capture, stream);
            }
            if (outcome.frames() == 0 && !outcome.faults().isEmpty()) {
                throw CaptureInput.unreadable(
                        file + ": " + outcome.faults().getFirst().what(),
                        "is it a pcap or pcapng file?");
            }
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            return outcome;
        } catch (IOException e) {
            throw unwritable(to, e);
        } finally {
            remove(part);
        }
    }

    private SecretsInserter.Outcome copy(CaptureFile capture, OutputStream stream)
            throws IOException {
        if (strip) {
            return SecretsInserter.strip(capture, stream);
        }
        if (!allSecrets) {
            return SecretsInserter.insert(capture, stream, CaptureInput.secrets(keyLog));
        }
        CaptureInput.secrets(keyLog); // says what is wrong with it
        Path log = Objects.requireNonNull(keyLog);
        if (Files.size(log) > ALL_SECRETS_BYTES_MAX) {
            throw CaptureInput.unreadable(
                    "the key log " + log + " is larger than 256 MiB", "drop --all-secrets");
        }
        return SecretsInserter.insertAll(capture, stream, Files.readAllBytes(log));
    }

    /// A new file that only its owner reads, from its first moment on.
    private static Path secretFile(Path folder) throws IOException {
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        return Files.createTempFile(
                folder, ".twinport", ".pcapng", PosixFilePermissions.asFileAttribute(owner));
    }

    private static void remove(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private static Failure unwritable(Path file, IOException e) {
        return new Failure(
                Exit.USAGE, file + " can't be written: " + e.getMessage(), "name another place");
    }
}

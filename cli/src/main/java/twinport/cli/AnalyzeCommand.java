// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.findings.report.ExposureReader;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;

/// `twinport analyze`: what a capture tells.
@Command(
        name = "analyze",
        description = "Read a capture: conversations, MQTT packets, what is readable and what not.",
        footer = {
            "",
            "Exit codes: 0 read; 2 wrong arguments; 6 the capture or the key log can't be read.",
            "A capture that is damaged is read as far as it goes, and the damage reported."
        })
final class AnalyzeCommand implements Callable<Integer> {
    private static final long LARGEST_KEY_LOG_BYTES = 256L << 20;

    private enum Format {
        TEXT,
        JSON,
        TSV
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A pcap or pcapng file, plain or gzip.")
    private @Nullable Path file;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description =
                    "TLS secrets (NSS key log) to decrypt with; those in the file are used too.")
    private @Nullable Path keyLog;

    @Option(names = "--messages", description = "One row an MQTT packet instead of the summary.")
    private boolean messages;

    @Option(
            names = "--fields",
            split = ",",
            paramLabel = "F1,F2",
            description = "With --messages: the columns, by the names that tshark gives them.")
    private List<String> fields = List.of();

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "text or json; with --messages tsv too. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    AnalyzeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!messages && !fields.isEmpty()) {
            throw new Failure(Exit.USAGE, "--fields needs --messages", "add --messages");
        }
        if (!messages && format == Format.TSV) {
            throw new Failure(
                    Exit.USAGE, "--format tsv is for rows", "add --messages, or use text or json");
        }
        return messages ? rows() : summary();
    }

    private int summary() {
        var reader = new ExposureReader();
        read(reader::accept);
        var exposure = reader.finish();
        switch (format) {
            case JSON -> terminal.json(exposure);
            case TEXT, TSV -> new ExposureText(terminal).print(exposure);
        }
        boolean unreadable = exposure.frames() == 0 && exposure.faultsInAll() > 0;
        if (unreadable) {
            var fault = exposure.faults().getFirst();
            terminal.error(
                    file + ": " + fault.where() + ": " + fault.what() + " (" + fault.rule() + ")",
                    "is it a pcap or pcapng file?");
        }
        return unreadable ? Exit.UNREADABLE : Exit.FINE;
    }

    private int rows() {
        var rows =
                new MessageRows(
                        terminal,
                        fields,
                        MessageRows.Format.valueOf(format.name().toUpperCase(Locale.ROOT)));
        read(rows::accept);
        rows.finish();
        return Exit.FINE;
    }

    private void read(java.util.function.Consumer<CaptureBlock> sink) {
        if (keyLog != null) {
            sink.accept(new CaptureBlock.Secrets(secrets(keyLog)));
        }
        Path path = java.util.Objects.requireNonNull(file); // picocli demands it
        if (!Files.exists(path)) {
            throw new Failure(
                    Exit.UNREADABLE, "there is no file " + path, "name a pcap or pcapng file");
        }
        if (Files.isDirectory(path)) {
            throw new Failure(
                    Exit.UNREADABLE, path + " is a folder", "name a pcap or pcapng file in it");
        }
        try (var capture = CaptureFile.open(path)) {
            capture.forEach(sink);
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREADABLE,
                    path + " can't be read: " + e.getMessage(),
                    "is it readable for you?");
        }
    }

    private static byte[] secrets(Path file) {
        try {
            if (Files.size(file) > LARGEST_KEY_LOG_BYTES) {
                throw new Failure(
                        Exit.UNREADABLE,
                        "the key log " + file + " is larger than 256 MiB",
                        "cut it");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREADABLE,
                    "the key log can't be read: " + e.getMessage(),
                    "it is a text file in the NSS key log format");
        }
    }
}

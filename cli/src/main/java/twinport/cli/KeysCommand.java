// SPDX-License-Identifier: MIT
package twinport.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Reader;
import twinport.wire.tls.SecretLog;

/// `twinport keys`: the TLS sessions of a capture, and which of their secrets are known.
@Command(
        name = "keys",
        description = "List the TLS sessions of a capture and which of their secrets are known.",
        footer = {
            "",
            "Exit codes: 0 read; 2 wrong arguments; 6 the capture or the key log can't be read."
        })
final class KeysCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "A pcap or pcapng file, plain or gzip; - for standard input.")
    private @Nullable Path file;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description = "TLS secrets (NSS key log); those in the capture are used too.")
    private @Nullable Path keyLog;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "text, json, csv or tsv. Default: ${DEFAULT-VALUE}.")
    private KeyRows.Format format = KeyRows.Format.TEXT;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SecretLog secrets = CaptureInput.secrets(keyLog);
        if (secrets.unreadable() > 0) {
            terminal.warn(
                    keyLog + ": " + secrets.unreadable() + " lines are no lines of an NSS key log");
        }
        KeyRows rows = new KeyRows(terminal, format, secrets);
        Reader reader = new Reader(rows::observed, secrets);
        Path from = Objects.requireNonNull(file); // picocli demands it
        long frames =
                CaptureInput.with(
                        from,
                        capture -> {
                            long[] count = new long[1];
                            capture.forEach(block -> {
                                count[0] += block instanceof CaptureBlock.Fault ? 0 : 1;
                                reader.accept(block);
                            });
                            return count[0];
                        });
        reader.end();
        if (frames == 0 && rows.damage() != null) {
            throw CaptureInput.unreadable(
                    from + ": " + rows.damage(), "is it a pcap or pcapng file?");
        }
        rows.finish();
        if (secrets.dropped() > 0) {
            terminal.warn(secrets.dropped() + " secrets were passed over: there are too many");
        }
        return Exit.FINE;
    }
}

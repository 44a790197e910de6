// SPDX-License-Identifier: MIT
package twinport.cli;

import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.capture.CaptureSettings;
import twinport.capture.LiveCapture;
import twinport.capture.segment.LinkLayer;
import twinport.capture.source.InterfaceList;
import twinport.capture.source.SourceSettings;
import twinport.capture.source.Way;

/// `twinport capture`: frames of a network interface into a file.
@Command(
        name = "capture",
        description = "Capture real traffic from a network interface.",
        footer = {
            "",
            "Ctrl-C ends it, which is no error. Exit codes: 0 captured; 1 it ended by a failure, the",
            "file is whole up to there; 2 wrong arguments or filter; 3 no such interface, or nothing",
            "installed that captures; 5 no right to capture."
        })
final class CaptureCommand implements Callable<Integer> {
    static final String STANDARD_OUTPUT = "-";

    private final Terminal terminal;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IF",
            description = "The interface: eth0, lo, any ...")
    private @Nullable String interfaceName;

    @Option(
            names = {"-w", "--write"},
            paramLabel = "FILE",
            description = "The pcapng file; - is standard output. Default: in the data folder.")
    private @Nullable String file;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "BPF",
            defaultValue = "",
            description = "What to capture, in libpcap's language, as 'tcp port 1883'.")
    private String filter = "";

    @Option(names = "--live", description = "Print one row a message while it captures.")
    private boolean live;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "End after this time (40s, 5m).")
    private @Nullable Duration howLong;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "End after so many frames.")
    private @Nullable Long count;

    @Option(
            names = "--limit",
            paramLabel = "SIZE",
            converter = Amounts.class,
            description = "End when the file has this size; with --ring, keep so much.")
    private @Nullable Long limit;

    @Option(
            names = "--ring",
            paramLabel = "N",
            description = "Go on in N files, of which the oldest goes. Together --limit, or 1GB.")
    private @Nullable Integer ring;

    @Option(
            names = {"-s", "--snaplen"},
            paramLabel = "N",
            defaultValue = "262144",
            description = "Bytes to keep of each frame. Default: whole frames.")
    private int snapLength;

    @Option(
            names = {"-B", "--buffer"},
            paramLabel = "SIZE",
            defaultValue = "16MB",
            converter = Amounts.class,
            description = "The kernel's buffer. Default: ${DEFAULT-VALUE}.")
    private long buffer;

    @Option(
            names = {"-p", "--no-promiscuous-mode"},
            description = "Only frames that are for this machine.")
    private boolean notPromiscuous;

    @Option(
            names = "--with",
            paramLabel = "WAY",
            description = "libpcap, dumpcap or tcpdump. Default: the first that works.")
    private @Nullable Way way;

    @Option(
            names = {"-D", "--list-interfaces"},
            description = "Show the interfaces and exit.")
    private boolean list;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder. Default: $XDG_DATA_HOME/twinport.")
    private @Nullable Path data;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    CaptureCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            return listInterfaces();
        }
        var plan =
                new CaptureRun.Plan(
                        source(),
                        Optional.ofNullable(way),
                        toStandardOutput() ? Optional.empty() : Optional.of(files()),
                        new LiveCapture.Limits(
                                atLeastOne(count, "--count").orElse(Long.MAX_VALUE),
                                ring == null && limit != null ? limit : Long.MAX_VALUE),
                        live,
                        Optional.ofNullable(howLong));
        return CaptureRun.run(terminal, plan);
    }

    private SourceSettings source() {
        if (interfaceName == null || interfaceName.isBlank() || interfaceName.startsWith("-")) {
            throw usage("no interface is named", "add -i NAME; --list-interfaces shows them");
        }
        if (snapLength < 1 || snapLength > SourceSettings.MAX_SNAP_LENGTH) {
            throw usage(
                    "--snaplen " + snapLength + " is not possible",
                    "it is 1 to " + SourceSettings.MAX_SNAP_LENGTH);
        }
        if (buffer < SourceSettings.MIN_BUFFER_BYTES || buffer > SourceSettings.MAX_BUFFER_BYTES) {
            throw usage("--buffer " + buffer + " is not possible", "it is 1MB to 1GB");
        }
        return new SourceSettings(
                interfaceName, filter, snapLength, (int) buffer, live, !notPromiscuous);
    }

    private boolean toStandardOutput() {
        if (!STANDARD_OUTPUT.equals(file)) {
            return false;
        }
        if (live) {
            throw usage(
                    "-w - and --live both want standard output", "write to a file, or leave one");
        }
        if (ring != null) {
            throw usage("--ring needs files, and -w - is none", "write to a file");
        }
        if (terminal.isTerminal()) {
            throw usage(
                    "standard output is a terminal, which can't show a capture",
                    "send it on, as in: twinport capture -i lo -w - | tshark -r -");
        }
        return true;
    }

    private CaptureSettings files() {
        Path where =
                file == null
                        ? CapturePlace.usual(
                                data,
                                String.valueOf(interfaceName),
                                LocalDateTime.now(ZoneId.systemDefault()))
                        : Path.of(file);
        int files =
                atLeastOne(ring == null ? null : ring.longValue(), "--ring").orElse(1L).intValue();
        if ((files == 1 && ring != null) || files > CaptureSettings.MAX_RING_FILES) {
            throw usage(
                    "--ring " + ring + " is not possible",
                    "it is 2 to " + CaptureSettings.MAX_RING_FILES);
        }
        long size = ring == null || limit == null ? CaptureSettings.DEFAULT_SIZE_LIMIT : limit;
        if (size < CaptureSettings.MIN_SIZE_LIMIT) {
            throw usage("--limit is too small for a ring", "it is at least 256kB");
        }
        return new CaptureSettings(
                where,
                size,
                files,
                CapturePlace.application(),
                java.util.Map.of(),
                LinkLayer.ETHERNET,
                null);
    }

    private static Optional<Long> atLeastOne(@Nullable Long number, String option) {
        if (number != null && number < 1) {
            throw usage(option + " " + number + " is not possible", "it is at least 1");
        }
        return Optional.ofNullable(number);
    }

    private static Failure usage(String what, String hint) {
        return new Failure(Exit.USAGE, what, hint);
    }

    private int listInterfaces() {
        try {
            List<List<String>> rows =
                    InterfaceList.read().stream()
                            .map(one ->
                                    List.of(
                                            one.name(),
                                            String.join(" ", one.addresses()),
                                            one.description()))
                            .toList();
            terminal.table(List.of("INTERFACE", "ADDRESSES", "DESCRIPTION"), rows);
            terminal.out().flush();
            return Exit.FINE;
        } catch (SocketException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "the interfaces can't be listed: " + e.getMessage(),
                    "ip link shows them");
        }
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.StatisticsText;
import twinport.cli.Terminal;
import twinport.cli.report.ReportFormat;
import twinport.cli.report.ReportOptions;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;
import twinport.wire.field.RowWriter;
import twinport.wire.field.Unit;

/// `twinport analyze`: what a capture tells.
@Command(
        name = "analyze",
        description = "Read a capture: conversations, MQTT packets, what is readable and what not.",
        footer = {
            "",
            "Exit codes: 0 read; 1 with --findings, findings as bad as --fail-on; 2 wrong arguments; 6 the"
                    + " capture or the key log can't be read.",
            "A capture that is damaged is read as far as it goes, and the damage reported."
        })
public final class AnalyzeCommand implements Callable<Integer> {
    private static final List<String> MESSAGE_FIELDS =
            List.of(
                    "frame.number",
                    "frame.time_epoch",
                    "ip.src",
                    "tcp.srcport",
                    "ip.dst",
                    "tcp.dstport",
                    "mqtt.msgtype",
                    "mqtt.topic",
                    "mqtt.msg");
    private static final List<String> MESSAGE_TEXT_FIELDS =
            List.of(
                    "frame.number",
                    "frame.time_relative",
                    "twinport.source",
                    "twinport.target",
                    "twinport.protection",
                    "twinport.info");
    private static final List<String> FRAME_FIELDS =
            List.of(
                    "frame.number",
                    "frame.time_relative",
                    "twinport.source",
                    "twinport.target",
                    "twinport.protocol",
                    "frame.len",
                    "twinport.info");

    /// Threads that count; reading from a disk gains little from more.
    private static final int COUNTING_THREADS_MAX = 4;

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A pcap or pcapng file, plain or gzip; - reads standard input.")
    private @Nullable String file;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description =
                    "TLS secrets (NSS key log) to decrypt with; those in the file are used too.")
    private @Nullable Path keyLog;

    /// What is shown; the summary without any.
    static final class Shown {
        @Option(names = "--messages", description = "One row an MQTT packet.")
        boolean messages;

        @Option(names = "--packets", description = "One row a frame, and what it completed.")
        boolean packets;

        @Option(names = "--conversations", description = "One row a TCP connection.")
        boolean conversations;

        @Option(
                names = "--topics",
                description = "One row a topic: how often, how much, last value, publishers.")
        boolean topics;

        @Option(
                names = "--devices",
                description = "One row a client: identity, transport, will, what it did.")
        boolean devices;

        @Option(
                names = "--exchanges",
                description = "One row a QoS 1 or 2 message, or a request, and what answered it.")
        boolean exchanges;

        @Option(
                names = "--statistics",
                description = "How much of what, counted only: the quickest look.")
        boolean statistics;

        @Option(
                names = "--follow",
                paramLabel = "N",
                description = "Conversation N as a dialogue: who said what.")
        @Nullable Long follow;

        @Option(
                names = "--findings",
                description =
                        "Judge by the catalogue of checks: what is wrong, and what an eavesdropper knows.")
        boolean findings;

        @Option(names = "--list-fields", description = "The fields there are; needs no FILE.")
        boolean listFields;
    }

    @ArgGroup(exclusive = true)
    private Shown shown = new Shown();

    @Option(
            names = "--fields",
            split = ",",
            paramLabel = "F1,F2",
            description =
                    "The columns, by the names that tshark gives them. Without --messages or"
                            + " --packets: one row for each unit that has such fields.")
    private List<String> fields = List.of();

    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            description = "Only what fits, as 'mqtt.topic ~ \"lab/#\" && tcp.port == 1883'.")
    private @Nullable String filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most N rows.",
            defaultValue = "9223372036854775807",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private long limit;

    @Option(
            names = "--format",
            defaultValue = "text",
            description =
                    "text, tsv, csv, json or jsonl; summary and findings are text or json, and --report writes"
                            + " findings in other formats.")
    private RowWriter.Format format = RowWriter.Format.TEXT;

    @Mixin private ReportOptions report = new ReportOptions();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    public AnalyzeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            return run(new StandardOutput(terminal.out()));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof StandardOutput.Closed) {
                return Exit.FINE; // whoever reads has enough
            }
            throw e;
        }
    }

    private int run(OutputStream out) {
        if (shown.listFields) {
            FieldList.write(format, out);
            return Exit.FINE;
        }
        String named = file;
        if (named == null) {
            throw new Failure(
                    Exit.USAGE,
                    "no capture is named",
                    "name a pcap or pcapng file, or - for stdin");
        }
        check();
        if (shown.statistics) {
            return count(named);
        }
        RowFilter wanted = new RowFilter(filter);
        boolean summary = isSummary();
        if (summary && wanted.needsFrames()) {
            throw new Failure(
                    Exit.USAGE,
                    "the summary can't be filtered by fields of frames",
                    "use --messages, --packets or --conversations");
        }
        boolean rowsOnTerminal = terminal.isTerminal() && (isStreamed() || shown.follow != null);
        Progress progress =
                new Progress(
                        terminal.err(),
                        terminal.isTerminal() && !rowsOnTerminal,
                        InstantSource.system());
        var input = new CaptureInput(terminal, named, keyLog, progress);
        if (shown.findings) {
            return judge(named, input);
        }
        int exit = input.show(output(named, out, wanted), !summary);
        wanted.tellGivenUp(terminal);
        return exit;
    }

    private int judge(String named, CaptureInput input) {
        report.check();
        CaptureFindings findings = new CaptureFindings(named);
        int exit = input.show(findings, true);
        if (exit != Exit.FINE) {
            return exit;
        }
        return findings.tell(
                terminal,
                report,
                format == RowWriter.Format.JSON ? ReportFormat.JSON : ReportFormat.TEXT,
                InstantSource.system());
    }

    private int count(String named) {
        var input =
                new CaptureInput(
                        terminal,
                        named,
                        keyLog,
                        new Progress(terminal.err(), false, InstantSource.system()));
        var text = new StatisticsText(terminal);
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), COUNTING_THREADS_MAX);
        return input.count(threads, format == RowWriter.Format.JSON ? text::json : text::print);
    }

    private boolean isStreamed() {
        return shown.messages || shown.packets || !fields.isEmpty();
    }

    private boolean isSummary() {
        return !isStreamed()
                && !shown.conversations
                && !shown.topics
                && !shown.devices
                && !shown.statistics
                && !shown.exchanges
                && !shown.findings
                && shown.follow == null;
    }

    private void check() {
        boolean table =
                shown.conversations
                        || shown.topics
                        || shown.devices
                        || shown.statistics
                        || shown.exchanges
                        || shown.findings
                        || shown.follow != null;
        if (table && !fields.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "--fields are columns of messages and packets",
                    "add --messages or --packets instead");
        }
        if (filter != null && (shown.statistics || shown.exchanges || shown.findings)) {
            throw new Failure(
                    Exit.USAGE,
                    "--statistics, --exchanges and --findings take everything",
                    "leave out --filter, or filter --messages");
        }
        if (limit < 0) {
            throw new Failure(Exit.USAGE, "--limit " + limit, "it is a number of rows");
        }
        boolean tables = isSummary() || shown.statistics || shown.findings;
        boolean rows = format != RowWriter.Format.TEXT && format != RowWriter.Format.JSON;
        if (tables && rows) {
            throw new Failure(
                    Exit.USAGE,
                    "--format " + format.name().toLowerCase(Locale.ROOT) + " is for rows",
                    "add --messages, or use text or json");
        }
    }

    private CaptureOutput output(String named, OutputStream out, RowFilter wanted) {
        if (shown.exchanges) {
            return new ExchangeRows(format, out, limit);
        }
        if (shown.conversations) {
            return new Conversations(format, out, wanted, limit, terminal);
        }
        if (shown.topics) {
            return new Topics(format, out, wanted, limit, terminal);
        }
        if (shown.devices) {
            return new DeviceRows(format, out, wanted, limit, terminal);
        }
        if (shown.follow != null) {
            return new Dialogue(format, out, wanted, shown.follow, limit);
        }
        if (isSummary()) {
            return new Summary(terminal, format == RowWriter.Format.JSON, wanted);
        }
        return rows(named, out, wanted);
    }

    private CaptureOutput rows(String named, OutputStream out, RowFilter wanted) {
        List<Field> columns = columns();
        RowWriter writer = RowWriter.ofFields(format, columns, out);
        Set<Unit> units = shown.messages ? EnumSet.of(Unit.MQTT) : UnitRows.unitsOf(columns);
        if (shown.packets || units.isEmpty()) {
            return new FrameRows(writer, columns, wanted, limit);
        }
        return new UnitRows(writer, columns, units, wanted, limit, CaptureInput.isStream(named));
    }

    private List<Field> columns() {
        List<String> names = fields;
        if (names.isEmpty()) {
            boolean people = format == RowWriter.Format.TEXT;
            names = shown.packets ? FRAME_FIELDS : people ? MESSAGE_TEXT_FIELDS : MESSAGE_FIELDS;
        }
        List<Field> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(
                    Fields.named(name)
                            .orElseThrow(() ->
                                    new Failure(
                                            Exit.USAGE,
                                            "there is no field " + name,
                                            "the nearest is "
                                                    + Fields.nearest(name)
                                                    + "; --list-fields shows all")));
        }
        return columns;
    }
}

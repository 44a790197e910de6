// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import twinport.cli.Terminal;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryExport;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.StoredMessage;

/// `twinport history query`.
@Command(
        name = "query",
        sortOptions = false,
        description = "Find messages, in the order they were kept.",
        footer = {
            "",
            "A payload that is no text is shown in base 64; control characters are escaped. What has",
            "to come back byte by byte, export writes."
        })
final class QueryCommand extends HistoryAction {
    private final InstantSource clock;

    @Mixin private Selection selection = new Selection();
    @Mixin private Selection.Sender sender = new Selection.Sender();

    @Option(names = "--format", description = "text, csv, json or jsonl. Default: text.")
    private Rows.Format format = Rows.Format.TEXT;

    QueryCommand(Terminal terminal, InstantSource clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    void run(Database database) throws SQLException, HistoryException {
        var query = sender.narrow(selection.query(clock.instant()));
        try (History history = History.open(database);
                Rows rows = rows()) {
            history.messages(query, found -> add(rows, found));
        }
    }

    private Rows rows() {
        return format == Rows.Format.TEXT
                ? new Rows(terminal(), format, "time", "device", "transport", "topic", "payload")
                : new Rows(
                        terminal(),
                        format,
                        "time",
                        "run",
                        "device",
                        "clientId",
                        "transport",
                        "topic",
                        "qos",
                        "retained",
                        "fromLab",
                        "properties",
                        "encoding",
                        "payload");
    }

    private void add(Rows rows, StoredMessage found) {
        HistoryMessage message = found.message();
        String time = HistoryExport.time(message.epochNanos());
        String transport = message.transport().name().toLowerCase(Locale.ROOT);
        var text = Cells.text(message.payload());
        String payload =
                text.orElseGet(() -> Base64.getEncoder().encodeToString(message.payload()));
        if (format == Rows.Format.TEXT) {
            String shown = text.isPresent() ? payload : "base64:" + payload;
            rows.add(time, message.identity(), transport, message.topic(), shown);
            return;
        }
        rows.add(
                time,
                found.run(),
                message.identity(),
                message.clientId(),
                transport,
                message.topic(),
                message.qos(),
                message.retained(),
                message.fromLab(),
                message.properties().isEmpty()
                        ? null
                        : JsonMapper.shared().readTree(message.properties()),
                text.isPresent() ? "text" : "base64",
                payload);
    }
}

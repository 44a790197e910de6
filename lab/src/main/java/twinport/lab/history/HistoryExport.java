// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes whole runs as lines of JSON, one object with one key a line:
///
/// ```
/// {"run":{"name":"...","lab":"...","started":"...","ended":"...","lost":0}}
/// {"gap":{"from":"...","to":"...","lost":3}}
/// {"message":{"at":"...","fromLab":false,"identity":"...","clientId":"...","transport":"PLAIN",
///    "topic":"...","qos":0,"retained":false,"properties":{...},"payload":"base 64"}}
/// {"end":{"messages":1}}
/// ```
///
/// Times are those of ISO 8601 with up to nine digits of a second. `ended` and `properties` are
/// left out where there is nothing to say. [HistoryImport] reads it.
public final class HistoryExport {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final History history;
    private final OutputStream out;

    public HistoryExport(History history, OutputStream out) {
        this.history = history;
        this.out = out;
    }

    /// Writes a run as far as it is stored now.
    ///
    /// @return how many messages that are
    public long write(RunInfo run) throws SQLException, IOException {
        ObjectNode head = JSON.createObjectNode();
        ObjectNode about = head.putObject("run");
        about.put("name", run.name()).put("lab", run.lab()).put("started", time(run.started()));
        run.ended().ifPresent(ended -> about.put("ended", time(ended)));
        about.put("lost", run.lost());
        line(head);
        for (Gap gap : history.gaps(run)) {
            ObjectNode line = JSON.createObjectNode();
            line.putObject("gap")
                    .put("from", time(gap.fromNanos()))
                    .put("to", time(gap.toNanos()))
                    .put("lost", gap.lost());
            line(line);
        }
        long messages;
        try {
            messages = history.messages(HistoryQuery.ALL.ofRun(run.name()), this::message);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        ObjectNode end = JSON.createObjectNode();
        end.putObject("end").put("messages", messages);
        line(end);
        return messages;
    }

    private void message(StoredMessage stored) {
        HistoryMessage message = stored.message();
        ObjectNode line = JSON.createObjectNode();
        ObjectNode fields = line.putObject("message");
        fields.put("at", time(message.epochNanos()))
                .put("fromLab", message.fromLab())
                .put("identity", message.identity())
                .put("clientId", message.clientId())
                .put("transport", message.transport().name())
                .put("topic", message.topic())
                .put("qos", message.qos())
                .put("retained", message.retained());
        if (!message.properties().isEmpty()) {
            fields.set("properties", JSON.readTree(message.properties()));
        }
        fields.put("payload", Base64.getEncoder().encodeToString(message.payload()));
        try {
            line(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(ObjectNode line) throws IOException {
        out.write(JSON.writeValueAsBytes(line));
        out.write('\n');
    }

    /// A time as text.
    public static String time(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos).toString();
    }
}

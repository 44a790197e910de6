// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Fields;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// One row an MQTT packet, with the values as tshark prints them; never several packets in one row.
/// Rows are written as they are read, so that a capture of any size fits.
final class MessageRows {
    private static final List<String> USUAL =
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

    enum Format {
        TEXT,
        JSON,
        TSV
    }

    private final Terminal terminal;
    private final List<String> fields;
    private final Format format;
    private final Reader reader = new Reader(this::observed);
    private boolean first = true;
    private long rows;

    MessageRows(Terminal terminal, List<String> fields, Format format) {
        this.terminal = terminal;
        this.fields = fields.isEmpty() ? USUAL : List.copyOf(fields);
        this.format = format;
        for (String field : this.fields) {
            if (!Fields.names().contains(field)) {
                throw new Failure(
                        Exit.USAGE,
                        "there is no field " + field,
                        "fields are " + String.join(", ", Fields.names()));
            }
        }
    }

    void accept(CaptureBlock block) {
        if (first) {
            begin();
        }
        reader.accept(block);
    }

    void finish() {
        if (first) {
            begin();
        }
        reader.end();
        if (format == Format.JSON) {
            terminal.out().println(rows == 0 ? "]" : "\n]");
        }
        terminal.out().flush();
    }

    private void begin() {
        first = false;
        switch (format) {
            case JSON -> terminal.out().print("[");
            case TEXT -> terminal.out().println(String.join("  ", fields));
            case TSV -> {} // as tshark -T fields: no heading
        }
    }

    /// Writes the row of an observation that is a message; other readers than our own may bring it.
    void observed(Observation observation) {
        if (!(observation instanceof Observation.MqttSeen row)) {
            return;
        }
        if (first) {
            begin();
        }
        switch (format) {
            case TEXT -> terminal.out().println(line(row, "  "));
            case TSV -> terminal.out().println(line(row, "\t"));
            case JSON -> {
                Map<String, @Nullable String> values = new LinkedHashMap<>();
                fields.forEach(field -> values.put(field, Fields.value(field, row)));
                terminal.out().print(rows == 0 ? "\n" : ",\n");
                terminal.out().print(JsonMapper.shared().writeValueAsString(values));
            }
        }
        rows++;
    }

    private String line(Observation.MqttSeen row, String between) {
        var line = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            String value = Fields.value(fields.get(i), row);
            line.append(i == 0 ? "" : between).append(value == null ? "" : escaped(value));
        }
        return line.toString();
    }

    /// A value stays on its line and in its column, as with tshark.
    private static String escaped(String value) {
        var text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        return text.toString();
    }
}

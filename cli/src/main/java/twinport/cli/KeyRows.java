// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.SecretLabel;
import twinport.wire.tls.SecretLog;
import twinport.wire.tls.TlsFacts;

/// One row a TLS conversation, written when it closes.
final class KeyRows {
    private static final int WRONG_PLACES_SHOWN = 10;

    enum Format {
        TEXT,
        JSON,
        CSV,
        TSV
    }

    private final Terminal terminal;
    private final Format format;
    private final SecretLog secrets;
    private long rows;
    private int damages;
    private @Nullable String damage;

    KeyRows(Terminal terminal, Format format, SecretLog secrets) {
        this.terminal = terminal;
        this.format = format;
        this.secrets = secrets;
    }

    /// The first damage of the capture; null while it is sound.
    @Nullable String damage() {
        return damage;
    }

    void observed(Observation observation) {
        if (observation instanceof Observation.CaptureDamaged(CaptureBlock.Fault fault)) {
            String text = "at byte " + fault.position() + ": " + fault.what();
            damage = damage == null ? text : damage;
            if (damages++ < WRONG_PLACES_SHOWN) {
                terminal.warn(text + " (" + fault.rule() + ")");
            }
        } else if (observation instanceof Observation.ConversationClosed closed) {
            Conversation.Tls tls = closed.conversation().tls();
            if (tls != null) {
                row(values(closed.conversation(), tls));
            }
        }
    }

    private void row(Map<String, Object> values) {
        switch (format) {
            case TEXT -> text(values);
            case JSON -> {
                terminal.out().print(rows == 0 ? "[\n" : ",\n");
                terminal.out().print(JsonMapper.shared().writeValueAsString(values));
            }
            case CSV -> separated(values, ",");
            case TSV -> separated(values, "\t");
        }
        rows++;
    }

    void finish() {
        switch (format) {
            case TEXT -> {
                if (rows == 0) {
                    terminal.out().println("no TLS");
                }
            }
            case JSON -> terminal.out().println(rows == 0 ? "[]" : "\n]");
            case CSV, TSV -> {}
        }
        terminal.out().flush();
    }

    private Map<String, Object> values(Conversation conversation, Conversation.Tls tls) {
        TlsFacts facts = tls.facts();
        HandshakeMessage.ClientHello hello = facts.clientHello();
        Set<SecretLabel> known = EnumSet.noneOf(SecretLabel.class);
        if (hello != null) {
            known.addAll(secrets.labelsOf(hello.random()));
        }
        Set<SecretLabel> missing = EnumSet.noneOf(SecretLabel.class);
        missing.addAll(facts.secretsNeeded());
        missing.removeAll(known);
        if (facts.recordsSealed() == 0 && facts.recordsOpened() > 0) {
            missing.clear(); // a session resumed has its secret from the one before
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("conversation", conversation.id());
        values.put("client", conversation.client().toString());
        values.put("server", conversation.server().toString());
        values.put("client_random", hello == null ? "" : HexFormat.of().formatHex(hello.random()));
        values.put("version", tls.version() == null ? "" : tls.version().toString());
        values.put("suite", tls.suite() == null ? "" : tls.suite());
        values.put("server_name", tls.serverName() == null ? "" : tls.serverName());
        values.put("resumption", word(facts.resumption()));
        values.put("early_data", word(facts.earlyData()));
        values.put("secrets", labels(known));
        values.put("missing", labels(missing));
        values.put("records_opened", facts.recordsOpened());
        values.put("records_sealed", facts.recordsSealed());
        values.put("reasons", facts.obstacles());
        return values;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<String> labels(Set<SecretLabel> labels) {
        return labels.stream().map(SecretLabel::label).toList();
    }

    private void text(Map<String, Object> values) {
        var out = terminal.out();
        out.println(
                terminal.bold(
                        values.get("conversation")
                                + "  "
                                + values.get("client")
                                + " -> "
                                + values.get("server")
                                + "  "
                                + shown("server_name", values)));
        String version = shown("version", values);
        if (!version.isEmpty()) {
            line("session", version + " " + shown("suite", values));
            line("resumption", shown("resumption", values));
            line("early data", shown("early_data", values));
        }
        line("client random", shown("client_random", values));
        line("secrets", shown("secrets", values));
        line("missing", shown("missing", values));
        line(
                "records",
                values.get("records_opened")
                        + " opened, "
                        + values.get("records_sealed")
                        + " sealed");
        for (Object reason : (List<?>) values.getOrDefault("reasons", List.of())) {
            line("", String.valueOf(reason));
        }
    }

    private void line(String name, String value) {
        terminal.out()
                .println(
                        "    "
                                + name
                                + " ".repeat(Math.max(1, 15 - name.length()))
                                + (value.isEmpty() ? "-" : value));
    }

    private static String shown(String name, Map<String, Object> values) {
        Object value = values.getOrDefault(name, "");
        return clean(
                value instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                        : String.valueOf(value));
    }

    private void separated(Map<String, Object> values, String between) {
        if (rows == 0) {
            terminal.out().println(String.join(between, values.keySet()));
        }
        List<String> cells = new ArrayList<>();
        for (String name : values.keySet()) {
            String cell = shown(name, values);
            boolean quoted = format == Format.CSV && (cell.contains(",") || cell.contains("\""));
            cells.add(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        terminal.out().println(String.join(between, cells));
    }

    /// A name from the wire stays on its line and does nothing to the terminal.
    private static String clean(String text) {
        return text.chars()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import twinport.findings.report.ConversationExposure;
import twinport.findings.report.Exposure;
import twinport.findings.report.MessageExposure;
import twinport.findings.report.PortExposure;
import twinport.wire.field.TextRows;

/// The summary of a capture for people.
public final class ExposureText {
    private static final int ROWS_SHOWN = 20;
    private static final int TOPICS_SHOWN = 10;

    private final Terminal terminal;

    public ExposureText(Terminal terminal) {
        this.terminal = terminal;
    }

    public void print(Exposure exposure) {
        ports(exposure);
        conversations(exposure.conversations());
        readable(exposure.conversations());
        messages(exposure);
        faults(exposure);
    }

    private void ports(Exposure exposure) {
        terminal.out().println(exposure.frames() + " frames");
        terminal.out().println();
        List<List<String>> rows = new ArrayList<>();
        for (PortExposure port : exposure.ports().values()) {
            rows.add(
                    List.of(
                            String.valueOf(port.port()),
                            String.valueOf(port.conversations()),
                            String.valueOf(port.readable()),
                            String.valueOf(port.sealed()),
                            String.valueOf(port.sealedBytes()),
                            String.valueOf(port.decrypted())));
        }
        terminal.table(
                List.of(
                        "port",
                        "conversations",
                        "readable messages",
                        "sealed records",
                        "sealed bytes",
                        "decrypted messages"),
                rows);
    }

    private void conversations(List<ConversationExposure> all) {
        terminal.out().println();
        List<List<String>> rows = new ArrayList<>();
        for (ConversationExposure one : all.stream().limit(ROWS_SHOWN).toList()) {
            rows.add(
                    List.of(
                            String.valueOf(one.id()),
                            one.client(),
                            one.server(),
                            one.protocol(),
                            described(one),
                            packets(one.packets()),
                            one.ending()));
        }
        terminal.table(
                List.of("no.", "client", "server", "protocol", "version", "packets", "ending"),
                rows);
        more(all.size(), ROWS_SHOWN, "conversations");
    }

    private static String described(ConversationExposure one) {
        var parts = new ArrayList<String>();
        if (one.tlsVersion() != null) {
            parts.add(one.tlsVersion());
        }
        if (one.cipherSuite() != null) {
            parts.add(one.cipherSuite());
        }
        if (one.serverName() != null) {
            parts.add("SNI " + one.serverName());
        }
        if (one.mqttVersion() != null) {
            parts.add(one.mqttVersion());
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    private static String packets(Map<String, Long> packets) {
        return packets.isEmpty()
                ? "-"
                : packets.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
    }

    private void readable(List<ConversationExposure> all) {
        for (ConversationExposure one : all.stream().limit(ROWS_SHOWN).toList()) {
            boolean says =
                    !one.identities().isEmpty()
                            || !one.topics().isEmpty()
                            || !one.undecryptable().isEmpty();
            if (!says) {
                continue;
            }
            terminal.out().println();
            terminal.out()
                    .println(
                            terminal.bold(
                                    "conversation "
                                            + one.id()
                                            + ", "
                                            + (one.decrypted()
                                                    ? "opened with a key log"
                                                    : "as anybody on the wire sees it")));
            for (var identity : one.identities()) {
                terminal.out()
                        .println(
                                "  client id "
                                        + safe(identity.clientId())
                                        + (identity.userName() == null
                                                ? ""
                                                : ", user " + safe(identity.userName()))
                                        + (identity.password() == null
                                                ? ""
                                                : ", password " + identity.password()));
            }
            one.topics().entrySet().stream()
                    .limit(TOPICS_SHOWN)
                    .forEach(e ->
                            terminal.out()
                                    .println(
                                            "  topic "
                                                    + safe(e.getKey())
                                                    + "  "
                                                    + e.getValue()
                                                    + " messages"));
            more(one.topics().size(), TOPICS_SHOWN, "topics");
            one.undecryptable().forEach(why -> terminal.out().println("  sealed: " + why));
        }
    }

    private void messages(Exposure exposure) {
        if (exposure.messages().isEmpty()) {
            return;
        }
        terminal.out().println();
        List<List<String>> rows = new ArrayList<>();
        for (MessageExposure one : exposure.messages().stream().limit(ROWS_SHOWN).toList()) {
            rows.add(
                    List.of(
                            String.valueOf(one.frame()),
                            String.valueOf(one.port()),
                            one.decrypted() ? "decrypted" : "readable",
                            safe(one.topic()),
                            safe(one.payload())));
        }
        terminal.table(List.of("frame", "port", "how", "topic", "payload"), rows);
        more(exposure.messagesInAll(), ROWS_SHOWN, "messages; --messages shows all");
    }

    private void faults(Exposure exposure) {
        if (exposure.gapBytes() > 0) {
            terminal.warn(exposure.gapBytes() + " bytes are missing from the capture (gaps)");
        }
        for (var fault : exposure.faults().stream().limit(ROWS_SHOWN).toList()) {
            terminal.warn(fault.where() + ": " + fault.what() + " (" + fault.rule() + ")");
        }
        if (exposure.faultsInAll() > ROWS_SHOWN) {
            terminal.warn("and " + (exposure.faultsInAll() - ROWS_SHOWN) + " more faults");
        }
    }

    private void more(long all, int shown, String what) {
        if (all > shown) {
            terminal.out().println("... and " + (all - shown) + " more " + what);
        }
    }

    /// Text from a capture must not steer the terminal.
    static String safe(String text) {
        return TextRows.safe(text);
    }
}

// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.wire.tls.HandshakeMessage;

/// Which connections the rules look at, and what they have in common.
final class Watched {
    /// TLS on these ports is something else than MQTT unless its packets say otherwise: the web,
    /// mail, directories, telephony, names.
    private static final Set<Integer> OTHERS =
            Set.of(443, 465, 563, 587, 636, 853, 989, 990, 993, 995, 5061, 5349);

    private static final Set<String> COMMAND_LEVELS =
            Set.of("cmd", "cmnd", "command", "commands", "rpc");
    private static final Set<String> ANSWER_LEVELS =
            Set.of("response", "reply", "result", "answer", "ack", "status", "state");

    private Watched() {}

    /// What a rule does with one TLS connection.
    interface OfTls {
        void judge(Connection connection, Tls tls, Gathered found);
    }

    /// Judges every TLS connection that may carry MQTT.
    static List<Outcome> eachTls(CaptureFacts facts, OfTls rule) {
        Gathered found = new Gathered();
        for (Connection connection : facts.connections()) {
            Tls tls = connection.tls();
            if (tls != null && mayBeMqtt(connection, tls)) {
                rule.judge(connection, tls, found);
            }
        }
        return found.outcomes();
    }

    static boolean mayBeMqtt(Connection connection, Tls tls) {
        if (connection.packets() > 0) {
            return true;
        }
        HandshakeMessage.ClientHello hello = tls.facts().clientHello();
        boolean web =
                hello != null
                        && hello.alpn().stream()
                                .anyMatch(each -> each.equals("h2") || each.startsWith("http/"));
        return !web && !OTHERS.contains(connection.server().port());
    }

    /// Traffic that stays in one machine and passed no tap harms less.
    static @Nullable Severity inClear(CaptureFacts facts, Connection connection) {
        return connection.loopback() && !facts.tapped() ? Severity.LOW : null;
    }

    static Map<Long, Connection> byId(CaptureFacts facts) {
        Map<Long, Connection> connections = new HashMap<>();
        facts.connections().forEach(each -> connections.put(each.id(), each));
        return connections;
    }

    /// Whether a topic asks a device to do something: a level is `cmd`, `cmnd`, `command(s)` or
    /// `rpc`, or the last is `set`; topics of answers are not meant.
    static boolean command(String topic) {
        String[] levels = topic.toLowerCase(Locale.ROOT).split("/", -1);
        String last = levels[levels.length - 1];
        if (ANSWER_LEVELS.contains(last)) {
            return false;
        }
        for (String level : levels) {
            if (COMMAND_LEVELS.contains(level)) {
                return true;
            }
        }
        return levels.length > 1 && last.equals("set");
    }

    /// The filter of a shared subscription (MQTT 5.0 §4.8.2), or the filter itself.
    static String withoutShare(String filter) {
        int name = filter.startsWith("$share/") ? filter.indexOf('/', "$share/".length()) : -1;
        return name < 0 ? filter : filter.substring(name + 1);
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }
}

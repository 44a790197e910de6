// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.Objects;
import twinport.wire.flow.FrameFacts;
import twinport.wire.read.Conversation;
import twinport.wire.read.Protection;

/// A row in words: what Wireshark's list shows as protocol and information.
public final class Words {
    private static final int[] FLAGS = {
        FrameFacts.SYN, FrameFacts.FIN, FrameFacts.RST, FrameFacts.PUSH, FrameFacts.ACK
    };
    private static final String[] FLAG_NAMES = {"SYN", "FIN", "RST", "PSH", "ACK"};

    private Words() {}

    /// The innermost protocol that was read.
    public static String protocol(Row row) {
        return switch (row.unit()) {
            case MQTT -> "MQTT";
            case RECORD, HANDSHAKE, ALERT -> tls(row);
            case FRAME -> frameProtocol(row.facts());
        };
    }

    private static String tls(Row row) {
        Conversation conversation = row.conversation();
        Conversation.Tls tls = conversation == null ? null : conversation.tls();
        return tls == null || tls.version() == null ? "TLS" : tls.version().toString();
    }

    private static String frameProtocol(@org.jspecify.annotations.Nullable FrameFacts facts) {
        if (facts == null || facts.ipVersion() == 0) {
            return facts == null ? "-" : facts.link().name();
        }
        return switch (facts.protocol()) {
            case 1 -> "ICMP";
            case 2 -> "IGMP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 44 -> "fragment";
            case 58 -> "ICMPv6";
            default -> "IPv" + facts.ipVersion();
        };
    }

    /// What is in it, on one line, and whether it was opened.
    public static String info(Row row) {
        boolean opened = row.protection() == Protection.DECRYPTED;
        boolean tls = row.unit() == Unit.HANDSHAKE || row.unit() == Unit.ALERT;
        return (tls && opened ? "opened " : "") + what(row);
    }

    /// What is in it, on one line. Text from the capture stands in it as it came.
    public static String what(Row row) {
        return switch (row.unit()) {
            case MQTT -> MqttWords.of(Objects.requireNonNull(row.packet()));
            case RECORD -> TlsWords.of(Objects.requireNonNull(row.record()));
            case HANDSHAKE -> TlsWords.of(Objects.requireNonNull(row.handshake()));
            case ALERT -> TlsWords.of(Objects.requireNonNull(row.alert()));
            case FRAME -> frameInfo(row.facts());
        };
    }

    private static String frameInfo(@org.jspecify.annotations.Nullable FrameFacts facts) {
        if (facts == null) {
            return "";
        }
        if (!facts.tcp()) {
            return facts.protocol() < 0 ? "" : "IP protocol " + facts.protocol();
        }
        StringBuilder words = new StringBuilder();
        words.append(facts.sourcePort()).append(" → ").append(facts.targetPort()).append(" [");
        String between = "";
        for (int i = 0; i < FLAGS.length; i++) {
            if (facts.has(FLAGS[i])) {
                words.append(between).append(FLAG_NAMES[i]);
                between = ", ";
            }
        }
        words.append("] Seq=").append(facts.relativeSequence());
        if (facts.has(FrameFacts.ACK)) {
            words.append(" Ack=").append(facts.relativeAcknowledged());
        }
        return words.append(" Len=").append(facts.payload()).toString();
    }
}

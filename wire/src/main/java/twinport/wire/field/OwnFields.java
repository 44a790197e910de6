// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static twinport.wire.field.Type.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Conversation;

/// Fields that tshark does not have.
final class OwnFields {
    private static final Set<Unit> READ =
            EnumSet.of(Unit.MQTT, Unit.RECORD, Unit.HANDSHAKE, Unit.ALERT);

    private OwnFields() {}

    static void addTo(List<Field> all) {
        text(
                all,
                "twinport.protection",
                "readable: anybody on the wire reads it; decrypted: opened with a key log; sealed.",
                READ,
                (row, to) -> to.text(protection(row)));
        text(
                all,
                "twinport.transport",
                "What carries it: tcp, tls, websocket, websocket over tls.",
                READ,
                (row, to) -> {
                    Conversation conversation = row.conversation();
                    if (conversation != null) {
                        to.text(transport(conversation));
                    }
                });
        text(
                all,
                "twinport.device",
                "Client id of the conversation, once a CONNECT told it.",
                READ,
                (row, to) -> {
                    String device = row.device();
                    if (device != null) {
                        to.text(device);
                    }
                });
        MqttFields.add(
                all,
                "twinport.topic",
                TEXT,
                "Topic of a PUBLISH only, what its alias stands for included.",
                (_, p, to) -> {
                    if (p instanceof Packet.Publish publish && publish.effectiveTopic() != null) {
                        to.text(publish.effectiveTopic());
                    }
                });
        text(
                all,
                "twinport.source",
                "Address and port of the sender.",
                Fields.ALL,
                (row, to) -> end(row.sourceAddress(), row.sourcePort(), to));
        text(
                all,
                "twinport.target",
                "Address and port of the receiver.",
                Fields.ALL,
                (row, to) -> end(row.targetAddress(), row.targetPort(), to));
        text(
                all,
                "twinport.protocol",
                "The innermost protocol that was read.",
                Fields.ALL,
                (row, to) -> to.text(Words.protocol(row)));
        text(
                all,
                "twinport.info",
                "What is in it, in words.",
                Fields.ALL,
                (row, to) -> to.text(Words.info(row)));
    }

    private static void text(
            List<Field> all, String name, String description, Set<Unit> units, Field.Source of) {
        all.add(new Field(name, TEXT, description, units, of));
    }

    private static String transport(Conversation conversation) {
        boolean tls = conversation.tls() != null;
        if (conversation.webSocket() != null) {
            return tls ? "websocket over tls" : "websocket";
        }
        return tls ? "tls" : "tcp";
    }

    private static String protection(Row row) {
        return row.record() != null && row.record().sealed()
                ? "sealed"
                : row.protection().name().toLowerCase(Locale.ROOT);
    }

    private static void end(@Nullable AddressText address, int port, Values to) {
        if (address != null) {
            String host = address.ipv6() && port >= 0 ? "[" + address + "]" : address.toString();
            to.text(port < 0 ? host : host + ":" + port);
        }
    }
}

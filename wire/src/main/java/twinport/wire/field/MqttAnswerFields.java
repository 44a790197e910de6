// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static twinport.wire.field.Type.*;

import java.util.List;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.ReasonCode;

/// Fields of acknowledgements and of what closes a connection.
final class MqttAnswerFields {
    private MqttAnswerFields() {}

    static void addTo(List<Field> all) {
        answers(all);
        reasons(all);
        grants(all);
    }

    private static void answers(List<Field> all) {
        MqttFields.add(
                all,
                "mqtt.conack.flags",
                NUMBER,
                "The acknowledge flags of CONNACK.",
                (_, p, to) -> {
                    if (p instanceof Packet.ConnAck ack) {
                        to.hexNumber(ack.sessionPresent() ? 1 : 0, 2);
                    }
                });
        MqttFields.add(
                all,
                "mqtt.conack.flags.sp",
                BOOLEAN,
                "The broker still has the session.",
                (row, p, to) -> {
                    if (p instanceof Packet.ConnAck ack && !row.oldest()) {
                        to.flag(ack.sessionPresent());
                    }
                });
        MqttFields.add(
                all,
                "mqtt.conack.val",
                NUMBER,
                "Return code of CONNACK before version 5.0.",
                (row, p, to) -> {
                    if (p instanceof Packet.ConnAck ack && !row.five()) {
                        to.number(ack.reason().number());
                    }
                });
        MqttFields.add(
                all,
                "mqtt.connack.reason_code",
                NUMBER,
                "Reason code of CONNACK.",
                (row, p, to) -> {
                    if (p instanceof Packet.ConnAck ack && row.five()) {
                        to.number(ack.reason().number());
                    }
                });
    }

    /// tshark prints a reason only where the packet holds it: after the packet identifier.
    private static void reasons(List<Field> all) {
        reason(all, "mqtt.puback.reason_code", Packet.PubAck.class, 2);
        reason(all, "mqtt.pubrec.reason_code", Packet.PubRec.class, 2);
        reason(all, "mqtt.pubrel.reason_code", Packet.PubRel.class, 2);
        reason(all, "mqtt.pubcomp.reason_code", Packet.PubComp.class, 2);
        reason(all, "mqtt.disconnect.reason_code", Packet.Disconnect.class, 0);
        reason(all, "mqtt.auth.reason_code", Packet.Auth.class, 0);
    }

    private static void reason(
            List<Field> all, String name, Class<? extends Packet> type, int before) {
        MqttFields.add(
                all,
                name,
                NUMBER,
                "Reason code, where the packet holds one (version 5.0).",
                (_, p, to) -> {
                    if (type.isInstance(p) && p.header().remainingLength() > before) {
                        to.number(MqttWords.reason(p).number());
                    }
                });
    }

    private static void grants(List<Field> all) {
        MqttFields.add(
                all,
                "mqtt.suback.qos",
                NUMBER,
                "QoS granted, or 128 for a refusal, before version 5.0.",
                (row, p, to) -> {
                    if (p instanceof Packet.SubAck ack && !row.five()) {
                        numbers(ack.reasons(), to);
                    }
                });
        MqttFields.add(
                all,
                "mqtt.suback.reason_code",
                NUMBER,
                "Reason codes of SUBACK.",
                (row, p, to) -> {
                    if (p instanceof Packet.SubAck ack && row.five()) {
                        numbers(ack.reasons(), to);
                    }
                });
        MqttFields.add(
                all,
                "mqtt.unsuback.reason_code",
                NUMBER,
                "Reason codes of UNSUBACK.",
                (_, p, to) -> {
                    if (p instanceof Packet.UnsubAck ack) {
                        numbers(ack.reasons(), to);
                    }
                });
    }

    private static void numbers(List<ReasonCode> reasons, Values to) {
        for (ReasonCode reason : reasons) {
            to.number(reason.number());
        }
    }
}

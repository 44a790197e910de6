// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import static twinport.wire.flow.Direction.FROM_CLIENT;
import static twinport.wire.flow.Direction.FROM_SERVER;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import twinport.wire.mqtt.PacketType;

/// An ESP32 with a DHT22: one small message every two seconds, each a segment of its own, a ping
/// and a command now and then. QoS, version and properties differ from board to board.
final class BoardScript implements Script {
    private static final long PERIOD_NANOS = 2_000_000_000L;
    private static final int STEPS_A_PING = 15;
    private static final int STEPS_A_COMMAND = 20;
    private static final byte[] COMMAND = "{\"on\":true}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWER = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);

    private final Session session;
    private final RandomGenerator random;
    private final MqttBytes mqtt;
    private final String id;
    private final int qos;
    private final int number;
    private int steps;
    private int packetId;
    private int celsiusTenths;
    private int humidityTenths;

    BoardScript(Session session, RandomGenerator random, int number) {
        this.session = session;
        this.random = random;
        this.number = number;
        this.qos = number % 3;
        this.mqtt = new MqttBytes(number / 3 % 2 == 1);
        this.id = String.format("esp32-%05d", number);
        this.celsiusTenths = random.nextInt(180, 260);
        this.humidityTenths = random.nextInt(300, 600);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void begin() {
        session.open();
        session.send(FROM_CLIENT, mqtt.connect(id, "board-" + number));
        session.send(FROM_SERVER, mqtt.connAck());
        int subscription = nextId();
        session.send(FROM_CLIENT, mqtt.subscribe(subscription, "site/" + id + "/cmd/+", 1));
        session.send(FROM_SERVER, mqtt.subAck(subscription, 1));
    }

    @Override
    public void step() {
        session.link().pass(PERIOD_NANOS + random.nextLong(PERIOD_NANOS / 5));
        steps++;
        if (steps % STEPS_A_PING == 0) {
            session.send(FROM_CLIENT, mqtt.bare(PacketType.PINGREQ));
            session.send(FROM_SERVER, mqtt.bare(PacketType.PINGRESP));
        }
        if (steps % STEPS_A_COMMAND == number % STEPS_A_COMMAND) {
            command();
        }
        reading();
    }

    private void command() {
        int command = steps / STEPS_A_COMMAND + 1;
        String topic = "site/" + id + "/cmd/led";
        session.send(FROM_SERVER, mqtt.publish(topic, 1, command, MqttBytes.Kind.BARE, COMMAND));
        session.send(FROM_CLIENT, mqtt.acknowledgement(PacketType.PUBACK, command));
        session.send(
                FROM_CLIENT, mqtt.publish(topic + "/response", 0, 0, MqttBytes.Kind.BARE, ANSWER));
    }

    private void reading() {
        celsiusTenths = Math.clamp(celsiusTenths + random.nextInt(-2, 3), -400, 800);
        humidityTenths = Math.clamp(humidityTenths + random.nextInt(-3, 4), 0, 1000);
        String text =
                "{\"temperature\":"
                        + tenths(celsiusTenths)
                        + ",\"humidity\":"
                        + tenths(humidityTenths)
                        + "}";
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        int message = qos == 0 ? 0 : nextId();
        session.send(
                FROM_CLIENT, mqtt.publish("site/" + id + "/dht22", qos, message, kind(), payload));
        if (qos == 1) {
            session.send(FROM_SERVER, mqtt.acknowledgement(PacketType.PUBACK, message));
        } else if (qos == 2) {
            session.send(FROM_SERVER, mqtt.acknowledgement(PacketType.PUBREC, message));
            session.send(FROM_CLIENT, mqtt.acknowledgement(PacketType.PUBREL, message));
            session.send(FROM_SERVER, mqtt.acknowledgement(PacketType.PUBCOMP, message));
        }
    }

    private static String tenths(int value) {
        return (value < 0 ? "-" : "") + Math.abs(value) / 10 + "." + Math.abs(value) % 10;
    }

    private MqttBytes.Kind kind() {
        return switch (number / 6 % 4) {
            case 1 -> MqttBytes.Kind.DESCRIBED;
            case 2 -> steps == 1 ? MqttBytes.Kind.ALIAS_SET : MqttBytes.Kind.ALIAS_USED;
            default -> MqttBytes.Kind.BARE;
        };
    }

    private int nextId() {
        packetId = packetId == 0xffff ? 1 : packetId + 1;
        return packetId;
    }

    @Override
    public void end() {
        session.send(FROM_CLIENT, mqtt.bare(PacketType.DISCONNECT));
        session.close();
    }
}

// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import static twinport.wire.flow.Direction.FROM_CLIENT;
import static twinport.wire.flow.Direction.FROM_SERVER;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.PacketType;

/// A gateway that sends, or a subscriber that gets, bursts of QoS 0 messages. TCP packs them into
/// full segments, whatever field a segment's end falls into.
final class GatewayScript implements Script {
    private static final long PAUSE_NANOS = 20_000_000L;
    private static final int BURST_MIN = 8_192;
    private static final int BURST_MAX = 122_880;
    private static final byte[] TEXT = text();

    /// The bytes of a message's payload, so that the whole packet has 60 to 300.
    record Sizes(int payloadMin, int payloadMax) {
        static final Sizes USUAL = new Sizes(25, 265);

        /// Remaining lengths of one byte only.
        static final Sizes SHORT = new Sizes(25, 90);
    }

    private final Session session;
    private final RandomGenerator random;
    private final MqttBytes mqtt;
    private final Direction direction;
    private final Sizes sizes;
    private final int number;

    GatewayScript(Session session, RandomGenerator random, int number, Sizes sizes) {
        this.session = session;
        this.random = random;
        this.number = number;
        this.sizes = sizes;
        this.mqtt = new MqttBytes(number % 2 == 1);
        this.direction = number / 2 % 2 == 0 ? FROM_CLIENT : FROM_SERVER;
    }

    private static byte[] text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 4096; i++) {
            text.append("{\"n\":").append(i).append("},");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void begin() {
        session.open();
        session.send(FROM_CLIENT, mqtt.connect("gateway-" + number, "line-" + number));
        session.send(FROM_SERVER, mqtt.connAck());
        if (direction == FROM_SERVER) {
            session.send(FROM_CLIENT, mqtt.subscribe(1, "plant/#", 0));
            session.send(FROM_SERVER, mqtt.subAck(1, 0));
        }
    }

    @Override
    public void step() {
        session.link().pass(PAUSE_NANOS + random.nextLong(PAUSE_NANOS));
        int size = random.nextInt(BURST_MIN, BURST_MAX);
        ByteArrayOutputStream burst = new ByteArrayOutputStream(size + 512);
        while (burst.size() < size) {
            byte[] packet = message();
            session.count(packet);
            burst.writeBytes(packet);
        }
        session.sendBurst(direction, burst.toByteArray());
    }

    private byte[] message() {
        int length = random.nextInt(sizes.payloadMin(), sizes.payloadMax() + 1);
        int at = random.nextInt(TEXT.length - length);
        String topic = "plant/line-" + number % 100 + "/press-" + random.nextInt(1000, 10_000);
        return mqtt.publish(
                topic, 0, 0, MqttBytes.Kind.BARE, Arrays.copyOfRange(TEXT, at, at + length));
    }

    @Override
    public void end() {
        session.send(FROM_CLIENT, mqtt.bare(PacketType.DISCONNECT));
        session.close();
    }
}

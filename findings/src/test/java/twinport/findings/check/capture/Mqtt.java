// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// MQTT packets as bytes.
final class Mqtt {
    private Mqtt() {}

    /// The bytes of a packet's body while it is written.
    static final class Body {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Body octet(int value) {
            out.write(value);
            return this;
        }

        Body number(int value) {
            return octet(value >> 8).octet(value);
        }

        Body text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return number(bytes.length).raw(bytes);
        }

        Body raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        byte[] packet(int firstByte) {
            byte[] body = bytes();
            Body whole = new Body().octet(firstByte);
            int left = body.length;
            do {
                whole.octet(left > 127 ? (left & 0x7f) | 0x80 : left);
                left >>= 7;
            } while (left > 0);
            return whole.raw(body).bytes();
        }
    }

    /// A CONNECT packet, which is 3.1.1, with "clean session" and 60 s unless said otherwise.
    static final class Connect {
        private final String clientId;
        private int level = 4;
        private boolean clean = true;
        private int keepAlive = 60;
        private byte[] properties = new byte[0];
        private @Nullable String will;
        private boolean willRetained;
        private @Nullable String user;
        private @Nullable String password;

        private Connect(String clientId) {
            this.clientId = clientId;
        }

        Connect five() {
            level = 5;
            return this;
        }

        Connect keepsSession() {
            clean = false;
            return this;
        }

        Connect keepAlive(int seconds) {
            keepAlive = seconds;
            return this;
        }

        Connect properties(byte[] bytes) {
            properties = bytes;
            return this;
        }

        Connect will(String topic, boolean retained) {
            will = topic;
            willRetained = retained;
            return this;
        }

        Connect as(String name, @Nullable String secret) {
            user = name;
            password = secret;
            return this;
        }

        byte[] bytes() {
            int flags = clean ? 2 : 0;
            flags |= will == null ? 0 : willRetained ? 0x24 : 0x04;
            flags |= user == null ? 0 : 0x80;
            flags |= password == null ? 0 : 0x40;
            Body body = new Body().text("MQTT").octet(level).octet(flags).number(keepAlive);
            if (level == 5) {
                body.octet(properties.length).raw(properties);
            }
            body.text(clientId);
            if (will != null) {
                if (level == 5) {
                    body.octet(0);
                }
                body.text(will).text("offline");
            }
            if (user != null) {
                body.text(user);
            }
            if (password != null) {
                body.text(password);
            }
            return body.packet(0x10);
        }
    }

    static Connect connect(String clientId) {
        return new Connect(clientId);
    }

    /// CONNACK of MQTT 3.1.1.
    static byte[] connAck(int code) {
        return new Body().octet(0).octet(code).packet(0x20);
    }

    /// CONNACK of MQTT 5.0.
    static byte[] connAck5(int reason) {
        return new Body().octet(0).octet(reason).octet(0).packet(0x20);
    }

    static byte[] publish(String topic, String payload) {
        return publish(0, topic, payload);
    }

    /// @param flags the low half of the first byte, of a QoS 0 message
    static byte[] publish(int flags, String topic, String payload) {
        return new Body()
                .text(topic)
                .raw(payload.getBytes(StandardCharsets.UTF_8))
                .packet(0x30 | flags);
    }

    static byte[] publish5(int flags, String topic, byte[] properties, String payload) {
        return new Body()
                .text(topic)
                .octet(properties.length)
                .raw(properties)
                .raw(payload.getBytes(StandardCharsets.UTF_8))
                .packet(0x30 | flags);
    }

    /// Response topic, correlation data, and expiry where it is not negative.
    static byte[] request(String responseTopic, String correlation, int expirySeconds) {
        Body body = new Body().octet(8).text(responseTopic).octet(9).text(correlation);
        return expirySeconds < 0 ? body.bytes() : body.raw(expiry(expirySeconds)).bytes();
    }

    static byte[] correlation(String correlation) {
        return new Body().octet(9).text(correlation).bytes();
    }

    static byte[] expiry(int seconds) {
        return new Body().octet(2).number(seconds >> 16).number(seconds).bytes();
    }

    static byte[] sessionExpiry(int seconds) {
        return new Body().octet(17).number(seconds >> 16).number(seconds).bytes();
    }

    static byte[] maximumPacketSize(int bytes) {
        return new Body().octet(39).number(bytes >> 16).number(bytes).bytes();
    }

    static byte[] subscribe(int id, String... filters) {
        Body body = new Body().number(id);
        for (String filter : filters) {
            body.text(filter).octet(0);
        }
        return body.packet(0x82);
    }

    static byte[] subscribe5(int id, String... filters) {
        Body body = new Body().number(id).octet(0);
        for (String filter : filters) {
            body.text(filter).octet(0);
        }
        return body.packet(0x82);
    }

    static byte[] subAck(int id, int... codes) {
        Body body = new Body().number(id);
        for (int code : codes) {
            body.octet(code);
        }
        return body.packet(0x90);
    }

    static byte[] disconnect() {
        return new byte[] {(byte) 0xe0, 0};
    }

    static byte[] disconnect5(int reason) {
        return new byte[] {(byte) 0xe0, 2, (byte) reason, 0};
    }
}

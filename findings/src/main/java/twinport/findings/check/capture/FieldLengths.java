// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import twinport.findings.check.CaptureFacts.TextField;
import twinport.wire.mqtt.Packet;

/// How long the fields of an opened packet are.
final class FieldLengths {
    private FieldLengths() {}

    static Map<TextField, Integer> of(Packet packet) {
        Map<TextField, Integer> lengths = new EnumMap<>(TextField.class);
        switch (packet) {
            case Packet.Connect connect -> {
                lengths.put(TextField.CLIENT_ID, bytes(connect.clientId()));
                if (connect.will() != null) {
                    lengths.put(TextField.WILL_TOPIC, bytes(connect.will().topic()));
                    lengths.put(TextField.WILL_MESSAGE, connect.will().payload().length);
                }
                if (connect.userName() != null) {
                    lengths.put(TextField.USER_NAME, bytes(connect.userName()));
                }
                if (connect.password() != null) {
                    lengths.put(TextField.PASSWORD, connect.password().length);
                }
            }
            case Packet.Publish publish -> {
                lengths.put(TextField.TOPIC, bytes(publish.topic()));
                lengths.put(TextField.PAYLOAD, publish.payload().length);
            }
            default -> {}
        }
        return lengths;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

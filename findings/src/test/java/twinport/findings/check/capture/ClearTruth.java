// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.example;
import static twinport.findings.check.capture.CaptureTruth.row;

import java.util.List;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// What stands in the clear, and what does not.
final class ClearTruth {
    private static final String DEVICE = "10.0.0.1";

    private ClearTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "PLN-01",
                        Verdict.FAIL,
                        "a CONNECT and a PUBLISH in clear",
                        () -> plain(Mqtt.connect("thermo").bytes(), "lab/thermo/dht22"),
                        "the same kind of traffic over TLS 1.3",
                        () -> example("tls13-aes128")),
                row(
                        "PLN-02",
                        Verdict.FAIL,
                        "a CONNECT in clear with user name and password",
                        () ->
                                plain(
                                        Mqtt.connect("thermo")
                                                .as("thermo", "k3ine Ahnung!")
                                                .bytes(),
                                        "lab/thermo/dht22"),
                        "a CONNECT with them inside TLS, opened with keys",
                        ClearTruth::passwordInTls),
                row(
                        "PLN-03",
                        Verdict.FAIL,
                        "a PUBLISH to lab/thermo/cmd/led in clear",
                        () -> plain(Mqtt.connect("panel").bytes(), "lab/thermo/cmd/led"),
                        "the same PUBLISH inside TLS, opened with keys",
                        () -> sealed("lab/thermo/cmd/led")),
                row(
                        "PLN-04",
                        Verdict.FAIL,
                        "one password used in clear and in TLS",
                        () -> bothWays("the same secret", "the same secret", "thermo", "panel"),
                        "two devices with their own names and passwords",
                        () -> bothWays("one secret", "another secret", "thermo", "panel")),
                row(
                        "PLN-06",
                        Verdict.FAIL,
                        "a message published over TLS that a subscriber gets in clear",
                        () -> crossing(true),
                        "the message is delivered over TLS, another one in clear",
                        () -> crossing(false)),
                row(
                        "PLN-07",
                        Verdict.FAIL,
                        "a fatal alert, and 5 s later a CONNECT in clear from the same address",
                        () -> afterFailure(5),
                        "the CONNECT in clear comes 90 s after the alert",
                        () -> afterFailure(90)));
    }

    private static CaptureFacts plain(byte[] connect, String topic) {
        return Made.capture()
                .talk(DEVICE, 1883)
                .client(connect)
                .server(Mqtt.connAck(0))
                .client(Mqtt.publish(topic, "on"), Mqtt.disconnect())
                .close()
                .facts();
    }

    private static CaptureFacts sealed(String topic) {
        Made made = Made.capture();
        return SealedTalk.begin(made, DEVICE, 8883, 1)
                .client(Mqtt.connect("panel").bytes())
                .server(Mqtt.connAck(0))
                .client(Mqtt.publish(topic, "on"))
                .close()
                .facts();
    }

    private static CaptureFacts passwordInTls() {
        Made made = Made.capture();
        return SealedTalk.begin(made, DEVICE, 8883, 1)
                .client(Mqtt.connect("thermo").as("thermo", "k3ine Ahnung!").bytes())
                .server(Mqtt.connAck(0))
                .close()
                .facts();
    }

    private static CaptureFacts bothWays(
            String inClear, String inTls, String clearName, String tlsName) {
        Made made =
                Made.capture()
                        .talk(DEVICE, 1883)
                        .client(Mqtt.connect(clearName).as(clearName, inClear).bytes())
                        .server(Mqtt.connAck(0))
                        .close();
        return SealedTalk.begin(made, DEVICE, 8883, 1)
                .client(Mqtt.connect(tlsName).as(tlsName, inTls).bytes())
                .server(Mqtt.connAck(0))
                .close()
                .facts();
    }

    private static CaptureFacts crossing(boolean inClear) {
        Made made = Made.capture();
        Made.Talk reader =
                made.talk("10.0.0.7", 1883)
                        .client(Mqtt.connect("viewer").bytes())
                        .server(Mqtt.connAck(0));
        SealedTalk.begin(made, DEVICE, 8883, 1)
                .client(Mqtt.connect("thermo").bytes())
                .server(Mqtt.connAck(0))
                .client(Mqtt.publish("lab/thermo/dht22", "{\"temperature\":21.5}"));
        return reader.server(
                        inClear
                                ? Mqtt.publish("lab/thermo/dht22", "{\"temperature\":21.5}")
                                : Mqtt.publish("lab/door/state", "open"))
                .close()
                .facts();
    }

    private static CaptureFacts afterFailure(double seconds) {
        Made made =
                Made.capture()
                        .talk(DEVICE, 8883)
                        .client(Shown.client().bytes())
                        .server(Shown.server().bytes())
                        .client(Shown.alert(2, 48))
                        .close()
                        .pass(seconds);
        return made.talk(DEVICE, 1883)
                .client(Mqtt.connect("thermo").bytes())
                .server(Mqtt.connAck(0))
                .close()
                .facts();
    }
}

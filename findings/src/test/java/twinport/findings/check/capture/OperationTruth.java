// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.row;

import java.util.List;
import java.util.stream.IntStream;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// How clients behave, and what their messages hold.
final class OperationTruth {
    private static final String DEVICE = "10.0.0.1";
    private static final String STATUS = "lab/thermo/status";
    private static final int NOT_AUTHORIZED = 5;
    private static final int RETAIN = 1;

    private OperationTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "OPS-01",
                        Verdict.WARN,
                        "a device without a will",
                        () -> device(Mqtt.connect("thermo"), RETAIN),
                        "a retained will, and online, retained",
                        () -> device(Mqtt.connect("thermo").will(STATUS, true), RETAIN)),
                row(
                        "OPS-01",
                        Verdict.WARN,
                        "the will is not retained",
                        () -> device(Mqtt.connect("thermo").will(STATUS, false), RETAIN),
                        "it is",
                        () -> device(Mqtt.connect("thermo").will(STATUS, true), RETAIN)),
                row(
                        "OPS-01",
                        Verdict.WARN,
                        "online is not retained",
                        () -> device(Mqtt.connect("thermo").will(STATUS, true), 0),
                        "it is",
                        () -> device(Mqtt.connect("thermo").will(STATUS, true), RETAIN)),
                row(
                        "OPS-02",
                        Verdict.WARN,
                        "a keep alive of 0",
                        () -> device(Mqtt.connect("thermo").keepAlive(0), 0),
                        "one of 60 s",
                        () -> device(Mqtt.connect("thermo"), 0)),
                row(
                        "OPS-02",
                        Verdict.WARN,
                        "a keep alive of 1,201 s",
                        () -> device(Mqtt.connect("thermo").keepAlive(1201), 0),
                        "one of 0 to which the broker answers with one of 60",
                        OperationTruth::serverKeepAlive),
                row(
                        "OPS-03",
                        Verdict.WARN,
                        "eleven connections within a minute",
                        () -> connects(11, 5, 0),
                        "one every seven seconds",
                        () -> connects(11, 7, 0)),
                row(
                        "OPS-04",
                        Verdict.WARN,
                        "three CONNECTs are refused",
                        () -> connects(3, 20, NOT_AUTHORIZED),
                        "three are accepted",
                        () -> connects(3, 20, 0)),
                row(
                        "OPS-05",
                        Verdict.WARN,
                        "a client subscribes to 51 filters",
                        () -> filters(51, 0),
                        "to 50",
                        () -> filters(50, 0)),
                row(
                        "OPS-05",
                        Verdict.WARN,
                        "three filters are denied",
                        () -> filters(3, 0x80),
                        "two are",
                        () -> filters(2, 0x80)),
                row(
                        "OPS-05",
                        Verdict.WARN,
                        "a client stays for a minute and says nothing",
                        OperationTruth::silent,
                        "it publishes",
                        () -> device(Mqtt.connect("thermo"), 0)),
                row(
                        "OPS-06",
                        Verdict.WARN,
                        "a reading of 1970",
                        () -> payload("{\"time\":\"1970-01-01T00:00:42\",\"t\":21.5}"),
                        "one of 2026",
                        () -> payload("{\"time\":\"2026-06-01T10:00:00Z\",\"t\":21.5}")),
                row(
                        "OPS-06",
                        Verdict.WARN,
                        "a reading of the second 42",
                        () -> payload("{\"ts\":42,\"t\":21.5}"),
                        "one of 2026 in milliseconds",
                        () -> payload("{\"ts\":1780308000000,\"t\":21.5}")),
                row(
                        "OPS-06",
                        Verdict.WARN,
                        "TLS begins five seconds before the time server answers",
                        () -> clock(false),
                        "after it",
                        () -> clock(true)),
                row(
                        "OPS-07",
                        Verdict.FAIL,
                        "the name of the Wi-Fi in a message",
                        () -> payload("{\"Wifi\":{\"SSId\":\"home sweet home\"}}"),
                        "a reading",
                        () -> payload("{\"temperature\":21.5,\"humidity\":48}")),
                row(
                        "OPS-07",
                        Verdict.FAIL,
                        "an e-mail address in the topic",
                        () -> message("users/ada@example.org/thermo", "21.5"),
                        "a user's number",
                        () -> message("users/17/thermo", "21.5")),
                row(
                        "OPS-07",
                        Verdict.FAIL,
                        "a password in a query string",
                        () -> payload("user=ada&password=lovelace"),
                        "a masked one",
                        () -> payload("user=ada&password=***")),
                row(
                        "OPS-08",
                        Verdict.WARN,
                        "a client without credentials gets $SYS/broker/version",
                        () -> brokerTopics(0),
                        "its filter is denied",
                        () -> brokerTopics(0x80)));
    }

    private static CaptureFacts device(Mqtt.Connect connect, int flags) {
        return Made.capture()
                .talk(DEVICE, 1883)
                .client(connect.as("thermo", "k3ine Ahnung!").bytes())
                .server(Mqtt.connAck(0))
                .client(Mqtt.publish(flags, STATUS, "online"))
                .pass(15)
                .client(Mqtt.publish("lab/thermo/dht22", "{\"temperature\":21.5}"))
                .close()
                .facts();
    }

    private static CaptureFacts serverKeepAlive() {
        byte[] answer =
                new Mqtt.Body().octet(0).octet(0).octet(3).octet(19).number(60).packet(0x20);
        return Made.capture()
                .talk(DEVICE, 1883)
                .client(Mqtt.connect("thermo").five().keepAlive(0).bytes())
                .server(answer)
                .close()
                .facts();
    }

    private static CaptureFacts connects(int count, double secondsBetween, int answer) {
        Made made = Made.capture();
        for (int i = 0; i < count; i++) {
            made.talk(DEVICE, 1883)
                    .client(Mqtt.connect("thermo").bytes())
                    .server(Mqtt.connAck(answer))
                    .close()
                    .pass(secondsBetween);
        }
        return made.facts();
    }

    private static CaptureFacts filters(int count, int answer) {
        String[] filters =
                IntStream.range(0, count).mapToObj(i -> "home/" + i).toArray(String[]::new);
        int[] answers = IntStream.range(0, count).map(_ -> answer).toArray();
        return Made.capture()
                .talk(DEVICE, 1883)
                .client(Mqtt.connect("thermo").bytes())
                .server(Mqtt.connAck(0))
                .client(Mqtt.subscribe(1, filters))
                .server(Mqtt.subAck(1, answers))
                .close()
                .facts();
    }

    private static CaptureFacts silent() {
        return Made.capture()
                .talk(DEVICE, 1883)
                .client(Mqtt.connect("thermo").bytes())
                .server(Mqtt.connAck(0))
                .pass(61)
                .close()
                .facts();
    }

    private static CaptureFacts payload(String text) {
        return message("lab/thermo/state", text);
    }

    private static CaptureFacts message(String topic, String text) {
        return Made.capture()
                .talk(DEVICE, 1883)
                .client(Mqtt.connect("thermo").bytes())
                .server(Mqtt.connAck(0))
                .client(Mqtt.publish(topic, text))
                .close()
                .facts();
    }

    private static CaptureFacts clock(boolean first) {
        byte[] answer = new byte[48];
        answer[0] = 0x24; // version 4, mode 4: server (RFC 5905 §7.3)
        Made made = Made.capture();
        if (first) {
            made.datagram("10.0.0.254", 123, DEVICE, 123, answer).pass(5);
        }
        Shown.thirteen(made.talk(DEVICE, 8883), Shown.client(), Shown.server());
        if (!first) {
            made.pass(5).datagram("10.0.0.254", 123, DEVICE, 123, answer);
        }
        return made.facts();
    }

    private static CaptureFacts brokerTopics(int answer) {
        Made.Talk talk =
                Made.capture()
                        .talk(DEVICE, 1883)
                        .client(Mqtt.connect("thermo").bytes())
                        .server(Mqtt.connAck(0))
                        .client(Mqtt.subscribe(1, "$SYS/#"))
                        .server(Mqtt.subAck(1, answer));
        if (answer == 0) {
            talk.server(Mqtt.publish("$SYS/broker/version", "mosquitto version 2.0.11"));
        }
        return talk.close().facts();
    }
}

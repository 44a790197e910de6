// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.row;

import java.util.List;
import java.util.function.Consumer;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// Commands and their answers.
final class CommandTruth {
    private static final String COMMAND = "lab/door/cmd/open";
    private static final String ANSWER = COMMAND + "/response";
    private static final int QOS_1 = 2;
    private static final int RETAIN = 1;

    private CommandTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "CMD-01",
                        Verdict.FAIL,
                        "a command is published with retain",
                        () -> sent(Mqtt.publish(RETAIN, COMMAND, "{\"id\":\"1\"}")),
                        "without; and an empty retained one clears it",
                        () ->
                                sent(
                                        Mqtt.publish(COMMAND, "{\"id\":\"1\"}"),
                                        Mqtt.publish(RETAIN, COMMAND, ""))),
                row(
                        "CMD-02",
                        Verdict.INFO,
                        "a command of MQTT 5 without response topic and correlation data",
                        () -> five(Mqtt.publish5(0, COMMAND, new byte[0], "on")),
                        "with both",
                        () -> five(Mqtt.publish5(0, COMMAND, Mqtt.request("a/b", "7", -1), "on"))),
                row(
                        "CMD-02",
                        Verdict.INFO,
                        "a command of MQTT 3.1.1 without an id",
                        () -> sent(Mqtt.publish(COMMAND, "on")),
                        "with one",
                        () -> sent(Mqtt.publish(COMMAND, "{\"id\":\"1\",\"value\":true}"))),
                row(
                        "CMD-03",
                        Verdict.WARN,
                        "a command with QoS 1 and without expiry reaches a session that is kept",
                        () -> kept(new byte[0]),
                        "one that expires after 30 s",
                        () -> kept(Mqtt.expiry(30))),
                row(
                        "CMD-04",
                        Verdict.WARN,
                        "no answer comes",
                        () -> answered(talk -> talk.pass(20)),
                        "it comes after a second",
                        () -> answered(talk -> talk.pass(1).server(answer("1")).pass(20))),
                row(
                        "CMD-04",
                        Verdict.WARN,
                        "the answer comes after eleven seconds",
                        () -> answered(talk -> talk.pass(11).server(answer("1"))),
                        "the capture ends before",
                        () -> answered(talk -> talk.pass(9).server(answer("1")))),
                row(
                        "CMD-04",
                        Verdict.WARN,
                        "the device answers twice",
                        () -> device("1", "1"),
                        "it answers once",
                        () -> device("1")),
                row(
                        "CMD-04",
                        Verdict.WARN,
                        "the device answers with another id",
                        () -> device("1", "2"),
                        "with the command's id",
                        () -> device("1")),
                row(
                        "CMD-05",
                        Verdict.WARN,
                        "a command is sent again with the same id",
                        () ->
                                sent(
                                        Mqtt.publish(COMMAND, "{\"id\":\"1\"}"),
                                        Mqtt.publish(COMMAND, "{\"id\":\"1\"}")),
                        "two commands with two ids",
                        () ->
                                sent(
                                        Mqtt.publish(COMMAND, "{\"id\":\"1\"}"),
                                        Mqtt.publish(COMMAND, "{\"id\":\"2\"}"))),
                row(
                        "CMD-06",
                        Verdict.FAIL,
                        "a client that takes 100 bytes gets more",
                        () -> limited(100, 120),
                        "it gets less",
                        () -> limited(100, 60)),
                row(
                        "CMD-06",
                        Verdict.FAIL,
                        "a message is too large for a subscriber, which never gets it",
                        () -> published(120),
                        "one that fits, and that it gets",
                        () -> published(60)));
    }

    private static byte[] answer(String id) {
        return Mqtt.publish(ANSWER, "{\"id\":\"" + id + "\",\"ok\":true}");
    }

    private static CaptureFacts sent(byte[]... packets) {
        return Made.capture()
                .talk("10.0.0.9", 1883)
                .client(Mqtt.connect("panel").bytes())
                .server(Mqtt.connAck(0))
                .client(packets)
                .close()
                .facts();
    }

    private static CaptureFacts five(byte[] packet) {
        return Made.capture()
                .talk("10.0.0.9", 1883)
                .client(Mqtt.connect("panel").five().bytes())
                .server(Mqtt.connAck5(0))
                .client(packet)
                .close()
                .facts();
    }

    private static CaptureFacts kept(byte[] properties) {
        return Made.capture()
                .talk("10.0.0.1", 1883)
                .client(
                        Mqtt.connect("door")
                                .five()
                                .keepsSession()
                                .properties(Mqtt.sessionExpiry(3600))
                                .bytes())
                .server(Mqtt.connAck5(0))
                .server(
                        new Mqtt.Body()
                                .text(COMMAND)
                                .number(7)
                                .octet(properties.length)
                                .raw(properties)
                                .packet(0x30 | QOS_1))
                .close()
                .facts();
    }

    private static CaptureFacts answered(Consumer<Made.Talk> what) {
        Made.Talk talk =
                Made.capture()
                        .talk("10.0.0.9", 1883)
                        .client(Mqtt.connect("panel").bytes())
                        .server(Mqtt.connAck(0))
                        .client(Mqtt.publish(COMMAND, "{\"id\":\"1\"}"));
        what.accept(talk);
        return talk.client(Mqtt.disconnect()).close().facts();
    }

    private static CaptureFacts device(String... ids) {
        Made.Talk talk =
                Made.capture()
                        .talk("10.0.0.1", 1883)
                        .client(Mqtt.connect("door").bytes())
                        .server(Mqtt.connAck(0))
                        .client(Mqtt.publish("lab/door/state", "shut"))
                        .pass(20)
                        .server(Mqtt.publish(COMMAND, "{\"id\":\"1\"}"));
        for (String id : ids) {
            talk.client(answer(id));
        }
        return talk.close().facts();
    }

    private static CaptureFacts limited(int most, int length) {
        return Made.capture()
                .talk("10.0.0.1", 1883)
                .client(
                        Mqtt.connect("door")
                                .five()
                                .properties(Mqtt.maximumPacketSize(most))
                                .bytes())
                .server(Mqtt.connAck5(0))
                .server(Mqtt.publish5(0, COMMAND, new byte[0], "x".repeat(length)))
                .close()
                .facts();
    }

    private static CaptureFacts published(int length) {
        Made made = Made.capture();
        Made.Talk door =
                made.talk("10.0.0.1", 1883)
                        .client(
                                Mqtt.connect("door")
                                        .five()
                                        .properties(Mqtt.maximumPacketSize(100))
                                        .bytes())
                        .server(Mqtt.connAck5(0))
                        .client(Mqtt.subscribe5(1, "lab/door/cmd/#"))
                        .server(new Mqtt.Body().number(1).octet(0).octet(0).packet(0x90));
        byte[] packet = Mqtt.publish5(0, COMMAND, new byte[0], "x".repeat(length));
        made.talk("10.0.0.9", 1883)
                .client(Mqtt.connect("panel").five().bytes())
                .server(Mqtt.connAck5(0))
                .client(packet)
                .close();
        if (length < 100) {
            door.server(packet);
        }
        return door.close().facts();
    }
}

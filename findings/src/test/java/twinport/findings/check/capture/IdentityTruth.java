// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.row;

import java.util.List;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// Who clients say they are.
final class IdentityTruth {
    private static final String ONE = "10.0.0.1";
    private static final String OTHER = "10.0.0.3";
    private static final String LONG = "k3ine Ahnung!";
    private static final int SUCCESS = 0;
    private static final int NOT_AUTHORIZED = 5;
    private static final int ID_REJECTED = 2;

    private IdentityTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "IDN-01",
                        Verdict.FAIL,
                        "a CONNECT without credentials is accepted",
                        () -> login(Mqtt.connect("thermo"), SUCCESS),
                        "it is refused",
                        () -> login(Mqtt.connect("thermo"), NOT_AUTHORIZED)),
                row(
                        "IDN-02",
                        Verdict.FAIL,
                        "two client ids at one time with one user name and password",
                        () -> two("thermo", "home", LONG, "door", "home", LONG),
                        "each with its own",
                        () -> two("thermo", "thermo", LONG, "door", "door", LONG + "2")),
                row(
                        "IDN-02",
                        Verdict.WARN,
                        "one after the other from one address, with two client ids",
                        () -> again("thermo-1", "thermo-2"),
                        "with one client id",
                        () -> again("thermo", "thermo")),
                row(
                        "IDN-03",
                        Verdict.FAIL,
                        "two client ids at one time with one certificate, opened with keys",
                        () -> certificates(true),
                        "each with its own",
                        () -> certificates(false)),
                row(
                        "IDN-04",
                        Verdict.FAIL,
                        "a client id that two addresses take from each other",
                        IdentityTruth::pingPong,
                        "a client id that comes again from its address",
                        () -> again("thermo", "thermo")),
                row(
                        "IDN-04",
                        Verdict.FAIL,
                        "DISCONNECT 0x8e when another address connects",
                        () -> takenOver(OTHER),
                        "two clients with two ids",
                        () -> two("thermo", "thermo", LONG, "door", "door", LONG + "2")),
                row(
                        "IDN-04",
                        Verdict.WARN,
                        "DISCONNECT 0x8e when the same address connects",
                        () -> takenOver(ONE),
                        "a client id that comes again from its address",
                        () -> again("thermo", "thermo")),
                row(
                        "IDN-05",
                        Verdict.FAIL,
                        "the password of a tutorial",
                        () -> login(Mqtt.connect("thermo").as("thermo", "mqtt_password"), SUCCESS),
                        "one that was drawn at random",
                        () -> login(Mqtt.connect("thermo").as("thermo", "pC4xkQ9vTz7w"), SUCCESS)),
                row(
                        "IDN-05",
                        Verdict.FAIL,
                        "the client id as the password",
                        () ->
                                login(
                                        Mqtt.connect("thermometer-7").as("t", "thermometer-7"),
                                        SUCCESS),
                        "one that is neither id nor user name",
                        () ->
                                login(
                                        Mqtt.connect("thermometer-7").as("t", "thermometer-8"),
                                        SUCCESS)),
                row(
                        "IDN-05",
                        Verdict.FAIL,
                        "a password of eleven characters",
                        () -> login(Mqtt.connect("thermo").as("t", "pC4xkQ9vTz7"), SUCCESS),
                        "one of twelve",
                        () -> login(Mqtt.connect("thermo").as("t", "pC4xkQ9vTz7w"), SUCCESS)),
                row(
                        "IDN-06",
                        Verdict.FAIL,
                        "a device that publishes gets the filter #",
                        () -> listens("lab/thermo/dht22", 0),
                        "the broker refuses it",
                        () -> listens("lab/thermo/dht22", 0x80)),
                row(
                        "IDN-06",
                        Verdict.WARN,
                        "a client that only listens gets the filter #",
                        () -> listens("", 0),
                        "the broker refuses it",
                        () -> listens("", 0x80)),
                row(
                        "IDN-09",
                        Verdict.WARN,
                        "two client ids are let in with one user name",
                        () -> again("thermo-1", "thermo-2"),
                        "the broker refuses a client id",
                        () -> login(Mqtt.connect("door").as("thermo", LONG), ID_REJECTED)));
    }

    private static CaptureFacts login(Mqtt.Connect connect, int answer) {
        return Made.capture()
                .talk(ONE, 1883)
                .client(connect.bytes())
                .server(Mqtt.connAck(answer))
                .pass(5)
                .close()
                .facts();
    }

    private static CaptureFacts two(
            String id, String user, String password, String id2, String user2, String password2) {
        Made made = Made.capture();
        Made.Talk first =
                made.talk(ONE, 1883)
                        .client(Mqtt.connect(id).as(user, password).bytes())
                        .server(Mqtt.connAck(0));
        made.talk(OTHER, 1883)
                .client(Mqtt.connect(id2).as(user2, password2).bytes())
                .server(Mqtt.connAck(0))
                .pass(5)
                .close();
        return first.close().facts();
    }

    private static CaptureFacts again(String id, String id2) {
        Made made = Made.capture();
        for (String each : List.of(id, id2)) {
            made.talk(ONE, 1883)
                    .client(Mqtt.connect(each).as("thermo", LONG).bytes())
                    .server(Mqtt.connAck(0))
                    .pass(5)
                    .close()
                    .pass(5);
        }
        return made.facts();
    }

    private static CaptureFacts certificates(boolean shared) {
        Made made = Made.capture();
        byte[] one = new MadeCertificate().subject("one").der();
        byte[] other = new MadeCertificate().subject("other").der();
        List<byte[]> server = List.of(new MadeCertificate().der());
        SealedTalk first =
                SealedTalk.begin(made, ONE, 8883, 1, server, List.of(one))
                        .client(Mqtt.connect("thermo").bytes())
                        .server(Mqtt.connAck(0));
        SealedTalk.begin(made, OTHER, 8883, 2, server, List.of(shared ? one : other))
                .client(Mqtt.connect("door").bytes())
                .server(Mqtt.connAck(0))
                .pass(5)
                .close();
        return first.close().facts();
    }

    private static CaptureFacts pingPong() {
        Made made = Made.capture();
        for (String host : List.of(ONE, OTHER, ONE)) {
            made.talk(host, 1883)
                    .client(Mqtt.connect("thermo").bytes())
                    .server(Mqtt.connAck(0))
                    .pass(3)
                    .close();
        }
        return made.facts();
    }

    private static CaptureFacts takenOver(String host) {
        Made made = Made.capture();
        Made.Talk old =
                made.talk(ONE, 1883)
                        .client(Mqtt.connect("thermo").five().bytes())
                        .server(Mqtt.connAck5(0))
                        .pass(30);
        Made.Talk taker =
                made.talk(host, 1883)
                        .client(Mqtt.connect("thermo").five().bytes())
                        .server(Mqtt.connAck5(0));
        old.server(Mqtt.disconnect5(0x8e)).close();
        return taker.pass(5).close().facts();
    }

    private static CaptureFacts listens(String topic, int answer) {
        Made.Talk talk =
                Made.capture()
                        .talk(ONE, 1883)
                        .client(Mqtt.connect("thermo").as("thermo", LONG).bytes())
                        .server(Mqtt.connAck(0))
                        .client(Mqtt.subscribe(1, "#"))
                        .server(Mqtt.subAck(1, answer));
        if (!topic.isEmpty()) {
            talk.client(Mqtt.publish(topic, "21.5"));
        }
        return talk.close().facts();
    }
}

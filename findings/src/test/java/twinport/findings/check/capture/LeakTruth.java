// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import static twinport.findings.check.capture.CaptureTruth.example;
import static twinport.findings.check.capture.CaptureTruth.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.TruthRow;
import twinport.findings.check.Verdict;

/// What TLS still tells.
public final class LeakTruth {
    private static final String DEVICE = "10.0.0.1";

    private LeakTruth() {}

    static List<TruthRow> rows() {
        return List.of(
                row(
                        "LEAK-01",
                        Verdict.WARN,
                        "readings of 9.5 and 10.5 degrees, sealed",
                        () -> readings("9.5", "10.5"),
                        "readings that all have one length",
                        () -> readings("09.5", "10.5")),
                row(
                        "LEAK-02",
                        Verdict.WARN,
                        "a CONNECT and a PUBLISH with a record for each field",
                        () -> fieldWise(false),
                        "a CONNECT in one record",
                        () -> readings("9.5", "10.5")),
                row(
                        "LEAK-03",
                        Verdict.INFO,
                        "a server name in the ClientHello (tls12-aes128-gcm.pcap has a certificate"
                                + " too)",
                        () -> example("tls12-aes128-gcm"),
                        "TLS 1.3 with a client that connects by address",
                        LeakTruth::withoutName),
                row(
                        "LEAK-04",
                        Verdict.INFO,
                        "a reading every ten seconds, with an answer to a command after each",
                        LeakTruth::readingsAndAnswers,
                        "messages at irregular times",
                        () -> every(3, 20, 7, 41, 1, 12)),
                row(
                        "LEAK-05",
                        Verdict.INFO,
                        "a DNS question for broker.example",
                        LeakTruth::question,
                        "a connection by address",
                        () -> every(10, 10)));
    }

    private static CaptureFacts readings(String... values) {
        Made made = Made.capture();
        SealedTalk talk =
                SealedTalk.beginWithoutKeys(made, DEVICE, 8883, 1)
                        .client(Mqtt.connect("thermo").bytes())
                        .server(Mqtt.connAck(0));
        for (String each : values) {
            talk.client(Mqtt.publish("lab/thermo/dht22", "{\"temperature\":" + each + "}"));
        }
        return talk.close().facts();
    }

    /// As `umqtt.simple` writes: client id of 6 bytes, user name of 3, password of 9; topic of 16,
    /// payload of 4.
    public static CaptureFacts fieldWise(boolean keys) {
        Made made = Made.capture();
        SealedTalk talk =
                keys
                        ? SealedTalk.begin(made, DEVICE, 8883, 1)
                        : SealedTalk.beginWithoutKeys(made, DEVICE, 8883, 1);
        byte[] connect = Mqtt.connect("thermo").as("lab", "secret 12").bytes();
        return pieces(talk, connect, 3, 9, 2, 6, 2, 3, 2, 9)
                .server(Mqtt.connAck(0))
                .pass(1)
                .client(new byte[] {0x30, 22}, new byte[] {0, 16})
                .client("lab/thermo/dht22".getBytes(StandardCharsets.UTF_8))
                .client("21.5".getBytes(StandardCharsets.UTF_8))
                .close()
                .facts();
    }

    private static SealedTalk pieces(SealedTalk talk, byte[] whole, int... lengths) {
        int at = 0;
        for (int each : lengths) {
            talk.client(Arrays.copyOfRange(whole, at, at + each));
            at += each;
        }
        return talk;
    }

    private static CaptureFacts withoutName() {
        Shown.Client client = Shown.client();
        client.name = "";
        return Shown.thirteen(Made.capture().talk(DEVICE, 8883), client, Shown.server())
                .client(Shown.sealed(60))
                .close()
                .facts();
    }

    private static CaptureFacts every(int... seconds) {
        Made made = Made.capture();
        SealedTalk talk =
                SealedTalk.beginWithoutKeys(made, DEVICE, 8883, 1)
                        .client(Mqtt.connect("thermo").bytes())
                        .server(Mqtt.connAck(0));
        for (int each : seconds) {
            talk.pass(each).client(Mqtt.publish("lab/thermo/dht22", "21.5"));
        }
        return talk.close().facts();
    }

    private static CaptureFacts readingsAndAnswers() {
        Made made = Made.capture();
        SealedTalk talk =
                SealedTalk.beginWithoutKeys(made, DEVICE, 8883, 1)
                        .client(Mqtt.connect("thermo").bytes())
                        .server(Mqtt.connAck(0));
        for (int i = 0; i < 6; i++) {
            talk.pass(7).client(Mqtt.publish("lab/thermo/dht22", "21.5"));
            talk.pass(3).client(Mqtt.publish("lab/thermo/cmd/led/response", "{}"));
        }
        return talk.close().facts();
    }

    private static CaptureFacts question() {
        byte[] body =
                new Mqtt.Body()
                        .raw(new byte[12])
                        .octet(6)
                        .raw("broker".getBytes(StandardCharsets.US_ASCII))
                        .octet(7)
                        .raw("example".getBytes(StandardCharsets.US_ASCII))
                        .octet(0)
                        .bytes();
        Made made = Made.capture();
        made.datagram(DEVICE, 50_000, "10.0.0.53", 53, body);
        return SealedTalk.beginWithoutKeys(made, DEVICE, 8883, 1)
                .client(Mqtt.connect("thermo").bytes())
                .close()
                .facts();
    }
}

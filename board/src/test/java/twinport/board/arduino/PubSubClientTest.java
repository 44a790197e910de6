// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.board.BoardClock;
import twinport.board.Mosquitto;

/// MQTT and TLS from a sketch to a real broker.
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class PubSubClientTest {
    private SketchCode code;
    private Mosquitto broker;

    @BeforeAll
    void startTheBroker(@TempDir Path folder)
            throws IOException, InterruptedException, SketchException {
        code = SketchBench.sketch("mqtt");
        broker = new Mosquitto(folder);
    }

    @AfterAll
    void stopTheBroker() throws InterruptedException {
        if (broker != null) {
            broker.close();
        }
    }

    private SketchBench running(String host, int port, String flags, Map<String, String> pems) {
        Map<String, String> files = new HashMap<>(pems);
        files.put("/host.txt", host);
        files.put("/port.txt", String.valueOf(port));
        files.put("/flags.txt", flags);
        return SketchBench.running(
                code,
                BoardClock.system(),
                files,
                broker.plain(),
                broker.tls(),
                broker.mutual(),
                broker.guarded());
    }

    @Test
    void aBoardPublishesAndObeysOverPlainMqtt() throws IOException, InterruptedException {
        try (MqttWatch watch = new MqttWatch(broker.plain());
                SketchBench bench = running("broker.lab", broker.plain(), "", Map.of())) {
            bench.says("event: address").says("address 127.0.10.1").says("connect 1 state 0");
            bench.says("too large 0").says("fits 1").says("pieces 1331").says("ready");
            watch.sees("t/kept kept").sees("t/pieces abcdef").sees("t/large 0123456789");
            watch.publish("t/cmd", "hello board", 1);
            bench.says("got t/cmd hello board");
            watch.sees("t/echo hello board");
            watch.publish("t/cmd", "x".repeat(1900), 0);
            bench.says("got t/cmd length 1900");
            watch.publish("t/cmd", "y".repeat(2100), 0);
            watch.publish("t/cmd", "after the one that was too large", 0);
            bench.says("got t/cmd after the one");
            assertThat(bench.serial()).doesNotContain("length 2100");
            assertThat(bench.board().counters().received()).isEqualTo(4);
        }
    }

    @Test
    void theLastWillIsPublishedWhenTheBoardIsSwitchedOff()
            throws IOException, InterruptedException {
        try (MqttWatch watch = new MqttWatch(broker.plain());
                SketchBench bench = running("localhost", broker.plain(), "", Map.of())) {
            bench.says("ready");
            bench.board().stop();
            watch.sees("t/will gone");
        }
    }

    @Test
    void aShortKeepAliveIsKeptAndALostBrokerIsNoticed(@TempDir Path folder)
            throws IOException, InterruptedException {
        Mosquitto other = new Mosquitto(folder);
        Map<String, String> files =
                Map.of(
                        "/host.txt", "localhost",
                        "/port.txt", String.valueOf(other.plain()),
                        "/flags.txt", "keepalive1");
        try (SketchBench bench =
                SketchBench.running(code, BoardClock.system(), files, other.plain())) {
            bench.says("ready");
            other.close();
            bench.says("lost state -3");
        } finally {
            other.close();
        }
    }

    @Test
    void wrongCredentialsAndAClosedPortGiveTheLibrarysStates() {
        try (SketchBench bench = running("localhost", broker.guarded(), "user", Map.of())) {
            bench.says("connect 0 state 5");
        }
        try (SketchBench bench = running("localhost", 1, "", Map.of())) {
            bench.says("connect 0 state -2");
        }
    }

    @ParameterizedTest(name = "{0} as {1} with CA {2}, client certificate {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                // port, name, CA, client certificate, flags, what the sketch finds
                "tls,    localhost,  ca,       -,      tls,          connect 1 state 0",
                "tls,    localhost,  other-ca, -,      tls,          lastError -9984",
                "tls,    broker.lab, ca,       -,      tls,          lastError -9984",
                "tls,    broker.lab, -,        -,      tls insecure, connect 1 state 0",
                "tls,    localhost,  -,        -,      tls,          lastError -1",
                "mutual, localhost,  ca,       client, tls,          connect 1 state 0",
                "mutual, localhost,  ca,       -,      tls,          connect 0 state -",
                "plain,  localhost,  ca,       -,      tls,          connect 0 state -2",
                "tls,    localhost,  -,        -,      '',           connect 0 state -",
            })
    void tlsChecksWhatTheSketchAskedFor(
            String port, String host, String ca, String client, String flags, String found)
            throws IOException {
        Map<String, String> files = new HashMap<>();
        if (ca != null) {
            files.put("/ca.pem", broker.pem(ca + ".pem"));
        }
        if (client != null) {
            files.put("/cert.pem", broker.pem(client + ".pem"));
            files.put("/key.pem", broker.pem(client + ".key"));
        }
        try (SketchBench bench = running(host, number(port), flags, files)) {
            bench.says(found);
        }
    }

    private int number(String port) {
        return switch (port) {
            case "tls" -> broker.tls();
            case "mutual" -> broker.mutual();
            default -> broker.plain();
        };
    }
}

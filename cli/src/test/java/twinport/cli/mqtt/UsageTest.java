// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What needs no broker.
@Timeout(20)
class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pub -t a | nothing to publish",
                "pub -t a -m x -n | more than one payload",
                "pub -m x | no topic",
                "pub -t a/# -m x | not a topic to publish to",
                "pub -t a -m x -q 3 | no such quality of service",
                "pub -t a -m x -V mqttv31 | MQTT 3.1 is not spoken",
                "pub -t a -m x -D publish content-type t | properties are of MQTT 5 only",
                "pub -V 5 -t a -m x -D publish topic-alias 1 | topic-alias is not offered",
                "pub -V 5 -t a -m x -D publish message-expiry-interval soon | not a number",
                "pub -t a -f /nonexistent | cannot be read",
                "pub -t a -m x --capath /etc | folders of CA certificates",
                "pub -t a -m x --cert c.pem | belong together",
                "pub -t a -m x --tls-version tlsv1.1 | this version of TLS is not spoken",
                "pub -t a -m x -P secret | no password without a user name",
                "pub -t a -m x --will-payload x | a last will without a topic",
                "pub -L http://host -m x | not the address of a broker",
                "sub | nothing to subscribe to",
                "sub -t a/#/b | not a topic filter",
                "sub -t a -c | needs a name",
                "sub -t a -F %Z | no such field, at -F %Z",
                "sub -t a -F %m | not known here",
                "sub -t a -F @Q | no such part of the time",
                "sub -t a -F \\q | no such escape",
                "sub -t a -C 0 | no such count",
                "rr -t a/b -m x | where the answer comes is not known",
            })
    void aWrongCommandLineIsRefusedWithAHint(String line, String what) {
        String[] words = line.strip().split(" ", -1);
        Run run = Run.of(words[0], Arrays.copyOfRange(words, 1, words.length));
        assertThat(run.exitCode()).as(run.error()).isEqualTo(2);
        assertThat(run.error().lines()).hasSize(2);
        assertThat(run.error().lines().findFirst().orElseThrow())
                .startsWith("twinport: error: ")
                .contains(what);
        assertThat(run.error()).contains("\ntwinport: hint: ");
        assertThat(run.bytes()).isEmpty();
    }

    @Test
    void aPasswordInAnAddressIsNotRepeatedInTheError() {
        Run run = Run.of("pub", "-L", "mqtt://joe:hunter2@host:port", "-m", "x");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.error()).doesNotContain("hunter2");
    }

    @Test
    void helpIsALongFlagBecauseTheShortOneIsTheHost() {
        for (String command : List.of("pub", "sub", "rr")) {
            Run run = Run.of(command, "--help");
            assertThat(run.exitCode()).isZero();
            assertThat(run.text()).contains("-h, --host=HOST").contains("Exit codes: 0 ");
        }
        assertThat(Run.of("sub", "--help").text()).contains("%t topic").contains("@Y-@m-@d");
    }

    @Test
    void nobodyThereIsAConnectionError() throws IOException {
        Run run = Run.of("pub", "-p", Integer.toString(Mosquitto.freePort()), "-t", "a", "-m", "x");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.error()).contains("error: nobody answers at mqtt://localhost:");
        Run quiet =
                Run.of(
                        "pub",
                        "-p",
                        Integer.toString(Mosquitto.freePort()),
                        "-t",
                        "a",
                        "-m",
                        "x",
                        "--quiet");
        assertThat(quiet.exitCode()).isEqualTo(3);
        assertThat(quiet.error()).isEmpty();
    }

    /// 20 02 00 00: CONNACK, accepted. 90 03 00 01 80: SUBACK for packet 1, failure. Packet numbers
    /// count from the library's own start, so the number is taken from the SUBSCRIBE.
    @Test
    void aRefusedSubscriptionIsAMatterOfRights() throws IOException {
        try (ServerSocket broker =
                new ServerSocket(Mosquitto.freePort(), 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> script = CompletableFuture.runAsync(() -> refuse(broker));
            Run run =
                    Run.of(
                            "sub",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            Integer.toString(broker.getLocalPort()),
                            "-t",
                            "secret/#");
            assertThat(run.exitCode()).isEqualTo(5);
            assertThat(run.error())
                    .contains("the broker refused to subscribe to secret/#, at mqtt://127.0.0.1:");
            script.join();
        }
    }

    private static void refuse(ServerSocket broker) {
        try (Socket client = broker.accept()) {
            var in = client.getInputStream();
            in.read();
            in.readNBytes(in.read());
            client.getOutputStream().write(new byte[] {0x20, 2, 0, 0});
            in.read();
            byte[] subscribe = in.readNBytes(in.read());
            client.getOutputStream()
                    .write(new byte[] {(byte) 0x90, 3, subscribe[0], subscribe[1], (byte) 0x80});
            while (in.read() >= 0) {
                // Until the client leaves.
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}

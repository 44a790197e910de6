// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Against a real mosquitto on a plain port, with mosquitto_pub and mosquitto_sub on the other
/// side.
@Timeout(20)
class PlainBrokerTest {
    @TempDir static Path folder;
    static Mosquitto broker;
    static String port;

    @BeforeAll
    static void startBroker() throws IOException, InterruptedException {
        Mosquitto.assumeInstalled();
        int free = Mosquitto.freePort();
        port = Integer.toString(free);
        broker =
                Mosquitto.start(
                        folder,
                        free,
                        List.of(
                                "listener " + free + " 127.0.0.1",
                                "allow_anonymous true",
                                "max_queued_messages 0"));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /// Every byte there is, so also NUL, CR, LF and what is not UTF-8.
    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"311,0", "311,1", "311,2", "5,0", "5,1", "5,2"})
    void everyByteOfAFileReachesMosquittoSub(String version, String qos) throws Exception {
        Path file = folder.resolve("every-byte");
        Files.write(file, everyByte());
        String topic = "bytes/" + version + "/" + qos;
        // Retained, so that it does not matter who is first.
        Run run =
                Run.of(
                        "pub",
                        "-p",
                        port,
                        "-V",
                        version,
                        "-q",
                        qos,
                        "-t",
                        topic,
                        "-r",
                        "-f",
                        file.toString());
        assertThat(run.error()).isEmpty();
        assertThat(run.exitCode()).isZero();
        byte[] got =
                Mosquitto.run(
                        new byte[0],
                        "mosquitto_sub",
                        "-p",
                        port,
                        "-t",
                        topic,
                        "-q",
                        qos,
                        "-C",
                        "1",
                        "-N",
                        "-W",
                        "10");
        assertThat(got).isEqualTo(everyByte());
    }

    @ParameterizedTest
    @CsvSource({"311,0", "311,1", "311,2", "5,0", "5,1", "5,2"})
    void everyByteOfMosquittoPubIsPrintedUnchanged(String version, String qos) throws Exception {
        String topic = "back/" + version + "/" + qos;
        Mosquitto.run(everyByte(), "mosquitto_pub", "-p", port, "-t", topic, "-q", qos, "-r", "-s");
        Run run =
                Run.of(
                        "sub", "-p", port, "-V", version, "-q", qos, "-t", topic, "-C", "1", "-N",
                        "-W", "10");
        assertThat(run.exitCode()).isZero();
        assertThat(run.bytes()).isEqualTo(everyByte());
    }

    @Test
    void allOfManyMessagesArriveInOrderAndNoMoreThanAsked() throws Exception {
        int count = 3000;
        String lines =
                IntStream.range(0, count)
                        .mapToObj(i -> "n" + i + "\n")
                        .collect(Collectors.joining());
        CompletableFuture<Run> sub =
                CompletableFuture.supplyAsync(() ->
                        Run.of(
                                "sub",
                                "-p",
                                port,
                                "-t",
                                "many",
                                "-t",
                                "go",
                                "-q",
                                "1",
                                "-C",
                                Integer.toString(count),
                                "-T",
                                "go",
                                "-W",
                                "15"));
        awaitSubscription("many");
        Run pub =
                Run.with(
                        (lines + "one too many").getBytes(UTF_8),
                        "pub",
                        "-p",
                        port,
                        "-t",
                        "many",
                        "-q",
                        "1",
                        "-l");
        assertThat(pub.exitCode()).isZero();
        assertThat(sub.get().exitCode()).isZero();
        assertThat(sub.get().text()).isEqualTo(lines);
    }

    /// The broker's own log says when a subscription is in place.
    private static void awaitSubscription(String topic) throws Exception {
        for (int attempt = 0; attempt < 400; attempt++) {
            if (broker.log().contains("\t" + topic + " (QoS")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        throw new AssertionError("nobody subscribed to " + topic + ": " + broker.log());
    }

    @Test
    void whatCameAfterTheLastWantedMessageStaysInAKeptSession() {
        String[] session = {"sub", "-p", port, "-i", "keeper", "-c", "-q", "1", "-t", "kept"};
        assertThat(run(session, "-E").exitCode()).isZero();
        for (String text : List.of("one", "two", "three")) {
            Run.of("pub", "-p", port, "-t", "kept", "-q", "1", "-m", text);
        }
        assertThat(run(session, "-C", "2", "-W", "5").text()).isEqualTo("one\ntwo\n");
        assertThat(run(session, "-C", "1", "-W", "5").text()).isEqualTo("three\n");
    }

    private static Run run(String[] command, String... more) {
        List<String> words = new ArrayList<>(List.of(command).subList(1, command.length));
        words.addAll(List.of(more));
        return Run.of(command[0], words.toArray(new String[0]));
    }

    @Test
    void aPayloadMayLookLikeAFlagAndARetainedMessageIsClearedByAnEmptyOne() {
        assertThat(Run.of("pub", "-p", port, "-t", "odd", "-r", "-m", "-t").exitCode()).isZero();
        assertThat(Run.of("sub", "-p", port, "-t", "odd", "-v", "-C", "1", "-W", "5").text())
                .isEqualTo("odd -t\n");
        assertThat(Run.of("sub", "-p", port, "-t", "odd", "-R", "-W", "1").exitCode())
                .as("-R hides it, so the time passes")
                .isEqualTo(27);
        assertThat(Run.of("pub", "-p", port, "-t", "odd", "-r", "-n").exitCode()).isZero();
        assertThat(Run.of("sub", "-p", port, "-t", "odd", "-W", "1").text()).isEmpty();
    }

    @Test
    void propertiesOfVersion5ArePrintedAsMosquittoPrintsThem() throws Exception {
        String format = "%t|%C|%D|%E|%F|%P|%R|%q|%r|%l|%x|%10t|%-10t|%2.2t|%05l";
        Run pub =
                Run.of(
                        "pub",
                        "-p",
                        port,
                        "-V",
                        "5",
                        "-t",
                        "p/five",
                        "-r",
                        "-m",
                        "hi",
                        "-D",
                        "publish",
                        "user-property",
                        "k",
                        "v",
                        "-D",
                        "publish",
                        "content-type",
                        "text/plain",
                        "-D",
                        "publish",
                        "correlation-data",
                        "abc",
                        "-D",
                        "publish",
                        "message-expiry-interval",
                        "3000",
                        "-D",
                        "publish",
                        "payload-format-indicator",
                        "1",
                        "-D",
                        "publish",
                        "response-topic",
                        "p/answer");
        assertThat(pub.error()).isEmpty();
        String[] flags = {
            "-p", port, "-V", "5", "-t", "p/five", "-C", "1", "-W", "5", "-F", format
        };
        String ours = Run.of("sub", flags).text();
        String[] command = new String[flags.length + 1];
        command[0] = "mosquitto_sub";
        System.arraycopy(flags, 0, command, 1, flags.length);
        String theirs = new String(Mosquitto.run(new byte[0], command), UTF_8);
        // The broker counts the expiry down between the two.
        String expiry = "\\|(300\\d|29\\d\\d)\\|";
        assertThat(ours.replaceFirst(expiry, "|left|"))
                .isEqualTo(theirs.replaceFirst(expiry, "|left|"));
        assertThat(ours).startsWith("p/five|text/plain|abc|").containsPattern(expiry);
    }

    @Test
    void theLastWillIsPublishedWhenTheClientVanishesAndNotWhenItLeaves() throws Exception {
        // mosquitto_pub leaves politely: no will. Ours too.
        Run.of(
                "pub",
                "-p",
                port,
                "-t",
                "w/x",
                "-m",
                "x",
                "--will-topic",
                "w/polite",
                "--will-payload",
                "gone",
                "--will-retain",
                "--will-qos",
                "1");
        assertThat(Run.of("sub", "-p", port, "-t", "w/polite", "-W", "1").exitCode()).isEqualTo(27);
        // A second client with the same id: the broker throws the first one out and publishes its
        // will.
        CompletableFuture<Run> first =
                CompletableFuture.supplyAsync(() ->
                        Run.of(
                                "sub",
                                "-p",
                                port,
                                "-i",
                                "twin",
                                "-t",
                                "w/first",
                                "--will-topic",
                                "w/rude",
                                "--will-payload",
                                "-gone",
                                "--will-retain"));
        awaitSubscription("w/first");
        Run.of("pub", "-p", port, "-i", "twin", "-t", "w/x", "-m", "x");
        assertThat(first.get().exitCode()).isEqualTo(3);
        assertThat(first.get().error()).contains("error: the connection ended too early");
        assertThat(Run.of("sub", "-p", port, "-t", "w/rude", "-C", "1", "-W", "5").text())
                .isEqualTo("-gone\n");
    }

    @Test
    void aRequestOfVersion5GetsTheAnswerWithItsCorrelationDataOnly() throws Exception {
        CompletableFuture<Run> request =
                CompletableFuture.supplyAsync(() ->
                        Run.of(
                                "rr",
                                "-p",
                                port,
                                "-t",
                                "rr/ask",
                                "-e",
                                "rr/answer",
                                "-m",
                                "?",
                                "-D",
                                "publish",
                                "correlation-data",
                                "c-1",
                                "-W",
                                "10"));
        awaitSubscription("rr/answer");
        for (String correlation : List.of("c-0", "c-1")) {
            Mosquitto.run(
                    new byte[0],
                    "mosquitto_pub",
                    "-p",
                    port,
                    "-V",
                    "5",
                    "-t",
                    "rr/answer",
                    "-m",
                    "for " + correlation,
                    "-D",
                    "publish",
                    "correlation-data",
                    correlation);
        }
        assertThat(request.get().text()).isEqualTo("for c-1\n");
        assertThat(request.get().exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"311", "5"})
    void aCommandIsAnsweredByAnOldDeviceWithTheSameId(String version) throws Exception {
        String topic = "site/board" + version + "/cmd/led";
        // The device: one mosquitto_sub that takes the command; its answer is published by hand.
        Process device =
                Mosquitto.start("mosquitto_sub", "-p", port, "-t", topic, "-C", "1", "-W", "10");
        awaitSubscription(topic);
        CompletableFuture<Run> request =
                CompletableFuture.supplyAsync(() ->
                        Run.of(
                                "rr", "-p", port, "-V", version, "-t", topic, "-m", "on", "-W",
                                "10"));
        String got = new String(Mosquitto.finish(device, "device"), UTF_8);
        assertThat(got).matches("\\{\"id\":\"[0-9a-f]{8}\",\"value\":\"on\"}\n");
        String id = got.substring(7, 15);
        for (String answer :
                List.of("{\"id\":\"other\",\"ok\":false}", "{\"id\":\"" + id + "\",\"ok\":true}")) {
            Mosquitto.run(
                    new byte[0],
                    "mosquitto_pub",
                    "-p",
                    port,
                    "-t",
                    topic + "/response",
                    "-m",
                    answer);
        }
        assertThat(request.get().text()).isEqualTo("{\"id\":\"" + id + "\",\"ok\":true}\n");
    }

    @Test
    void aRequestThatNobodyAnswersEndsWithItsOwnCode() {
        Run run = Run.of("rr", "-p", port, "-t", "site/none/cmd/led", "-m", "on", "-W", "1");
        assertThat(run.exitCode()).isEqualTo(27);
        assertThat(run.error())
                .contains("error: no answer on site/none/cmd/led/response within 1 s");
    }

    @Test
    void theUrlNamesAllAtOnce() {
        Run pub = Run.of("pub", "-L", "mqtt://127.0.0.1:" + port + "/url/topic", "-r", "-m", "x");
        assertThat(pub.exitCode()).isZero();
        assertThat(
                        Run.of(
                                        "sub",
                                        "-L",
                                        "mqtt://127.0.0.1:" + port + "/url/%74opic",
                                        "-v",
                                        "-C",
                                        "1",
                                        "-W",
                                        "5")
                                .text())
                .isEqualTo("url/topic x\n");
    }

    @Test
    void itEndsQuietlyWhenTheReaderOfItsOutputIsGone() throws Exception {
        Run.of("pub", "-p", port, "-t", "pipe", "-r", "-m", "x");
        PipedInputStream reader = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(reader));
        reader.close();
        SubCommand sub = new SubCommand(new ByteArrayInputStream(new byte[0]), out, System.err);
        assertThat(new CommandLine(sub).execute("-p", port, "-t", "pipe", "-W", "10")).isZero();
    }

    /// A process of its own, as only a process gets signals.
    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalEndsItPolitelySoThatNoWillIsPublished(String signal, int exitCode)
            throws Exception {
        Path errors = folder.resolve("errors-" + signal);
        Process process =
                new ProcessBuilder(
                                // what was started in the background ignores SIGINT, and so
                                // would all that it starts
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                SubProgram.class.getName(),
                                "-p",
                                port,
                                "-t",
                                "signal/" + signal,
                                "--will-topic",
                                "will/" + signal,
                                "--will-payload",
                                "x",
                                "--will-retain")
                        .redirectError(errors.toFile())
                        .start();
        try {
            awaitSubscription("signal/" + signal);
            Run.of("pub", "-p", port, "-t", "signal/" + signal, "-m", "hello", "-q", "1");
            byte[] line = process.getInputStream().readNBytes(6);
            assertThat(new String(line, UTF_8)).isEqualTo("hello\n");
            Mosquitto.run(new byte[0], "kill", "-" + signal, Long.toString(process.pid()));
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(exitCode);
        assertThat(errors).isEmptyFile();
        assertThat(Run.of("sub", "-p", port, "-t", "will/" + signal, "-W", "1").exitCode())
                .as("no will")
                .isEqualTo(27);
    }
}

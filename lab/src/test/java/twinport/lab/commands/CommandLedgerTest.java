// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import twinport.board.BoardClock;
import twinport.broker.Broker;
import twinport.broker.BrokerSettings;
import twinport.broker.Message;
import twinport.broker.Passwords;
import twinport.broker.Registration;
import twinport.broker.Rights;
import twinport.broker.Side;
import twinport.broker.embedded.EmbeddedBroker;
import twinport.lab.CommandOutcome;

/// The ledger on a real broker; the boards here are a few lines that answer as they are told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLedgerTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final BoardClock CLOCK = BoardClock.system();

    private final List<CommandOutcome> told = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<CommandRecord> records = new LinkedBlockingQueue<>();
    private Broker broker;
    private CommandLedger ledger;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker =
                new EmbeddedBroker(
                        new BrokerSettings(
                                folder.resolve("broker"),
                                folder.resolve("broker.log"),
                                Optional.of(freeAddress()),
                                Optional.empty(),
                                false,
                                Rights.NONE,
                                Passwords.none(),
                                BrokerSettings.DIRECT,
                                BrokerSettings.NONE_WITHDRAWN,
                                BrokerSettings.Limits.DEFAULT),
                        CLOCK);
        broker.start();
        ledger =
                new CommandLedger(
                        broker,
                        CLOCK,
                        "run",
                        Set.of("thermo", "mallory"),
                        new CommandLedger.Told(told::add, records::add));
    }

    @AfterAll
    void end() {
        ledger.close();
        broker.close();
    }

    private static InetSocketAddress freeAddress() throws IOException {
        var random = new Random();
        while (true) {
            var address =
                    new InetSocketAddress(
                            InetAddress.ofLiteral("127.0.0.1"), random.nextInt(20_000, 32_768));
            try (var socket = new ServerSocket()) {
                socket.bind(address);
                return address;
            } catch (IOException e) {
                // taken; the next one
            }
        }
    }

    /// A board that answers each command with what `answer` makes of topic and id.
    private Registration board(String name, BiFunction<String, String, Message> answer) {
        return broker.subscribe(
                "plain/" + name + "/cmd/led",
                command -> {
                    String id =
                            JsonMapper.shared().readTree(command.payload()).path("id").asString();
                    broker.publish(answer.apply(command.topic(), id));
                });
    }

    private static Message message(String topic, String json) {
        return Message.of(topic, json, CLOCK.instant());
    }

    private CommandOutcome send(String board, Duration timeout) throws Exception {
        CompletableFuture<CommandOutcome> outcome =
                ledger.send("plain", board, "led", "on", timeout);
        return outcome.get(30, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerCompletesItsCommandWithTheRoundTrip() throws Exception {
        try (var _ =
                board(
                        "good",
                        (topic, id) ->
                                message(
                                        topic + "/response",
                                        "{\"id\":\"" + id + "\",\"ok\":true,\"value\":\"on\"}"))) {
            var outcome = send("good", PATIENT);

            assertThat(outcome.ok()).isTrue();
            assertThat(outcome.value()).isEqualTo("on");
            assertThat(outcome.error()).isNull();
            assertThat(outcome.roundTripMillis()).isPositive();
            assertThat(ledger.sent("good")).isOne();
            assertThat(ledger.answered("good")).isOne();
            assertThat(told).contains(outcome);
        }
    }

    @Test
    void aRefusalIsAnAnswerThatIsNotOk() throws Exception {
        try (var _ =
                board(
                        "stubborn",
                        (topic, id) ->
                                message(
                                        topic + "/response",
                                        "{\"id\":\"" + id + "\",\"ok\":false,\"error\":\"no\"}"))) {
            var outcome = send("stubborn", PATIENT);

            assertThat(outcome.ok()).isFalse();
            assertThat(outcome.error()).isEqualTo("no");
            assertThat(ledger.answered("stubborn")).isOne();
        }
    }

    @Test
    void noAnswerInTimeIsSaidAndNotCountedAsAnswered() throws Exception {
        var outcome = send("silent", SHORT);

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.error()).isEqualTo("no answer within 300 ms");
        assertThat(outcome.roundTripMillis()).isNull();
        assertThat(ledger.sent("silent")).isOne();
        assertThat(ledger.answered("silent")).isZero();
    }

    @Test
    void anAnswerWithAnotherIdIsNoAnswer() throws Exception {
        try (var _ =
                board(
                        "confused",
                        (topic, id) ->
                                message(
                                        topic + "/response",
                                        "{\"id\":\"x" + id + "\",\"ok\":true}"))) {
            assertThat(send("confused", SHORT).error()).contains("no answer");
        }
    }

    @Test
    void theRightIdOnAnotherBoardsTopicIsAForgeryAndNoAnswer() throws Exception {
        try (var _ =
                board(
                        "victim",
                        (topic, id) ->
                                message(
                                        "plain/forger/cmd/led/response",
                                        "{\"id\":\"" + id + "\",\"ok\":true}"))) {
            assertThat(send("victim", SHORT).error()).contains("no answer");
            assertThat(ledger.answered("victim")).isZero();
        }
    }

    @Test
    void whatIsNotJsonIsNoAnswer() throws Exception {
        try (var _ = board("noisy", (topic, id) -> message(topic + "/response", "ok " + id))) {
            assertThat(send("noisy", SHORT).error()).contains("no answer");
        }
    }

    private static Message from(String identity, String topic, String json) {
        return new Message(
                topic,
                json.getBytes(StandardCharsets.UTF_8),
                1,
                false,
                Message.Properties.NONE,
                new Message.Sender(identity, identity + "-1", Optional.of(Side.PLAIN)),
                CLOCK.instant());
    }

    /// The latest record of this board's command that fits.
    private CommandRecord record(String board, Predicate<CommandRecord> wanted)
            throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            CommandRecord record = records.poll(10, TimeUnit.SECONDS);
            assertThat(record).as("a record of " + board).isNotNull();
            if (record.board().equals(board) && wanted.test(record)) {
                return record;
            }
        }
        throw new AssertionError("no such record of " + board);
    }

    @Test
    void anAnswerFromAnotherIdentityIsForgedAndTheTrueOneCounts() throws Exception {
        try (var _ =
                broker.subscribe(
                        "plain/thermo/cmd/led",
                        command -> {
                            String id = idOf(command);
                            String topic = command.topic() + "/response";
                            broker.publish(
                                    from("mallory", topic, "{\"id\":\"" + id + "\",\"ok\":true}"));
                            broker.publish(
                                    from("thermo", topic, "{\"id\":\"" + id + "\",\"ok\":false}"));
                        })) {
            var outcome = send("thermo", PATIENT);

            assertThat(outcome.ok()).isFalse();
            CommandRecord record =
                    record("thermo", each -> each.state() == CommandRecord.State.REFUSED);
            assertThat(record.by()).isEqualTo("lab");
            assertThat(record.notes())
                    .singleElement()
                    .satisfies(note -> {
                        assertThat(note.kind()).isEqualTo(CommandRecord.Kind.FORGED);
                        assertThat(note.by()).isEqualTo("mallory");
                    });
        }
    }

    @Test
    void aSecondAnswerAndALateOneAreNoted() throws Exception {
        try (var _ =
                        board(
                                "hasty",
                                (topic, id) ->
                                        message(
                                                topic + "/response",
                                                "{\"id\":\"" + id + "\",\"ok\":true}"));
                var _ =
                        board(
                                "hasty",
                                (topic, id) ->
                                        message(
                                                topic + "/response",
                                                "{\"id\":\"" + id + "\",\"ok\":true}"))) {
            send("hasty", PATIENT);
            record(
                    "hasty",
                    each ->
                            each.notes().stream()
                                    .anyMatch(note -> note.kind() == CommandRecord.Kind.DUPLICATE));
        }
        CommandOutcome silent = send("sleepy", SHORT);
        broker.publish(
                message(
                        "plain/sleepy/cmd/led/response",
                        "{\"id\":\"" + silent.id() + "\",\"ok\":true}"));
        CommandRecord late =
                record(
                        "sleepy",
                        each ->
                                each.notes().stream()
                                        .anyMatch(note -> note.kind() == CommandRecord.Kind.LATE));
        assertThat(late.state()).isEqualTo(CommandRecord.State.UNANSWERED);
        assertThat(ledger.answered("sleepy")).isZero();
    }

    @Test
    void aCommandOfSomebodyElseAndItsReplayAreWrittenDown() throws Exception {
        Message command =
                from("mallory", "plain/door/cmd/lock", "{\"id\":\"m1\",\"value\":\"open\"}");
        broker.publish(command);
        CommandRecord first = record("door", each -> true);
        assertThat(first.by()).isEqualTo("mallory");
        assertThat(first.clientId()).isEqualTo("mallory-1");
        assertThat(first.value()).isEqualTo("open");
        assertThat(first.side()).isEqualTo("PLAIN");
        broker.publish(command);
        CommandRecord again = record("door", each -> each.repeats() == 1);
        assertThat(again.notes())
                .extracting(CommandRecord.Note::kind)
                .containsExactly(CommandRecord.Kind.REPEATED);
    }

    @Test
    void aCommandCarriesWhatMqtt5HasForIt() throws Exception {
        var sent = new LinkedBlockingQueue<Message>();
        try (var _ = broker.subscribe("plain/five/cmd/led", sent::add)) {
            var answered = ledger.send("plain", "five", "led", "on", PATIENT);
            Message command = sent.poll(10, TimeUnit.SECONDS);
            assertThat(command).isNotNull();
            assertThat(command.properties().responseTopic())
                    .contains("plain/five/cmd/led/response");
            assertThat(command.properties().expirySeconds()).hasValue(PATIENT.toSeconds());
            // a client of MQTT 5 may answer by the correlation data alone
            broker.publish(
                    message("plain/five/cmd/led/response", "{\"ok\":true}")
                            .with(
                                    new Message.Properties(
                                            Optional.empty(),
                                            command.properties().correlation(),
                                            Optional.empty(),
                                            OptionalLong.empty(),
                                            List.of())));
            assertThat(answered.get(20, TimeUnit.SECONDS).ok()).isTrue();
        }
    }

    @Test
    void othersCommandsAreKeptUpToANumberAndPushNoneOfOursOut() throws Exception {
        var waiting = ledger.send("plain", "patient", "led", "on", PATIENT);
        for (int i = 0; i < CommandLedger.RECORDS_MAX + 50; i++) {
            broker.publish(
                    from("mallory", "plain/flood/cmd/led", "{\"id\":\"f" + i + "\",\"value\":1}"));
        }
        awaitRecord("f" + (CommandLedger.RECORDS_MAX + 49));
        String id =
                ledger.records().stream()
                        .filter(each -> each.board().equals("patient"))
                        .findFirst()
                        .map(CommandRecord::id)
                        .orElseThrow();
        broker.publish(
                message("plain/patient/cmd/led/response", "{\"id\":\"" + id + "\",\"ok\":true}"));
        assertThat(ledger.records().stream().filter(each -> each.board().equals("flood")))
                .hasSize(CommandLedger.RECORDS_MAX);
        assertThat(waiting.get(20, TimeUnit.SECONDS).ok()).isTrue();
    }

    private void awaitRecord(String id) throws InterruptedException {
        CommandRecord record;
        do {
            record = records.poll(10, TimeUnit.SECONDS);
            assertThat(record).as("the record of " + id).isNotNull();
        } while (!record.id().equals(id));
    }

    private static String idOf(Message command) {
        return JsonMapper.shared().readTree(command.payload()).path("id").asString();
    }
}
